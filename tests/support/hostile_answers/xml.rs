//! Answers of the API in XML.

use super::{Function, Kind, Row, Sort, Table, kinds_of, template::filled_with};

pub fn kinds() -> Vec<Kind> {
    let tables: &[Table] = &[(in_xml, IN_XML), (str::to_owned, WHOLE)];
    kinds_of(Sort::Xml, tables, FUNCTIONS)
}

/// Returns an answer in XML with parts in its element.
fn in_xml(parts: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><api><createaccount result="NeedToken" token="t"/>{parts}</api>"#
    )
}

/// Parts of an answer.
const IN_XML: &[Row] = &[
    ("elements", "«<a/>»"),
    ("elements of many names", "«<a{n}/>»"),
    ("elements with end tags", "«<a></a>»"),
    ("character references", "«&amp;»"),
    ("unknown references", "«&a;»"),
    ("comments", "«<!---->»"),
    ("warnings", "«<warnings><m{n}>w</m{n}></warnings>»"),
];

/// Whole answers.
const WHOLE: &[Row] = &[
    ("elements in elements", "<api>«<a>»"),
    (
        "attributes",
        r#"<?xml?><api><createaccount result="NeedToken"« a{n}=""»/></api>"#,
    ),
    (
        "attributes of one name",
        r#"<?xml?><api><createaccount result="NeedToken"« a=""»/></api>"#,
    ),
    (
        "a long value",
        r#"<?xml?><api><createaccount result="NeedToken" token="«&amp;»"/></api>"#,
    ),
    ("declarations", "«<?xml »"),
    (
        "a question",
        r#"<?xml?><api><createaccount result="NeedCaptcha" token="t"><captcha type="question" id="7" question="«&lt;b&gt;»"/></createaccount></api>"#,
    ),
];

/// Answers whose parts are made.
const FUNCTIONS: &[Function] = &[("document types", |size| {
    filled_with("<!DOCTYPE api [«»]><api>&e9;</api>", size, |_, n| {
        format!("<!ENTITY e{} \"&e{n};&e{n};\">", n + 1)
    })
})];
