//! Damage to answers: to the values of JSON, to the tags of a page or of XML, to headers, and to bytes.

use std::io;

use mwaccount::http::Response;
use serde_json::{Map, Value, json};
use support::{page_words::PAGE_WORDS, random::Choices};

use crate::{
    bytes::Bytes,
    fragments::{self, Kind},
};

/// The default limit of a body, beyond which transports return none.
const MOST_BYTES: usize = 1 << 20;
/// The most values of a tree. Each takes up to 700 bytes when serde_json reads it again, which is this harness's memory and
/// not the library's.
const MOST_VALUES: usize = 30_000;

/// Changes a response once.
pub fn response(bytes: &mut Bytes<'_>, response: &mut Response) {
    match bytes.below(16) {
        0..=7 => content(bytes, &mut response.body),
        8 => *response = fragments::at(Kind::of(&response.body), bytes.number()).clone(),
        9 => response.body = fragments::at(Kind::Json, bytes.number()).body.clone(),
        10 => response.body = fragments::at(Kind::Markup, bytes.number()).body.clone(),
        11 => {
            const STATUSES: [u16; 14] = [
                200, 201, 204, 301, 302, 307, 308, 400, 401, 403, 404, 429, 500, 503,
            ];
            response.status = *bytes.of(&STATUSES);
        }
        12 => {
            let target = *bytes.of(&TARGETS);
            response
                .headers
                .push(("Location".to_owned(), target.to_owned()));
            response.status = *bytes.of(&[302, 301, 303, 307, 308]);
        }
        13 => header(bytes, response),
        14 => raw(bytes, &mut response.body),
        _ => response.headers.clear(),
    }
    response.body.truncate(MOST_BYTES);
}

/// Addresses of redirects, links and forms.
const TARGETS: [&str; 12] = [
    "/w/api.php?x",
    "/w/index.php?title=Special:UserLogin",
    "https://elsewhere.example/w/api.php",
    "http://elsewhere.example/",
    "//elsewhere.example/w/index.php",
    "https://127.0.0.1/w/api.php",
    "https://user:word@127.0.0.1/",
    "http://[::ffff:127.0.0.1]/w/api.php",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://[",
    "?",
];

fn header(bytes: &mut Bytes<'_>, response: &mut Response) {
    let (name, value) = *bytes.of(&[
        ("Retry-After", "3"),
        ("Retry-After", "99999999999999999999"),
        ("Date", "Sun, 22 Nov 2026 05:28:28 GMT"),
        ("Date", "no date"),
        ("Set-Cookie", "wiki_session=; path=/"),
        ("Set-Cookie", "wikiUserName=Zoe; path=/; httponly"),
        ("Set-Cookie", "a=b; domain=example; path=x; max-age=-1"),
        ("MediaWiki-API-Error", "readonly"),
        ("MediaWiki-API-Error", ""),
        ("WWW-Authenticate", "Basic realm=\"x\""),
        ("WWW-Authenticate", "MediaWiki realm=\"x\""),
        ("Content-Type", "text/html"),
        ("Content-Type", "application/json; charset=utf-16"),
        ("Server", "cloudflare"),
        ("cf-mitigated", "challenge"),
        ("X", "\u{0}\u{7f}"),
    ]);
    if bytes.rarely(4) {
        response
            .headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    } else {
        response
            .headers
            .insert(0, (name.to_owned(), value.to_owned()));
    }
}

/// Changes a body once, where its format has parts.
pub fn content(bytes: &mut Bytes<'_>, body: &mut Vec<u8>) {
    if Kind::of(body) == Kind::Json
        && let Ok(mut value) = serde_json::from_slice(body)
    {
        json(bytes, &mut value);
        *body = value.to_string().into_bytes();
    } else {
        markup(bytes, body);
    }
}

/// Changes one value of a tree, which stays within the limits of [`Room`].
pub fn json(bytes: &mut Bytes<'_>, value: &mut Value) {
    let room = Room::besides(value);
    change(bytes, value, &room);
}

