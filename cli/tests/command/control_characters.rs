//! Characters of a wiki's texts that a terminal must not get: they never reach standard output or error, and programs
//! read them from the JSON unchanged.

use serde_json::{Value, json};

use crate::support::*;

/// A character of each kind: C0, DEL, C1 (U+009B begins an escape sequence), the marks and embeddings of bidirectional
/// text, line separators.
const KINDS: &str = "\u{1}\u{1b}[2J\u{7f}\u{80}\u{9b}2J\u{9f}\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}\u{2029}";

pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn text(before: &str) -> String {
    format!("{before}{KINDS}x")
}

fn field(kind: &str) -> Value {
    json!({"type": kind, "label": text("label"), "help": text("help"), "value": text("value"),
        "options": {text("option"): text("option's label")}})
}

/// A wiki that writes these characters wherever an answer has a text. `created` is its answer to the creation.
pub fn hostile(created: Value) -> Wiki {
    let asked = [
        captcha("question", &text("question")),
        json!({"id": text("id"), "metadata": {"type": text("meta")}, "required": "optional", "fields": {
            text("select"): field("select"), text("null"): field("null"), text("string"): field("string"),
        }}),
    ];
    Wiki::new(move |request| {
        if request.creates() {
            Response::Json(created.clone())
        } else {
            auth_manager_info(&asked)
        }
    })
}

fn outcomes() -> [(&'static str, Value); 6] {
    let fail = json!({"status": "FAIL", "message": text("message"), "messagecode": text("code")});
    [
        (
            "created",
            json!({"createaccount": {"status": "PASS", "username": text("Zoe Example")}}),
        ),
        ("refused", json!({"createaccount": fail})),
        (
            "ask",
            json!({"createaccount": {"status": "UI", "message": text("message"), "messagecode": "x", "requests": [
                {"id": "x", "metadata": {}, "required": "required", "fields": {text("string"): field("string")}},
            ]}}),
        ),
        (
            "redirect",
            json!({"createaccount": {"status": "REDIRECT", "requests": [],
                "redirecttarget": format!("https://login.example/{KINDS}?{KINDS}#{KINDS}")}}),
        ),
        (
            "error",
            json!({"error": {"code": text("code"), "info": text("info"), "text": text("text")}}),
        ),
        (
            "warnings",
            json!({"createaccount": {"status": "PASS", "username": "Zoe Example"},
                "warnings": {"createaccount": {"warnings": text("warning"), "*": text("warning")}}}),
        ),
    ]
}

#[track_caller]
fn assert_safe(result: &RunResult) {
    for (stream, text) in [("stdout", &result.out), ("stderr", &result.err)] {
        let found = text.chars().find(|c| is_unsafe(*c) && *c != '\n');
        assert_eq!(found, None, "{stream}: {result:?}");
    }
    assert!(!result.out.is_empty() || !result.err.is_empty());
}

#[test]
fn they_never_reach_the_terminal() {
    for (outcome, answer) in outcomes() {
        let wiki = hostile(answer);
        let answered = ["--field", "captcha=Paris"];
        for options in [&[][..], &["--json"], &["-v"], &["--json", "-v"]] {
            for fields in [&[][..], &answered] {
                let result = create_zoe(&wiki, &[fields, options].concat());
                assert_safe(&result);
                if options.contains(&"--json") {
                    let name = result.json()["name"].as_str().unwrap().to_owned();
                    let expected = match (outcome, fields.is_empty()) {
                        ("created", false) => text("Zoe Example"),
                        _ => "Zoe Example".to_owned(),
                    };
                    assert_eq!(name, expected, "{outcome}: {result:?}");
                }
            }
        }
        for options in [&[][..], &["--json"], &["-v"]] {
            let mut command = mwaccount(&["probe", &wiki.api()]);
            command.args(options);
            assert_safe(&run_with(command, ""));
        }
    }
}

/// The name that a wiki reports is never shown as the name that was asked for.
#[test]
fn a_created_name_with_them_is_shown_as_another_name() {
    let wiki = hostile(outcomes()[0].1.clone());
    let result = create_zoe(&wiki, &["--field", "captcha=Paris"]);
    assert_eq!(result.status, 0, "{result:?}");
    let shown = r#"Created "Zoe Example\u0001\u001b[2J\u007f\u0080\u009b2J\u009f\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029x" on "#;
    assert!(result.out.starts_with(shown), "{result:?}");
    assert!(result.err.contains("warning: "), "{result:?}");
}
