//! One-time codes (RFC 6238), as an authenticator app shows them.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::hmac;

/// Returns the code of the 30-second window that is `windows` after the present one, for a key in base 32.
pub fn code(key: &str, windows: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let counter = now.as_secs() / 30 + windows;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &base32(key));
    let tag = hmac::sign(&key, &counter.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn base32(text: &str) -> Vec<u8> {
    let mut bits = text.bytes().flat_map(|letter| {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        (0..5).rev().map(move |bit| value >> bit & 1)
    });
    let mut bytes = Vec::new();
    loop {
        let byte: Vec<u8> = bits.by_ref().take(8).collect();
        if byte.len() < 8 {
            return bytes;
        }
        bytes.push(byte.iter().fold(0, |byte, bit| byte << 1 | bit));
    }
}
