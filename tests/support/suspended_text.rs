//! The content of a suspended conversation's text.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use mwaccount::Secret;

/// Returns the JSON in a suspended conversation's text.
pub fn decoded(text: &Secret) -> String {
    let body = text.expose().split('.').nth(1).unwrap();
    let json = BASE64_URL_SAFE_NO_PAD.decode(body).unwrap();
    assert!(json.starts_with(b"{"));
    String::from_utf8(json).unwrap()
}

/// Returns the text with this JSON.
pub fn encoded(json: &str) -> String {
    let body = BASE64_URL_SAFE_NO_PAD.encode(json);
    let sum = crc32fast::hash(body.as_bytes());
    format!("mwaccount-1.{body}.{sum:08x}")
}

/// Returns a text with another content, as somebody can make it who has no key: the checksum is right, and a code
/// that authenticates the original is kept.
pub fn altered(text: &Secret, alter: impl FnOnce(String) -> String) -> Secret {
    let parts: Vec<&str> = text.expose().split('.').collect();
    let body = BASE64_URL_SAFE_NO_PAD.encode(alter(decoded(text)));
    let sum = format!("{:08x}", crc32fast::hash(body.as_bytes()));
    let altered = [&[parts[0], &body, &sum], &parts[3..]].concat();
    Secret::from(altered.join("."))
}
