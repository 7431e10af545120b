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
//!
//! With [`SuspendKeys`] the text is authenticated, not encrypted. Without them, whoever can change it
//! chooses what the resumed conversation does, such as its wiki; the checksum detects accidents only.
//! That no secret is sent to another host than the wiki's holds for changed texts too, but the text
//! says which host that is. [`Builder::address`](crate::Builder::address) compares it.

use std::time::SystemTime;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Interaction;
use crate::{Error, InvalidInput, Reason, Secret, Session, SuspendKeys};

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
/// [`Conversation::suspend`](super::Conversation::suspend). If there are `keys`, one of them must have
/// authenticated the text. `now` is the time of this machine's clock.
///
/// This is for drivers other than [`Wiki`](crate::Wiki), which has [`resume`](crate::Wiki::resume).
/// An access token or HTTP authentication must be set on the session again.
///
/// # Errors
/// [`Reason::InvalidArgument`] if the text is damaged, was written by a newer version, or is no
/// suspended conversation; if it is not authenticated by one of the keys, or is authenticated and there
/// are no keys.
pub fn resume(
    text: &str,
    keys: &SuspendKeys,
    now: SystemTime,
) -> Result<(Session, Interaction), Error> {
    let Suspended {
        suspended_at,
        mut session,
        mut interaction,
    } = Suspended::read(text, keys)?;
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

    /// Returns the text, authenticated if there are keys. It is a [`Secret`] because it contains
    /// cookies.
    pub fn write(&self, keys: &SuspendKeys) -> Result<Secret, Error> {
        let json = serde_json::to_vec(self).map(Zeroizing::new);
        let json = json.map_err(|_| not_waiting())?;
        let body = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(json.as_slice()));
        let sum = crc32fast::hash(body.as_bytes());
        let text = Secret::new(format!("{PREFIX}{VERSION}.{}.{sum:08x}", *body));
        Ok(match keys.sign(text.expose()) {
            None => text,
            Some(code) => Secret::new([text.expose(), ".", &code].concat()),
        })
    }

    /// Reads a text written by [`write`](Self::write).
    fn read(text: &str, keys: &SuspendKeys) -> Result<Self, Error> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('.').collect();
        let version = parts[0].strip_prefix(PREFIX).ok_or_else(|| {
            InvalidInput::new(
                "this is no suspended conversation; pass the text that suspend returned",
            )
        })?;
        let version: u32 = version.parse().map_err(|_| damaged())?;
        if version > VERSION {
            return Err(InvalidInput::new(
                "the suspended conversation was written by a newer version of this library; resume it with that version",
            )
            .into());
        }
        let (body, sum, code) = match parts[1..] {
            [body, sum] => (body, sum, None),
            [body, sum, code] => (body, sum, Some(code)),
            _ => return Err(damaged()),
        };
        let sum = u32::from_str_radix(sum, 16).map_err(|_| damaged())?;
        if sum != crc32fast::hash(body.as_bytes()) {
            return Err(damaged());
        }
        // Nothing in the text is read before it is authenticated.
        let authenticated = code.map_or("", |code| &text[..text.len() - code.len() - 1]);
        authenticate(authenticated, code, keys)?;
        let json = BASE64_URL_SAFE_NO_PAD.decode(body).map(Zeroizing::new);
        let json = json.map_err(|_| damaged())?;
        let this: Self = serde_json::from_slice(&json).map_err(|_| damaged())?;
        this.session.check().map_err(|_| damaged())?;
        Ok(this)
    }
}

/// Fails unless the code of a text and the keys fit together.
fn authenticate(text: &str, code: Option<&str>, keys: &SuspendKeys) -> Result<(), InvalidInput> {
    Err(InvalidInput::new(match code {
        None if keys.is_empty() => return Ok(()),
        Some(code) if keys.verify(text, code) => return Ok(()),
        None => {
            "the suspended conversation is not authenticated, since it was suspended without a key; \
             suspend it with one of the suspend keys"
        }
        Some(_) if keys.is_empty() => {
            "the suspended conversation is authenticated with a key; resume it with that key (suspend_keys)"
        }
        Some(_) => {
            "the suspended conversation was changed, or is authenticated with another key; \
             resume the text as suspend returned it, with the key that it was suspended with (suspend_keys)"
        }
    }))
}

/// Returns the error for a text that was not written like this.
fn damaged() -> Error {
    InvalidInput::new("the suspended conversation is damaged; begin anew").into()
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
            ("mwaccount-1.e30.00000000.code.code", "damaged"),
            ("mwaccount-x.e30.00000000", "damaged"),
            (&good, "damaged"),
            ("mwaccount-2.whatever", "newer"),
        ] {
            let error = Suspended::read(text, &SuspendKeys::default()).unwrap_err();
            assert_eq!(error.reason, Reason::InvalidArgument);
            assert!(error.message.contains(part), "{text}: {}", error.message);
        }
    }
}
