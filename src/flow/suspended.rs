//! Suspending an interaction and resuming it in another process.
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

use super::Interaction;
use crate::{Error, Reason, Secret, Session};

/// What every such text begins with, before its version.
const PREFIX: &str = "mwaccount-";
const VERSION: u32 = 1;

/// An interaction as it is written down.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Suspended {
    /// When it was suspended, to tell how long it lay.
    suspended_at: SystemTime,
    session: Session,
    interaction: Interaction,
}

/// Reads a text that [`Conversation::suspend`](super::Conversation::suspend) wrote; `now` is the
/// time of this machine's clock. For drivers other than [`Wiki`](crate::Wiki), whose
/// [`resume`](crate::Wiki::resume) does the same: the session needs its access token and the
/// server's own login again, if it had any.
///
/// # Errors
/// [`Reason::InvalidArgument`] for a text that is damaged, of a newer version or no such
/// text at all.
pub fn resume(text: &str, now: SystemTime) -> Result<(Session, Interaction), Error> {
    let Suspended {
        suspended_at,
        mut session,
        mut interaction,
    } = Suspended::read(text)?;
    session.advance_clock(now.duration_since(suspended_at).unwrap_or_default());
    interaction.resume(&session);
    Ok((session, interaction))
}

impl Suspended {
    /// Fails unless the interaction waits for its caller.
    pub fn new(
        session: &Session,
        interaction: &Interaction,
        now: SystemTime,
    ) -> Result<Self, Error> {
        Ok(Self {
            suspended_at: now,
            session: session.clone(),
            interaction: interaction.suspended().ok_or_else(not_waiting)?,
        })
    }

    /// The text; a [`Secret`], for the cookies in it.
    pub fn write(&self) -> Result<Secret, Error> {
        let json = serde_json::to_vec(self).map(Zeroizing::new);
        let json = json.map_err(|_| not_waiting())?;
        let body = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(json.as_slice()));
        let sum = crc32fast::hash(body.as_bytes());
        Ok(Secret::new(format!(
            "{PREFIX}{VERSION}.{}.{sum:08x}",
            *body
        )))
    }

    /// Reads a text that [`write`](Self::write) made.
    fn read(text: &str) -> Result<Self, Error> {
        let invalid = |message: &str| Error::new(Reason::InvalidArgument, message);
        let damaged = || invalid("the suspended conversation is damaged; begin anew");
        let rest = text.trim().strip_prefix(PREFIX).ok_or_else(|| {
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
        let this: Self = serde_json::from_slice(&json).map_err(|_| damaged())?;
        this.session.check().map_err(|_| damaged())?;
        Ok(this)
    }
}

/// Only what waits for its caller can be suspended.
fn not_waiting() -> Error {
    Error::new(
        Reason::InvalidArgument,
        "only a conversation that waits for answers can be suspended; go on with it first",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_damaged_and_foreign_text() {
        let good = format!("{PREFIX}1.e30.{:08x}", crc32fast::hash(b"e30"));
        for (text, part) in [
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
            assert!(error.message.contains(part), "{text}: {}", error.message);
        }
    }
}
