//! The keys that authenticate suspended conversations.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{InvalidInput, Secret};

/// The length of a key in bytes, at least: that of the hash (RFC 2104, section 3).
const MIN_LENGTH: usize = 32;

/// The keys with which the texts of suspended conversations are authenticated, by HMAC-SHA256
/// (RFC 2104). None, the default, authenticates nothing.
///
/// Without a key, whoever can change a text can choose what the resumed conversation does. Give a key
/// if a text leaves the server, for example in a cookie. It does not hide the text: whoever has it can
/// read the session's cookies in it.
#[derive(Clone, Default)]
pub struct SuspendKeys(Vec<Secret>);

impl SuspendKeys {
    /// Creates the keys. The first authenticates the texts that are written; texts of all of them can
    /// be resumed, so that a key can be replaced. Each is a random text of at least 32 bytes, which
    /// only the servers that suspend and resume know.
    ///
    /// # Errors
    /// Fails if a key is shorter.
    ///
    /// ```
    /// use mwaccount::SuspendKeys;
    ///
    /// let (new, old) = ("f7S1qGzUrr2m9+Fjm1a8yB5qGq1x0cLZ", "4hB0kq+Zb3Lw8mPpX0y6dE7u1sVtNfRc");
    /// assert!(SuspendKeys::new([new, old]).is_ok());
    /// assert!(SuspendKeys::new(["too short"]).is_err());
    /// ```
    pub fn new<K: Into<Secret>>(keys: impl IntoIterator<Item = K>) -> Result<Self, InvalidInput> {
        let keys: Vec<Secret> = keys.into_iter().map(Into::into).collect();
        if keys.iter().any(|key| key.expose().len() < MIN_LENGTH) {
            return Err(InvalidInput::new(
                "a suspend key must have at least 32 bytes; use a random text, such as the output of openssl rand -hex 32",
            ));
        }
        Ok(Self(keys))
    }

    /// Returns whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the code that authenticates a text with the first key; `None` if there is no key.
    pub(crate) fn sign(&self, text: &str) -> Option<String> {
        let tag = mac(self.0.first()?, text).finalize().into_bytes();
        Some(BASE64_URL_SAFE_NO_PAD.encode(tag))
    }

    /// Returns whether a code authenticates a text with any of the keys, in a time that does not
    /// depend on the code.
    pub(crate) fn verify(&self, text: &str, code: &str) -> bool {
        let Ok(tag) = BASE64_URL_SAFE_NO_PAD.decode(code) else {
            return false;
        };
        self.0
            .iter()
            .any(|key| mac(key, text).verify_slice(&tag).is_ok())
    }
}

fn mac(key: &Secret, text: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes());
    mac.expect("HMAC takes keys of any length")
        .chain_update(text.as_bytes())
}

impl fmt::Debug for SuspendKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SuspendKeys({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "hunter2-hunter2-hunter2-hunter2-";
    const OTHER: &str = "hunter3-hunter3-hunter3-hunter3-";

    #[test]
    fn the_first_key_signs_and_all_verify() {
        let keys = |keys: &[&str]| SuspendKeys::new(keys.iter().copied()).unwrap();
        let code = keys(&[KEY, OTHER]).sign("text").unwrap();
        assert!(keys(&[KEY]).verify("text", &code));
        assert!(keys(&[OTHER, KEY]).verify("text", &code));
        for (keys, text, code) in [
            (keys(&[OTHER]), "text", code.as_str()),
            (keys(&[]), "text", &code),
            (keys(&[KEY]), "texts", &code),
            (keys(&[KEY]), "text", ""),
            (keys(&[KEY]), "text", &code[..code.len() - 4]),
            (keys(&[KEY]), "text", "no base64!"),
        ] {
            assert!(!keys.verify(text, code), "{keys:?} {text} {code}");
        }
        assert_eq!(keys(&[]).sign("text"), None);
        assert!(SuspendKeys::new([&KEY[1..]]).is_err());
        assert_eq!(format!("{:?}", keys(&[KEY, OTHER])), "SuspendKeys(2)");
    }

    /// The code is HMAC-SHA256: RFC 4231, test case 2, with a key that is padded with zeros, as HMAC
    /// pads it.
    #[test]
    fn the_code_is_hmac_sha256() {
        let key = format!("Jefe{}", "\0".repeat(28));
        let keys = SuspendKeys::new([key]).unwrap();
        let code = keys.sign("what do ya want for nothing?").unwrap();
        let tag = BASE64_URL_SAFE_NO_PAD.decode(code).unwrap();
        let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