/// How much a tree may grow.
struct Room {
    values: usize,
    bytes: usize,
}

impl Room {
    fn besides(value: &Value) -> Self {
        Self {
            values: MOST_VALUES.saturating_sub(values(value)),
            bytes: MOST_BYTES.saturating_sub(text_length(value)),
        }
    }

    /// Returns whether so many copies of a value are within the limits. Asked before they are made: a copy of a long text
    /// for each of 20,000 would take gigabytes.
    fn has_for(&self, value: &Value, copies: usize) -> bool {
        copies.saturating_mul(values(value)) <= self.values
            && copies.saturating_mul(text_length(value) + 1) <= self.bytes
    }
}

/// Returns the number of values in a tree, itself included.
fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.values().map(values).sum(),
        _ => 0,
    }
}

/// Returns the length of a tree as text.
fn text_length(value: &Value) -> usize {
    struct Length(usize);
    impl io::Write for Length {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0 += text.len();
            Ok(text.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut length = Length(0);
    serde_json::to_writer(&mut length, value).expect("a tree has only texts as names");
    length.0
}

fn change(bytes: &mut Bytes<'_>, value: &mut Value, room: &Room) {
    let length = parts(value);
    // Deeper rather than here, where there are parts.
    let child = bytes.below(length + 1);
    if child < length {
        let part = match value {
            Value::Array(items) => items.get_mut(child),
            Value::Object(members) => members.values_mut().nth(child),
            _ => None,
        };
        return change(bytes, part.expect("a part"), room);
    }
    match bytes.below(16) {
        0 => *value = Value::Null,
        1 => *value = json!({}),
        2 => *value = json!([]),
        3 => *value = json!(bytes.rarely(2)),
        4 => {
            *value = bytes
                .of(&[json!(0), json!(-1), json!(1e300), json!(u64::MAX)])
                .clone()
        }
        5 => *value = json!(bytes.text()),
        6 => *value = json!(word(bytes)),
        7 => *value = json!(*bytes.of(&TARGETS)),
        8 => {
            *value = json!(
                bytes
                    .of(&["a", "<b>", "\u{202e}", "(", " "])
                    .repeat(many(bytes))
            )
        }
        9 => {
            let copies = many(bytes);
            *value = if room.has_for(value, copies) {
                json!(vec![value.take(); copies])
            } else {
                Value::Null
            };
        }
        10 => {
            for _ in 0..*bytes.of(&[1, 10, 60, 126]) {
                *value = json!([value.take()]);
            }
        }
        11 => *value = part_of_recording(bytes),
        12 => remove(bytes, value),
        13 => {
            let name = name(bytes);
            match value {
                Value::Object(members) => drop(members.insert(name, json!(word(bytes)))),
                _ => *value = json!({ name: value.take() }),
            }
        }
        14 => {
            if let Value::Object(members) = value {
                let copies = many(bytes).min(room.values);
                let copies = (0..copies).map(|number| (number.to_string(), Value::Null));
                let members: Map<_, _> = copies.chain(std::mem::take(members)).collect();
                *value = Value::Object(members);
            }
        }
        _ => {
            if let Value::String(text) = value {
                let at = bytes.below(text.len() + 1);
                let word = word(bytes);
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at));
                text.insert_str(at.unwrap_or(0), word);
            }
        }
    }
}

/// Returns the number of items or members.
fn parts(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    }
}

fn many(bytes: &mut Bytes<'_>) -> usize {
    *bytes.of(&[2, 3, 10, 100, 1_000, 20_000])
}

fn remove(bytes: &mut Bytes<'_>, value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() => drop(items.remove(bytes.below(items.len()))),
        Value::Object(members) => {
            let at = bytes.below(members.len());
            let key = members.keys().nth(at).cloned();
            key.map(|key| members.shift_remove(&key));
        }
        _ => *value = Value::Null,
    }
}

