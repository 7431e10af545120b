//! The parts of a page that tools read: its head, form, captcha, refusals, and listed users.
//!
//! The skin around them is neither emulated nor compared.

use html5gum::{Token, Tokenizer};
use serde_json::{Map, Value};

/// Returns the facts of a page, by name.
pub fn of_html(text: &str) -> Value {
    let mut reader = Facts::default();
    for Ok(token) in Tokenizer::new(text) {
        match token {
            Token::StartTag(tag) => {
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (lossy(name), lossy(value)))
                    .collect();
                reader.open(&lossy(&tag.name), &Attributes(attributes), tag.self_closing);
            }
            Token::EndTag(tag) => reader.close(&lossy(&tag.name)),
            Token::String(text) => reader.text(&lossy(&text)),
            _ => {}
        }
    }
    let mut facts = reader.facts;
    facts.insert("wgUserName".to_owned(), user(text));
    if facts.contains_key("generator") {
        facts.insert("config".to_owned(), config(text));
    }
    Value::Object(facts)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The texts being collected, each until its element ends.
struct Collected {
    fact: &'static str,
    element: String,
    depth: usize,
    text: String,
}

#[derive(Default)]
struct Facts {
    facts: Map<String, Value>,
    in_form: bool,
    /// True in a row of HTMLForm with a text, before that text.
    in_info: bool,
    /// True in an item of a list, before its first link.
    in_item: bool,
    collecting: Vec<Collected>,
}

impl Facts {
    fn set(&mut self, name: &str, value: impl Into<Value>) {
        // Tools find the first of a kind.
        self.facts
            .entry(name.to_owned())
            .or_insert_with(|| value.into());
    }

    fn open(&mut self, name: &str, with: &Attributes, closed: bool) {
        for collected in &mut self.collecting {
            if collected.element == name && !closed {
                collected.depth += 1;
            }
        }
        match name {
            "meta" if with.get("name") == "generator" => self.set("generator", with.get("content")),
            "link" if with.get("rel") == "EditURI" => self.set("EditURI", with.get("href")),
            "link" if with.get("rel") == "search" => self.set("search", with.get("href")),
            "link" if with.get("href").contains("/load.php?") => {
                let loader = with.get("href").split('?').next();
                self.set("loader", loader.unwrap_or_default());
            }
            "li" => self.in_item = true,
            "a" if self.in_item && with.get("title").starts_with("User:") => {
                self.in_item = false;
                self.collect("listed user", name);
            }
            "form" if ["userlogin", "userlogin2"].contains(&with.get("name")) => {
                self.in_form = true;
                for attribute in ["name", "method", "action", "class"] {
                    self.set(&format!("form {attribute}"), with.get(attribute));
                }
            }
            "input" | "button" | "select" | "textarea" if self.in_form => {
                let kind = match with.get("type") {
                    "" => "text",
                    kind => kind,
                };
                let control = format!("control {}", with.get("name"));
                self.set(&format!("{control} type"), kind);
                self.set(&format!("{control} value"), with.get("value"));
            }
            "img" if self.in_form => self.set("captcha image", with.get("src")),
            "label" if self.in_form && with.get("for") == "wpCaptchaWord" => {
                self.collect("captcha label", name)
            }
            "span" if self.in_form && with.get("class") == "error" => {
                self.collect("field error", name)
            }
            "div" => self.open_box(with),
            _ => {}
        }
    }

    fn open_box(&mut self, with: &Attributes) {
        let class = with.get("class");
        let has = |wanted: &str| class.split(' ').any(|word| word == wanted);
        if [
            "errorbox",
            "error",
            "mw-message-box-error",
            "cdx-message--error",
        ]
        .into_iter()
        .any(has)
        {
            if self.facts.contains_key("error class") {
                self.collect("field error", "div");
                return;
            }
            self.set("error class", class);
            self.set("error id", with.get("id"));
            self.collect("error", "div");
        } else if [
            "warningbox",
            "mw-message-box-warning",
            "cdx-message--warning",
        ]
        .into_iter()
        .any(has)
        {
            self.set("warning class", class);
            self.collect("warning", "div");
        } else if has("mw-htmlform-field-HTMLInfoField") {
            self.in_info = self
                .facts
                .get("form name")
                .is_some_and(|name| name == "userlogin2");
        } else if self.in_info && (has("mw-input") || has("cdx-field__control")) {
            self.in_info = false;
            self.collect("captcha question", "div");
        } else if has("permissions-errors") {
            self.collect("permission", "div");
        }
    }

    fn collect(&mut self, fact: &'static str, element: &str) {
        self.collecting.push(Collected {
            fact,
            element: element.to_owned(),
            depth: 1,
            text: String::new(),
        });
    }

    fn close(&mut self, name: &str) {
        if name == "form" {
            self.in_form = false;
        }
        for collected in &mut self.collecting {
            if collected.element == name {
                collected.depth -= 1;
            }
        }
        while let Some(done) = self
            .collecting
            .iter()
            .position(|collected| collected.depth == 0)
        {
            let Collected { fact, text, .. } = self.collecting.remove(done);
            let words: Vec<_> = text.split_whitespace().collect();
            if fact != "captcha question" || !words.is_empty() {
                self.set(fact, words.join(" "));
            }
        }
    }

    fn text(&mut self, text: &str) {
        for collected in &mut self.collecting {
            collected.text.push_str(text);
        }
    }
}

/// Returns the form in which the page's script gives its configuration.
fn config(text: &str) -> Value {
    let ways = [
        "RLCONF={",
        "(window.RLQ=window.RLQ||[]).push(function(){mw.config.set({",
        "window.RLQ.push( function () {\nmw.config.set({",
        "mediaWiki.config.set({",
        "mw.config.set({",
    ];
    let way = ways.into_iter().find(|way| text.contains(way));
    way.map_or(Value::Null, Value::from)
}

/// Returns the logged-in user according to the page's script.
fn user(text: &str) -> Value {
    let value = text
        .split_once("\"wgUserName\"")
        .map(|(_, rest)| rest.trim_start().trim_start_matches(':').trim_start());
    let Some(value) = value else {
        return Value::Null;
    };
    let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
    values.next().and_then(Result::ok).unwrap_or(Value::Null)
}
