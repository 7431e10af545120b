//! JSON as MediaWiki's API prints it, and as broken servers do.

use serde_json::{Deserializer, Value};

/// How many places in a body that does not begin with JSON are tried.
const TRIES: usize = 32;

/// The API's answer in `body`: its outermost object.
///
/// PHP set-ups with `display_errors` print warnings before the answer or after it
/// (ConfirmEdit REL1_24 and REL1_25 cause one on NeedCaptcha), so an object is
/// looked for behind leading text as well. `None` where there is none.
/// Nesting is bounded by serde_json (128).
pub fn parse(body: &[u8]) -> Option<Value> {
    let starts = body.iter().enumerate().filter(|(_, byte)| **byte == b'{');
    starts
        .take(TRIES)
        .map(|(start, _)| &body[start..])
        .find_map(object)
}

/// The object that `body` starts with, if it is one that the API could have sent.
fn object(body: &[u8]) -> Option<Value> {
    let value: Value = Deserializer::from_slice(body).into_iter().next()?.ok()?;
    is_answer(&value).then_some(value)
}

/// Whether an object has a key that answers of the API have. An empty object is
/// none: it would hide the answer behind it.
fn is_answer(value: &Value) -> bool {
    const KEYS: [&str; 8] = [
        "batchcomplete",
        "clientlogin",
        "createaccount",
        "error",
        "login",
        "query",
        "validatepassword",
        "warnings",
    ];
    KEYS.iter().any(|key| value.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_with_noise() {
        let plain = br#"{"createaccount":{"result":"NeedToken"}}"#;
        let value = parse(plain).unwrap();
        assert_eq!(value["createaccount"]["result"], "NeedToken");
        let noise = b"\xef\xbb\xbf<br />\n<b>Warning</b>: {x} {\"a\":1} in Captcha.php\n";
        let noisy = [noise.as_slice(), plain, b"\n<b>Notice</b>: {"].concat();
        assert_eq!(parse(&noisy).unwrap(), value);
    }

    #[test]
    fn what_is_no_answer() {
        for body in [
            "",
            "[]",
            "{}",
            "null",
            "{\"error\":{\"code\":\"no",
            "<html>{}{}{}</html>",
            "\"{}\"",
        ] {
            assert_eq!(parse(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn depth_and_tries_are_bounded() {
        let deep = format!("{{\"error\":{}", "[".repeat(200_000));
        assert_eq!(parse(deep.as_bytes()), None);
        let braces = "{\"a\":".repeat(200_000);
        assert_eq!(parse(braces.as_bytes()), None);
    }
}
