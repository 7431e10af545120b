//! Secrets that a test plants, and the search for them in what a program shows or keeps.

use std::{fmt::Write, fs};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use testwiki::{OAuth1Consumer, Release};

use crate::file;

// The characters make every encoding differ from the text.
/// The password of the new account.
pub const PASSWORD: &str = "Pl4nted n\"w/p+ss=w\\rd";
/// The password of the creator `Planter`.
pub const CREATOR_PASSWORD: &str = "Pl4nted cr\"ator/p+ss=wd";
/// An answer to a field.
pub const CODE: &str = "Pl4nted/c+de \"7";
pub const HTTP_PASSWORD: &str = "Pl4nted h\"tp/p+ss=";
/// An OAuth 2 token of the creator.
pub const BEARER: &str = "Pl4nted-b+arer/token=";
/// The parts of an OAuth 1.0a token of the creator. The first, the consumer's key, is no secret.
pub const OAUTH1: [&str; 4] = [
    "c0nsumer-key",
    "Pl4nted/c+nsumer=",
    "Pl4nted/t+ken=",
    "Pl4nted/s+cret=",
];

/// A key of suspended texts.
pub const SUSPEND_KEY: &str = "Pl4nted-s+spend/key-of-32-bytes-or-more=";

/// Returns a line of the private key in `tests/tls/client.pem`.
pub fn client_key() -> Planted {
    let text = fs::read_to_string(file("tls/client.pem")).unwrap();
    let (_, key) = text.split_once("PRIVATE KEY-----\n").unwrap();
    Planted::new("the client's key", key.lines().next().unwrap())
}

/// Returns a file of PEM that begins with the line of [`client_key`] and is cut off after it.
pub fn damaged_client_key() -> String {
    let line = client_key().text;
    format!("-----BEGIN PRIVATE KEY-----\n{line}\n-----END PRIVATE KEY-----\n")
}

/// Returns a wiki of this release, which accepts the creator's password and tokens.
pub fn wiki(minor: u16) -> testwiki::Wiki {
    let [key, secret, access_token, access_secret] = OAUTH1.map(str::to_owned);
    testwiki::Wiki::of(Release::first(minor))
        .sysop("Planter", CREATOR_PASSWORD)
        .bearer(BEARER, "Planter")
        .oauth1(OAuth1Consumer {
            key,
            secret,
            access_token,
            access_secret,
            account: "Planter".to_owned(),
        })
}

/// Returns the secret parts of [`OAUTH1`].
pub fn oauth1_secrets() -> impl Iterator<Item = Planted> {
    let parts = OAUTH1[1..].iter();
    parts.map(|part| Planted::new("a part of OAuth 1.0a", part))
}

/// A secret that a test gives to the code under test, or that the wiki gives to it.
#[derive(Clone)]
pub struct Planted {
    /// The name of the secret in failures.
    pub name: String,
    /// The secret.
    pub text: String,
}

impl Planted {
    /// Creates a secret. It must be long enough not to occur by chance.
    pub fn new(name: &str, text: &str) -> Self {
        assert!(text.len() >= 6, "{name} is too short to be sought");
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Returns the forms in which the secret may appear, each with its name.
    fn forms(&self) -> Vec<(&'static str, Vec<u8>)> {
        let text = self.text.as_str();
        let percent = |keep: &str, space: &str| {
            let mut encoded = String::new();
            for byte in text.bytes() {
                match byte {
                    b' ' => encoded.push_str(space),
                    byte if byte.is_ascii_alphanumeric() || keep.contains(char::from(byte)) => {
                        encoded.push(char::from(byte));
                    }
                    byte => write!(encoded, "%{byte:02X}").unwrap(),
                }
            }
            encoded.into_bytes()
        };
        let json = serde_json::to_string(text).unwrap();
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        let mut forms = vec![
            ("plain", text.into()),
            ("form-encoded", percent("*-._", "+")),
            ("percent-encoded", percent("-._~", "%20")),
            ("in JSON", json[1..json.len() - 1].into()),
            ("in Debug", text.escape_debug().to_string().into_bytes()),
            ("in hexadecimal", hex.into_bytes()),
            ("in UTF-16 LE", utf16(u16::to_le_bytes)),
            ("in UTF-16 BE", utf16(u16::to_be_bytes)),
        ];
        // In a longer text it begins at one of three places of a group of four letters.
        for (before, skip) in [(0, 0), (1, 2), (2, 3)] {
            let bytes = [&[0; 2][..before], text.as_bytes()].concat();
            let whole = bytes.len() * 8 / 6;
            for encoded in [
                BASE64_STANDARD.encode(&bytes),
                BASE64_URL_SAFE_NO_PAD.encode(&bytes),
            ] {
                forms.push(("in base64", encoded.as_bytes()[skip..whole].to_vec()));
            }
        }
        forms
    }

    /// Returns the name of the first form of the secret that is in `bytes`.
    pub fn find_in(&self, bytes: &[u8]) -> Option<&'static str> {
        self.forms()
            .into_iter()
            .find(|(_, form)| bytes.windows(form.len()).any(|part| part == form))
            .map(|(name, _)| name)
    }
}

/// Fails if one of the secrets is in what is shown.
#[track_caller]
pub fn assert_hidden(planted: &[Planted], what: &str, shown: impl AsRef<[u8]>) {
    let shown = shown.as_ref();
    for secret in planted {
        if let Some(form) = secret.find_in(shown) {
            let shown = String::from_utf8_lossy(shown);
            panic!("{what} shows {} ({form}):\n{shown}", secret.name);
        }
    }
}

/// Fails unless every secret is in one of the texts in some form: a secret that was never used proves nothing.
#[track_caller]
pub fn assert_used(planted: &[Planted], sent: impl AsRef<[u8]>) {
    for secret in planted {
        assert!(
            secret.find_in(sent.as_ref()).is_some(),
            "{} was not sent, so hiding it proves nothing",
            secret.name
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found() {
        let secret = Planted::new("it", "pä\"ss w/o+rd");
        for shown in [
            "a pä\"ss w/o+rd b".to_owned(),
            "x=p%C3%A4%22ss+w%2Fo%2Brd&".to_owned(),
            "/p%C3%A4%22ss%20w%2Fo%2Brd?".to_owned(),
            r#"{"a":"pä\"ss w/o+rd"}"#.to_owned(),
            BASE64_STANDARD.encode("pä\"ss w/o+rd"),
            BASE64_STANDARD.encode("me:pä\"ss w/o+rd and more"),
            BASE64_URL_SAFE_NO_PAD.encode("you:pä\"ss w/o+rd"),
            BASE64_URL_SAFE_NO_PAD.encode("users:pä\"ss w/o+rd"),
        ] {
            assert!(secret.find_in(shown.as_bytes()).is_some(), "{shown}");
        }
        assert!(secret.find_in(b"pass word").is_none());
    }
}
