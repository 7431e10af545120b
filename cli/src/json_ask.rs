//! The JSON of what a wiki asks, for `--json` and for the answer command.

use mwaccount::{Ask, Captcha, Field, FieldKind};
use serde::Serialize;

use crate::{images::SavedImage, interaction::Stage};

/// The input of the answer command.
#[derive(Debug, Serialize)]
pub struct JsonAsk {
    stage: Stage,
    message: Option<String>,
    fields: Vec<JsonField>,
    captcha: Option<JsonCaptcha>,
    /// Why the last answer was invalid.
    error: Option<String>,
}

/// A field that the wiki asks for.
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
    alternative: Option<usize>,
}

/// An option of a field. The options are a list, which keeps the wiki's order.
#[derive(Debug, Serialize)]
struct JsonOption {
    value: String,
    label: String,
}

/// A captcha.
#[derive(Debug, Serialize)]
pub struct JsonCaptcha {
    kind: &'static str,
    question: Option<String>,
    question_html: Option<String>,
    image_urls: Vec<String>,
    image_files: Vec<Option<String>>,
    site_key: Option<String>,
}

impl JsonAsk {
    /// Converts an [`Ask`]; `images` are the files of the captcha's images, and `error` says why the last
    /// answer was invalid.
    pub fn new(
        stage: Stage,
        ask: &Ask,
        images: &[Option<SavedImage>],
        error: Option<&str>,
    ) -> Self {
        Self {
            stage,
            message: ask.message.clone(),
            fields: ask.fields.iter().map(JsonField::new).collect(),
            captcha: ask.captcha.as_ref().map(|c| JsonCaptcha::new(c, images)),
            error: error.map(str::to_owned),
        }
    }
}

impl JsonField {
    /// Converts a field. The current value of a secret field is omitted.
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
            alternative: field.alternative,
        }
    }

    /// Returns whether a value can be given for it by people.
    pub fn is_filled(&self) -> bool {
        let kinds = [FieldKind::Hidden, FieldKind::Null];
        kinds.iter().all(|kind| self.kind != kind.as_str())
    }

    /// Returns the field's name and whether it is optional.
    pub fn to_text(&self) -> String {
        let optional = if self.optional { " (optional)" } else { "" };
        format!("{}{optional}", self.name)
    }
}

impl JsonCaptcha {
    /// Converts a captcha; `images` are the files of its images, as far as they were fetched.
    pub fn new(captcha: &Captcha, images: &[Option<SavedImage>]) -> Self {
        Self {
            kind: captcha.kind.as_str(),
            question: captcha.question.clone(),
            question_html: captcha.question_html.clone(),
            image_urls: captcha.image_urls.iter().map(ToString::to_string).collect(),
            image_files: images
                .iter()
                .map(|image| image.as_ref().map(|image| image.path.display().to_string()))
                .collect(),
            site_key: captcha.site_key.clone(),
        }
    }

    /// Returns the captcha's kind and question.
    pub fn to_text(&self) -> String {
        match &self.question {
            Some(question) => format!("{}, \"{question}\"", self.kind),
            None => self.kind.to_owned(),
        }
    }
}
