//! XML as a tree like JSON's, for the same comparison.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
};
use serde_json::{Map, Value};

/// Parses a document: attributes become members with `@`, children lists by name, text `#`.
pub fn of_xml(text: &str) -> Option<Value> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, Map<String, Value>)> = vec![(String::new(), Map::new())];
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => open.push(element(&tag)?),
            Event::Empty(tag) => {
                let done = element(&tag)?;
                close(&mut open, done)?;
            }
            Event::End(_) => {
                let done = open.pop()?;
                close(&mut open, done)?;
            }
            Event::Text(text) => append(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => append(&mut open, character.encode_utf8(&mut [0; 4]))?,
                None => append(&mut open, resolve_xml_entity(&reference)?)?,
            },
            Event::Eof => return Some(Value::Object(open.pop()?.1)),
            _ => {}
        }
    }
}

fn element(tag: &BytesStart<'_>) -> Option<(String, Map<String, Value>)> {
    let mut members = Map::new();
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
        let name = format!("@{}", attribute.key.into_inner());
        members.insert(name, Value::from(value.into_owned()));
    }
    Some((tag.name().into_inner().to_owned(), members))
}

fn close(
    open: &mut [(String, Map<String, Value>)],
    (name, members): (String, Map<String, Value>),
) -> Option<()> {
    let (_, parent) = open.last_mut()?;
    let siblings = parent
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    siblings.as_array_mut()?.push(Value::Object(members));
    Some(())
}

fn append(open: &mut [(String, Map<String, Value>)], text: &str) -> Option<()> {
    let (_, members) = open.last_mut()?;
    let old = members.get("#").and_then(Value::as_str).unwrap_or_default();
    let all = format!("{old}{text}");
    if !all.trim().is_empty() {
        members.insert("#".to_owned(), Value::from(all));
    }
    Some(())
}
