//! What a wiki asks, as programs see it: in the object of `--json` and in the one
//! that the answer command reads.

use std::path::Path;

use mwaccount::{Ask, Captcha, Field};
use serde::Serialize;

use crate::interaction::Stage;

/// What the answer command reads.
#[derive(Debug, Serialize)]
pub struct JsonAsk {
    stage: Stage,
    message: Option<String>,
    fields: Vec<JsonField>,
    captcha: Option<JsonCaptcha>,
}

/// A field to fill.
#[derive(Debug, Serialize)]
pub struct JsonField {
    name: String,
    kind: &'static str,
    label: Option<String>,
    help: Option<String>,
    value: Option<String>,
    options: Vec<JsonOption>,
    optional: bool,
    sensitive: bool,
}

/// One of a field's options; a list keeps the wiki's order, which an object may not.
#[derive(Debug, Serialize)]
struct JsonOption {
    value: String,
    label: String,
}

/// A captcha to solve.
#[derive(Debug, Serialize)]
pub struct JsonCaptcha {
    kind: &'static str,
    question: Option<String>,
    image_file: Option<String>,
    site_key: Option<String>,
}

impl JsonAsk {
    /// What is asked; the captcha's image, if it has one, is in `image`.
    pub fn new(stage: Stage, ask: &Ask, image: Option<&Path>) -> Self {
        Self {
            stage,
            message: ask.message.clone(),
            fields: ask.fields.iter().map(JsonField::new).collect(),
            captcha: ask.captcha.as_ref().map(|c| JsonCaptcha::new(c, image)),
        }
    }
}

impl JsonField {
    /// A field; the value it has already is left out if it must not be seen.
    pub fn new(field: &Field) -> Self {
        let options = field.options.iter();
        Self {
            name: field.name.clone(),
            kind: field.kind.as_str(),
            label: field.label.clone(),
            help: field.help.clone(),
            value: field.value.clone().filter(|_| !field.sensitive),
            options: options
                .map(|(value, label)| JsonOption {
                    value: value.clone(),
                    label: label.clone(),
                })
                .collect(),
            optional: field.optional,
            sensitive: field.sensitive,
        }
    }

    /// A word or two on it.
    pub fn to_text(&self) -> String {
        let optional = match self.optional {
            true => " (optional)",
            false => "",
        };
        format!("{}{optional}", self.name)
    }
}

impl JsonCaptcha {
    /// A captcha, and where its image is.
    pub fn new(captcha: &Captcha, image: Option<&Path>) -> Self {
        Self {
            kind: captcha.kind.as_str(),
            question: captcha.question.clone(),
            image_file: image.map(|path| path.display().to_string()),
            site_key: captcha.site_key.clone(),
        }
    }

    /// A word or two on it.
    pub fn to_text(&self) -> String {
        match &self.question {
            Some(question) => format!("{}, \"{question}\"", self.kind),
            None => self.kind.to_owned(),
        }
    }
}