fn name(bytes: &mut Bytes<'_>) -> String {
    match bytes.below(NAMES.len() + 1) {
        0 => bytes.text(),
        at => NAMES[at - 1].to_owned(),
    }
}

/// Returns a part of a recorded answer.
fn part_of_recording(bytes: &mut Bytes<'_>) -> Value {
    let recorded = fragments::at(Kind::Json, bytes.number());
    let mut value: Value = serde_json::from_slice(&recorded.body).unwrap_or_default();
    for _ in 0..bytes.below(6) {
        let length = parts(&value);
        if length == 0 {
            break;
        }
        let at = bytes.below(length);
        value = match value {
            Value::Array(mut items) => items.swap_remove(at),
            Value::Object(members) => members.into_iter().nth(at).expect("a member").1,
            other => other,
        };
    }
    value
}

/// Changes the tags of a page or of XML once.
fn markup(bytes: &mut Bytes<'_>, body: &mut Vec<u8>) {
    let starts: Vec<usize> = positions(body, b'<');
    let at = starts.get(bytes.below(starts.len())).copied().unwrap_or(0);
    let end_of = |at: usize| body[at..].iter().position(|byte| *byte == b'>');
    let end = end_of(at).map_or(body.len(), |length| at + length + 1);
    match bytes.below(10) {
        0 => drop(body.drain(at..end)),
        1 => drop(body.splice(at..at, word(bytes).bytes())),
        2 => {
            let copies = word(bytes).repeat(many(bytes));
            drop(body.splice(at..at, copies.into_bytes()));
        }
        3 => {
            let other = starts.get(bytes.below(starts.len())).copied();
            let (from, to) = (at.min(other.unwrap_or(at)), at.max(other.unwrap_or(end)));
            let copy = body[from..to].to_vec();
            let copies = many(bytes).min(MOST_BYTES / copy.len().max(1));
            drop(body.splice(to..to, copy.repeat(copies)));
        }
        4 => {
            let to = (at + 1 + usize::from(bytes.number())).min(body.len());
            drop(body.drain(at..to));
        }
        5 => {
            let other = &fragments::at(Kind::Markup, bytes.number()).body;
            let tags = positions(other, b'<');
            let from = tags.get(bytes.below(tags.len())).copied().unwrap_or(0);
            let to = (from + usize::from(bytes.byte()) * 8).min(other.len());
            drop(body.splice(at..at, other[from..to].iter().copied()));
        }
        6 | 7 => attribute(bytes, body, at, end),
        8 => drop(body.splice(end..end, bytes.text().into_bytes())),
        _ => body.truncate(at),
    }
}

fn positions(body: &[u8], wanted: u8) -> Vec<usize> {
    memchr::memchr_iter(wanted, body).collect()
}

/// Changes the value of an attribute of the tag from `at` to `end`.
fn attribute(bytes: &mut Bytes<'_>, body: &mut Vec<u8>, at: usize, end: usize) {
    let quotes: Vec<usize> = positions(&body[at..end], b'"');
    let chosen = bytes.below(quotes.len() / 2) * 2;
    let value = match bytes.below(4) {
        0 => bytes.text(),
        1 => (*bytes.of(&TARGETS)).to_owned(),
        2 => (*bytes.of(&NAMES)).to_owned(),
        _ => word(bytes).to_owned(),
    };
    if let (Some(from), Some(to)) = (quotes.get(chosen), quotes.get(chosen + 1)) {
        drop(body.splice(at + from + 1..at + to, value.into_bytes()));
    }
}

