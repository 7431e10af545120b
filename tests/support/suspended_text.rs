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
