//! Suspending an interaction and resuming it in another process.
//!
//! The text is opaque and has a version and a checksum. It contains the session's cookies, so
//! anybody who has it can continue in the caller's place: keep it on the server. Use it once: it
//! lacks everything that happened after suspending, and the wiki has discarded the steps answered
//! since.
//!
//! It contains no password, token or captcha answer, and no value of a field that the wiki marks as
//! sensitive. Tokens are fetched again. A password that is needed again is asked for as the field
//! `password`. An access token or HTTP authentication must be set again.

use std::time::SystemTime;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Interaction;
use crate::{Error, Reason, Secret, Session};

/// Prefix of every suspended text, followed by its version.
const PREFIX: &str = "mwaccount-";
const VERSION: u32 = 1;

/// The serialised form of an interaction.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Suspended {
    /// Time of suspending, used to advance the session's time when resuming.
    suspended_at: SystemTime,
    session: Session,
    interaction: Interaction,
}

/// Restores a session and an interaction from a text written by
/// [`Conversation::suspend`](super::Conversation::suspend). `now` is the time of this machine's
/// clock.
///
/// This is for drivers other than [`Wiki`](crate::Wiki), which has [`resume`](crate::Wiki::resume).
/// An access token or HTTP authentication must be set on the session again.
///
/// # Errors
/// [`Reason::InvalidArgument`] if the text is damaged, was written by a newer version, or is no
/// suspended conversation.
pub fn resume(text: &str, now: SystemTime) -> Result<(Session, Interaction), Error> {
    let Suspended {
        suspended_at,
        mut session,
        mut interaction,
    } = Suspended::read(text)?;
    let pause = now.duration_since(suspended_at).unwrap_or_default();
    session.clock.advance_by_pause(pause);
    interaction.resume(&session);
    Ok((session, interaction))
}

impl Suspended {
    /// Creates the serialisable form. Fails unless the interaction waits for its caller.
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

    /// Returns the text, which is a [`Secret`] because it contains cookies.
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

    /// Reads a text written by [`write`](Self::write).
    fn read(text: &str) -> Result<Self, Error> {
        let invalid = |message: &str| Error::new(Reason::InvalidArgument, message);
        let damaged = || invalid("the suspended conversation is damaged; begin anew");
        let rest = text.trim().strip_prefix(PREFIX).ok_or_else(|| {
            invalid("this is no suspended conversation; pass the text that suspend returned")
        })?;
        let (version, rest) = rest.split_once('.').ok_or_else(damaged)?;
        let version: u32 = version.parse().map_err(|_| damaged())?;
        if version > VERSION {
            return Err(invalid(
                "the suspended conversation was written by a newer version of this library; resume it with that version",
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

/// Returns the error for an interaction that does not wait for its caller.
fn not_waiting() -> Error {
    Error::new(
        Reason::InvalidArgument,
        "a conversation can be suspended only while it waits for an answer; continue it first",
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
