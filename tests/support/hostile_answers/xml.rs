//! Answers of the API in XML.

use std::fmt::Write;

use super::{Make, filled};

/// Returns an answer in XML with units in its element.
fn in_xml(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(
        size,
        "<?xml version=\"1.0\"?><api><createaccount result=\"NeedToken\" token=\"t\"/>",
        unit,
        "</api>",
    )
}

pub const XML: &[Make] = &[
    ("elements", |size| in_xml(size, |_| "<a/>".to_owned())),
    ("elements of many names", |size| {
        in_xml(size, |n| format!("<a{n}/>"))
    }),
    ("elements with end tags", |size| {
        in_xml(size, |_| "<a></a>".to_owned())
    }),
    ("elements in elements", |size| {
        filled(size, "<api>", |_| "<a>".to_owned(), "")
    }),
    ("attributes", |size| {
        filled(
            size,
            "<?xml?><api><createaccount result=\"NeedToken\"",
            |n| format!(" a{n}=\"\""),
            "/></api>",
        )
    }),
    ("attributes of one name", |size| {
        filled(
            size,
            "<?xml?><api><createaccount result=\"NeedToken\"",
            |_| " a=\"\"".to_owned(),
            "/></api>",
        )
    }),
    ("a long value", |size| {
        filled(
            size,
            "<?xml?><api><createaccount result=\"NeedToken\" token=\"",
            |_| "&amp;".to_owned(),
            "\"/></api>",
        )
    }),
    ("character references", |size| {
        in_xml(size, |_| "&amp;".to_owned())
    }),
    ("unknown references", |size| {
        in_xml(size, |_| "&a;".to_owned())
    }),
    ("declarations", |size| {
        filled(size, "", |_| "<?xml ".to_owned(), "")
    }),
    ("comments", |size| in_xml(size, |_| "<!---->".to_owned())),
    ("document types", |size| {
        filled(
            size,
            "<!DOCTYPE api [",
            |n| {
                let mut entity = String::new();
                let _ = write!(entity, "<!ENTITY e{} \"&e{n};&e{n};\">", n + 1);
                entity
            },
            "]><api>&e9;</api>",
        )
    }),
    ("warnings", |size| {
        in_xml(size, |n| format!("<warnings><m{n}>w</m{n}></warnings>"))
    }),
    ("a question", |size| {
        filled(
            size,
            "<?xml?><api><createaccount result=\"NeedCaptcha\" token=\"t\"><captcha type=\"question\" id=\"7\" question=\"",
            |_| "&lt;b&gt;".to_owned(),
            "\"/></createaccount></api>",
        )
    }),
];
