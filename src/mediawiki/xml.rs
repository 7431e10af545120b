//! XML as printed by MediaWiki's API, parsed into the same values as its JSON.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
};
use serde_json::{Map, Value};

use super::{budget::Budget, json};

/// The maximum nesting depth. The API's own answers have fewer than ten levels.
const MAX_DEPTH: usize = 64;

/// Returns the API's answer in `body`: the contents of its `<api>` element.
///
/// An element becomes an object. Its attributes and child elements become members, several children
/// of one name become an array, and its text becomes the member `*`, as in JSON of formatversion 1.
/// Text that PHP prints before the document is skipped. `None` if there is no answer, or it is
/// incomplete, nested too deeply or has too many elements and attributes.
pub fn parse(body: &[u8]) -> Option<Value> {
    let start = find(body, b"<?xml").or_else(|| find(body, b"<api"))?;
    let text = std::str::from_utf8(&body[start..]).ok()?;
    let mut budget = Budget::of_values(body.len());
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if open.len() < MAX_DEPTH => {
                open.push(Element::new(&tag, &mut budget)?);
            }
            Event::Start(_) => return None,
            Event::Empty(tag) => {
                let element = Element::new(&tag, &mut budget)?;
                if let Some(answer) = close(&mut open, element) {
                    return answer;
                }
            }
            Event::End(_) => {
                let element = open.pop()?;
                if let Some(answer) = close(&mut open, element) {
                    return answer;
                }
            }
            Event::Text(text) => append(&mut open, &text.xml10_content()),
            Event::CData(text) => append(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => append(&mut open, character.encode_utf8(&mut [0; 4])),
                None => append(&mut open, resolve_xml_entity(&reference)?),
            },
            Event::Eof => return None,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

struct Element {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Element {
    fn new(tag: &BytesStart<'_>, budget: &mut Budget) -> Option<Self> {
        let mut members = Map::new();
        // It is a member itself, and an object of one member takes the memory of several.
        budget.take(2 * json::MEMBER).ok()?;
        let mut attributes = tag.attributes();
        // The members show a name that is there twice; the reader would compare all with each other.
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.ok()?;
            budget.take(json::MEMBER).ok()?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
            let name = attribute.key.into_inner().to_owned();
            let earlier = members.insert(name, Value::String(value.into_owned()));
            if earlier.is_some() {
                return None;
            }
        }
        Some(Self {
            name: tag.name().into_inner().to_owned(),
            members,
            text: String::new(),
        })
    }

    fn into_value(mut self) -> Value {
        if !self.text.trim().is_empty() {
            self.members
                .insert("*".to_owned(), Value::String(self.text));
        }
        Value::Object(self.members)
    }
}

/// Appends text to the innermost open element. Text outside the document is ignored.
fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Adds a finished element to its parent. Returns the value of the outermost element, which is `None`
/// unless it is `<api>`.
fn close(open: &mut [Element], element: Element) -> Option<Option<Value>> {
    let name = element.name.clone();
    let value = element.into_value();
    let Some(parent) = open.last_mut() else {
        return Some((name == "api").then_some(value));
    };
    match parent.members.get_mut(&name) {
        None => {
            parent.members.insert(name, value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(single) => {
            let first = single.take();
            *single = Value::Array(vec![first, value]);
        }
    }
    None
}

fn find(body: &[u8], what: &[u8]) -> Option<usize> {
    body.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn attributes_children_and_text() {
        let body = r#"<?xml version="1.0"?><api><error code="blocked" info="a &lt;b&gt; &amp;&#10;c" xml:space="preserve">See <!-- x -->api &quot;help&quot;<![CDATA[<]]></error></api>"#;
        let value = parse(body.as_bytes()).unwrap();
        assert_eq!(
            value,
            json!({"error": {
                "code": "blocked", "info": "a <b> &\nc", "xml:space": "preserve",
                "*": "See api \"help\"<",
            }})
        );
    }

    #[test]
    fn repeated_children_are_an_array() {
        let body = b"<br/>Warning: x\n<?xml version=\"1.0\"?><api><w><i a=\"1\"/></w><w><i a=\"1\"/><i a=\"2\"/><i a=\"3\"/></w></api>";
        assert_eq!(
            parse(body).unwrap(),
            json!({"w": [{"i": {"a": "1"}}, {"i": [{"a": "1"}, {"a": "2"}, {"a": "3"}]}]})
        );
    }

    #[test]
    fn other_bodies_are_not_answers() {
        for body in [
            "",
            "<api>",
            "<api><error code=\"x\"",
            "<html></html>",
            "<?xml version=\"1.0\"?><rsd/>",
            "<api></createaccount>",
            "<api>&unknown;</api>",
            "<api a=\"1\" a=\"2\"/>",
            "<api><a b=c/></api>",
        ] {
            assert_eq!(parse(body.as_bytes()), None, "{body}");
        }
        assert_eq!(parse(b"<api>\xff</api>"), None);
    }

    #[test]
    fn depth_is_bounded_and_entities_do_not_grow() {
        let deep = format!("<api>{}", "<a>".repeat(200_000));
        assert_eq!(parse(deep.as_bytes()), None);
        let laughs = "<!DOCTYPE api [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><api>&b;</api>";
        assert_eq!(parse(laughs.as_bytes()), None);
    }
}
