//! JSON as printed by MediaWiki's API, also with PHP warnings around it.

use serde_json::{Deserializer, Value};

/// The maximum number of positions at which JSON is looked for in a body.
const MAX_STARTS: usize = 32;

/// Returns the API's answer in `body`: its outermost object.
///
/// With `display_errors`, PHP prints warnings before or after the answer (ConfirmEdit REL1_24 and
/// REL1_25 cause one on NeedCaptcha), so an object is looked for after leading text too. `None` if
/// there is no object, it is incomplete or it is in a script of a page; an object inside an
/// incomplete answer is not used.
/// serde_json limits the nesting depth to 128.
pub fn parse(body: &[u8]) -> Option<Value> {
    let mut at = 0;
    for _ in 0..MAX_STARTS {
        at += body[at..].iter().position(|byte| *byte == b'{')?;
        let mut values = Deserializer::from_slice(&body[at..]).into_iter::<Value>();
        match values.next()? {
            Ok(value) if is_answer(&value) => {
                let (before, after) = (&body[..at], &body[at + values.byte_offset()..]);
                return Some(value).filter(|_| !has_page_tag(before) && !has_page_tag(after));
            }
            Ok(_) => at += values.byte_offset(),
            Err(error) if error.is_syntax() && !is_too_deep(&error) => at += 1,
            Err(_) => return None,
        }
    }
    None
}

/// Returns whether a text has a tag of a whole page, which PHP's warnings never have.
fn has_page_tag(text: &[u8]) -> bool {
    const TAGS: [&[u8]; 5] = [b"html", b"head", b"body", b"script", b"/script"];
    let mut tags = text.split(|byte| *byte == b'<').skip(1);
    tags.any(|tag| {
        let is_tag = |name: &&[u8]| {
            tag.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        TAGS.iter().any(is_tag)
    })
}

/// Returns whether the error is serde_json's recursion limit, which has only a message.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit")
}

/// Returns whether an object has a key of API answers. An empty object has none; accepting it would
/// hide an answer after it.
fn is_answer(value: &Value) -> bool {
    const KEYS: [&str; 9] = [
        "batchcomplete",
        "clientlogin",
        "createaccount",
        "error",
        "login",
        "paraminfo",
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
    fn php_warnings_around_an_answer_are_skipped() {
        let plain = br#"{"createaccount":{"result":"NeedToken"}}"#;
        let value = parse(plain).unwrap();
        assert_eq!(value["createaccount"]["result"], "NeedToken");
        let noise = b"\xef\xbb\xbf<br />\n<b>Warning</b>: {x} {\"a\":1} in Captcha.php\n";
        let noisy = [noise.as_slice(), plain, b"\n<b>Notice</b>: {"].concat();
        assert_eq!(parse(&noisy).unwrap(), value);
    }

    #[test]
    fn other_bodies_are_not_answers() {
        for body in [
            "",
            "[]",
            "{}",
            "null",
            "{\"error\":{\"code\":\"no",
            "<html>{}{}{}</html>",
            "\"{}\"",
            "<script>x = {\"error\":{}}</script>",
            "<HTML>{\"query\":{}}",
            "{\"query\":{}}</script>",
        ] {
            assert_eq!(parse(body.as_bytes()), None, "{body}");
        }
    }

    /// GoogleLogin has a field that is called `error`.
    #[test]
    fn objects_inside_an_incomplete_answer_are_not_answers() {
        for body in [
            r#"{"createaccount":{"status":"REDIRECT","requests":[{"fields":{"code":{},"error":{}}}]"#,
            r#"{"createaccount":{"captcha":{"type":"recaptcha","key":"k","error":null},"result":"NeedC"#,
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
