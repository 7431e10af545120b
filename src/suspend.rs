//! Putting a conversation down and taking it up in another process.
//!
//! What is written down is opaque text with a version and a checksum. It holds the
//! session's cookies, so whoever has it can go on in the caller's place: it belongs on
//! the server, and is used once: what it went on to is not in it, and the wiki no longer
//! knows of a step that was answered. It holds no password, no token and no answer to a
//! captcha or a field that the wiki marks as sensitive: tokens are fetched anew, a
//! password that is needed again is asked for as the field `password`, and an access token
//! or the server's own login is given again.

use std::time::SystemTime;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    Error, Reason, Secret, Session,
    flow::{Create, LogIn},
};

/// What every such text begins with, before its version.
const NAME: &str = "mwaccount-";
const VERSION: u32 = 1;

/// A conversation as it is written down.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Suspended {
    /// When it was put down, to tell how long it lay.
    pub at: SystemTime,
    pub session: Session,
    pub flow: TakenUp,
}

/// A flow that was taken up again; see [`take_up`].
#[derive(Debug, Serialize, Deserialize)]
pub enum TakenUp {
    /// A creation.
    Create(Box<Create>),
    /// A creator's login.
    LogIn(Box<LogIn>),
}

/// Takes up what [`Conversation::suspend`](crate::flow::Conversation::suspend) wrote, for
/// drivers other than [`Wiki`](crate::Wiki): the session, and the flow to go on with.
///
/// # Errors
/// [`Reason::InvalidArgument`] for a text that is damaged, of a newer version or no such
/// text at all.
pub fn take_up(text: &str) -> Result<(Session, TakenUp), Error> {
    let Suspended { session, flow, .. } = Suspended::read(text)?;
    Ok((session, flow))
}

impl Suspended {
    /// The text; a [`Secret`], for the cookies in it.
    pub fn write(&self) -> Result<Secret, Error> {
        let json = serde_json::to_vec(self).map(Zeroizing::new);
        let json = json.map_err(|_| not_waiting())?;
        let body = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(json.as_slice()));
        let sum = crc32fast::hash(body.as_bytes());
        Ok(Secret::new(format!("{NAME}{VERSION}.{}.{sum:08x}", *body)))
    }

    /// Reads a text that [`write`](Self::write) made.
    pub fn read(text: &str) -> Result<Self, Error> {
        let invalid = |what: &str| Error::new(Reason::InvalidArgument, what);
        let damaged = || invalid("the suspended conversation is damaged; begin anew");
        let rest = text.trim().strip_prefix(NAME).ok_or_else(|| {
            invalid("this is no suspended conversation; give the text that suspending gave")
        })?;
        let (version, rest) = rest.split_once('.').ok_or_else(damaged)?;
        let version: u32 = version.parse().map_err(|_| damaged())?;
        if version > VERSION {
            return Err(invalid(
                "the suspended conversation was written by a newer version of this library; use that",
            ));
        }
        let (body, sum) = rest.split_once('.').ok_or_else(damaged)?;
        let sum = u32::from_str_radix(sum, 16).map_err(|_| damaged())?;
        if sum != crc32fast::hash(body.as_bytes()) {
            return Err(damaged());
        }
        let json = BASE64_URL_SAFE_NO_PAD.decode(body).map(Zeroizing::new);
        let json = json.map_err(|_| damaged())?;
        let mut this: Self = serde_json::from_slice(&json).map_err(|_| damaged())?;
        this.session.check().map_err(|_| damaged())?;
        let lay = SystemTime::now().duration_since(this.at);
        this.session.idle(lay.unwrap_or_default());
        match &mut this.flow {
            TakenUp::Create(flow) => flow.resumed(),
            TakenUp::LogIn(flow) => flow.resumed(&this.session),
        }
        Ok(this)
    }
}

/// Only a conversation that waits for its caller can be put down.
pub(crate) fn not_waiting() -> Error {
    Error::new(
        Reason::InvalidArgument,
        "only a conversation that waits for answers can be suspended; go on with it first",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_conversation() {
        let good = format!("{NAME}1.e30.{:08x}", crc32fast::hash(b"e30"));
        for (text, what) in [
            ("", "no suspended"),
            ("hello", "no suspended"),
            ("mwaccount-1", "damaged"),
            ("mwaccount-1.e30", "damaged"),
            ("mwaccount-1.e30.00000000", "damaged"),
            ("mwaccount-x.e30.00000000", "damaged"),
            (&good, "damaged"),
            ("mwaccount-2.whatever", "newer"),
        ] {
            let error = Suspended::read(text).unwrap_err();
            assert_eq!(error.reason, Reason::InvalidArgument);
            assert!(error.message.contains(what), "{text}: {}", error.message);
        }
    }
}