/// Changes bytes, whatever they mean.
fn raw(bytes: &mut Bytes<'_>, body: &mut Vec<u8>) {
    let at = usize::from(bytes.number()).min(body.len());
    match bytes.below(5) {
        0 => body.truncate(at),
        1 => drop(body.splice(at..at, bytes.text().into_bytes())),
        2 => {
            let noise = bytes.of(&[
                "{",
                "[",
                "<",
                "(",
                "\"",
                "Notice: x {\"error\":",
                "&",
                "\\u",
            ]);
            let noise = noise.repeat(many(bytes));
            drop(body.splice(0..0, noise.into_bytes()));
        }
        3 => {
            for byte in body.iter_mut().skip(at).take(1 + usize::from(bytes.byte())) {
                *byte ^= 0x80;
            }
        }
        _ => drop(body.splice(0..0, b"\xef\xbb\xbf\n".iter().copied())),
    }
}

/// Returns words with a meaning in answers, pages and headers, for a dictionary.
pub fn words() -> impl Iterator<Item = &'static str> {
    let syntax = [
        "\u{1e}HTTP 307\nLocation: ",
        "\u{1e}HTTP 200\n\n",
        "\n> ",
        "\n- ",
        "; path=/",
    ];
    let all = WORDS.into_iter().chain(PAGE_WORDS);
    let all = all.chain(NAMES).chain(TARGETS).chain(syntax);
    all.filter(|word| !word.is_empty())
}

/// Returns a word with a meaning in answers or pages.
fn word(bytes: &mut Bytes<'_>) -> &'static str {
    let at = bytes.below(WORDS.len() + PAGE_WORDS.len());
    match at.checked_sub(WORDS.len()) {
        None => WORDS[at],
        Some(at) => PAGE_WORDS[at],
    }
}

/// Words with a meaning in answers. Those of pages follow, see [`word`].
const WORDS: [&str; 21] = [
    "PASS",
    "FAIL",
    "UI",
    "REDIRECT",
    "RESTART",
    "Success",
    "NeedToken",
    "NeedCaptcha",
    "Warning",
    "hidden",
    "multiselect",
    "password",
    "required",
    "primary-required",
    "CaptchaAuthenticationRequest",
    "badtoken",
    "userexists",
    "captcha-createaccount-fail",
    "throttled",
    "readonly",
    "2026-11-22T05:29:44Z",
];

/// Names of members and attributes with a meaning.
const NAMES: [&str; 24] = [
    "createaccount",
    "clientlogin",
    "login",
    "query",
    "error",
    "errors",
    "warnings",
    "status",
    "result",
    "message",
    "messagecode",
    "requests",
    "fields",
    "captcha",
    "token",
    "wpCaptchaWord",
    "wpCreateaccountToken",
    "wpName",
    "users",
    "missing",
    "registration",
    "redirecttarget",
    "authmanagerinfo",
    "curtimestamp",
];

#[cfg(test)]
mod tests {
    use support::allocations::{self, Counting};

    use super::*;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    /// Chooses the tree itself, a kind of damage, and 20,000 where that repeats something.
    fn choices(value: &Value, kind: u8) -> Vec<u8> {
        let length = parts(value);
        let mut choices = match length + 1 {
            1 => Vec::new(),
            2..=256 => vec![length as u8],
            _ => (length as u16).to_le_bytes().to_vec(),
        };
        choices.extend([kind, 5, 5, 5]);
        choices
    }

    #[test]
    fn a_tree_stays_within_the_limits() {
        for kind in 0..16 {
            for mut value in [
                json!("a".repeat(20_000)),
                json!({ "0": "a".repeat(500_000) }),
                json!([[[]], {}, vec![0; 20_000]]),
            ] {
                let allocations = allocations::start();
                for _ in 0..4 {
                    let choices = choices(&value, kind);
                    json(&mut Bytes::new(&choices), &mut value);
                }
                let peak = allocations.allocated().peak;
                assert!(values(&value) <= MOST_VALUES + 200, "{kind}");
                assert!(text_length(&value) <= MOST_BYTES + 200_000, "{kind}");
                assert!(peak <= 32 << 20, "{kind}: {peak}");
            }
        }
    }
}
