//! JSON as printed by MediaWiki's API, also with PHP warnings around it.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Number, Value};

use super::{budget::Budget, html::beginning};

/// The memory of an item of a list in a [`Value`], in bytes: lists grow to twice their need.
const ITEM: usize = 2 * size_of::<Value>();
/// The memory of a member of an object in a [`Value`], in bytes, with its place in the index.
pub(super) const MEMBER: usize = 2 * (size_of::<Value>() + size_of::<String>() + 16);

/// The maximum length of a scalar in a script, in bytes.
const MAX_SCALAR: usize = 1 << 12;

/// Returns the API's answer in `body`: its outermost object.
///
/// With `display_errors`, PHP prints warnings before or after the answer (ConfirmEdit REL1_24 and
/// REL1_25 cause one on NeedCaptcha), so an object is looked for after leading text too. `None` if
/// there is no object, it is incomplete, it has too many values for its length or it is in a script of a
/// page; an object inside an incomplete answer is not used.
/// serde_json limits the nesting depth to 128.
pub fn parse(body: &[u8]) -> Option<Value> {
    let mut budget = Budget::of_values(body.len());
    let mut at = 0;
    loop {
        at += body[at..].iter().position(|byte| *byte == b'{')?;
        if !body[at + 1..].trim_ascii_start().starts_with(b"\"") {
            // No answer is empty.
            at += 1;
            continue;
        }
        let mut deserializer = Deserializer::from_slice(&body[at..]);
        match Bounded(&mut budget).deserialize(&mut deserializer) {
            Ok(value) => {
                // The stream has read nothing behind the value.
                let length = deserializer.into_iter::<Value>().byte_offset();
                if is_answer(&value) {
                    let (before, after) = (&body[..at], &body[at + length..]);
                    return Some(value).filter(|_| !has_page_tag(before) && !has_page_tag(after));
                }
                at += length;
            }
            // What was read is no text in which an answer could begin, so that each byte is read once.
            Err(error) if error.is_syntax() && !is_too_deep(&error) => {
                at += offset(&body[at..], &error).max(1);
            }
            Err(_) => return None,
        }
    }
}

/// Returns the number of bytes that were read before an error.
fn offset(body: &[u8], error: &serde_json::Error) -> usize {
    let mut lines = body.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.by_ref().take(error.line() - 1).map(<[u8]>::len).sum();
    // The column is that of the byte which is wrong, from 1 on.
    (before + error.column().saturating_sub(1)).min(body.len())
}

/// Returns the text, number, Boolean value or `null` with which a script begins.
pub(super) fn scalar(script: &str) -> Option<Value> {
    let script = beginning(script, MAX_SCALAR).trim_start();
    if script.starts_with(['{', '[']) {
        return None;
    }
    let mut values = Deserializer::from_slice(script.as_bytes()).into_iter::<Value>();
    values.next()?.ok()
}

/// A value whose memory is bounded.
struct Bounded<'b>(&'b mut Budget);

impl Bounded<'_> {
    fn take<E: serde::de::Error>(&mut self, memory: usize) -> Result<(), E> {
        let taken = self.0.take(memory);
        taken.map_err(|_| E::custom("the answer has too many values"))
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Bounded(self.0))? {
            self.take(ITEM)?;
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            self.take(MEMBER)?;
            members.insert(name, access.next_value_seed(Bounded(self.0))?);
        }
        Ok(Value::Object(members))
    }
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
        let items = format!("{{\"query\":[1{}]}}", ",1".repeat(500_000));
        assert_eq!(parse(items.as_bytes()), None);
        // Behind any noise.
        let noise = format!(
            "{}{{\"query\":[]}}",
            "Notice: {x} {\"a\":1} {\"b\"} ".repeat(1000)
        );
        assert!(parse(noise.as_bytes()).is_some());
        let braces = "{\"a\":".repeat(200_000);
        assert_eq!(parse(braces.as_bytes()), None);
    }
}
