//! Prompts: the fields, captchas and redirects that a wiki asks for.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Answer, named::named};

/// A prompt: fields to fill in, such as a captcha or a second factor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ask {
    /// The wiki's message for the user, if there is one.
    pub message: Option<String>,
    /// The fields, in the wiki's order. The field for a captcha answer is `captcha`.
    pub fields: Vec<Field>,
    /// The captcha to show, if the wiki asks for one.
    pub captcha: Option<Captcha>,
    /// `true` if the account already exists and the prompt is about a later step; `None` if the
    /// wiki does not reveal it.
    pub account_exists: Option<bool>,
}

impl Ask {
    /// Returns the field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of an [`Ask`]. Its `Debug` output omits the value, which may be a secret: a wiki shows the key
/// of a second factor as one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Field {
    /// The wiki's name for the field; `captcha` for the answer to any captcha.
    pub name: String,
    /// The kind of value.
    pub kind: FieldKind,
    /// A short text for people.
    pub label: Option<String>,
    /// A longer text for people.
    pub help: Option<String>,
    /// The value that is used if nothing is filled in; for [`FieldKind::Null`] the text to show.
    pub value: Option<String>,
    /// The values of a select or multiselect, with their labels.
    pub options: Vec<(String, String)>,
    /// `true` if the field may be left empty, in a choice at least if another alternative is filled in.
    pub optional: bool,
    /// `true` if the value must not be shown while it is typed. Wikis reveal this since 1.28; it is
    /// always set for passwords.
    pub sensitive: bool,
    /// The number of the alternative that this field belongs to, from 1 on, if the prompt is a choice:
    /// filling in the fields of one alternative may be all that the wiki wants, and those of the
    /// others can be left out. `None` if the field belongs to no alternative.
    #[serde(default)]
    pub alternative: Option<usize>,
}

/// The length of a field without its texts, as it is suspended.
const FIELD: usize = 200;

/// Returns the length of a text in JSON.
fn escaped_length(text: &str) -> usize {
    let length = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => 6,
        _ => 1,
    };
    text.bytes().map(length).sum()
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("label", &self.label)
            .field("options", &self.options)
            .field("optional", &self.optional)
            .field("sensitive", &self.sensitive)
            .field("alternative", &self.alternative)
            .finish_non_exhaustive()
    }
}

impl Field {
    /// Returns its length, as it is suspended.
    pub(crate) fn kept_length(&self) -> usize {
        let texts = [&self.label, &self.help, &self.value];
        let texts = texts.into_iter().flatten().map(|text| escaped_length(text));
        let options = self.options.iter();
        let options = options.map(|(value, label)| escaped_length(value) + escaped_length(label));
        let names = 2 * escaped_length(&self.name);
        FIELD + names + texts.chain(options).sum::<usize>()
    }

    /// Returns whether the field takes an answer from a person: neither a text to show nor a hidden value
    /// does.
    pub fn takes_answer(&self) -> bool {
        !matches!(self.kind, FieldKind::Null | FieldKind::Hidden)
    }

    /// Returns the answer that a line stands for which a person has typed; `None` if it leaves the field
    /// out, as an empty line does, and at options a blank one.
    ///
    /// A checkbox is ticked and a button pressed with `y` or `yes`. An option is its number, counted from
    /// 1, or its value or label; several of a multiselect are separated by commas. Other text is returned
    /// as it is: the library checks it when it is answered.
    pub fn answer_from(&self, line: &str) -> Option<Answer> {
        if line.is_empty() || !self.takes_answer() {
            return None;
        }
        match self.kind {
            FieldKind::Checkbox | FieldKind::Button => {
                let is_yes = matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
                Some(Answer::from(is_yes))
            }
            FieldKind::Select => self.option(line).map(Answer::from),
            FieldKind::Multiselect => {
                let chosen = line.split(',').filter_map(|typed| self.option(typed));
                let chosen: Vec<&str> = chosen.collect();
                (!chosen.is_empty()).then(|| Answer::from(chosen))
            }
            _ => Some(Answer::from(line)),
        }
    }

    /// Returns the value of the option that a person has typed: its number, value or label. Returns `None` if nothing
    /// is typed.
    fn option<'a>(&'a self, typed: &'a str) -> Option<&'a str> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let number: Option<usize> = typed.parse().ok();
        // A number is digits alone: the parser accepts a sign too.
        let number = number.filter(|_| typed.bytes().all(|byte| byte.is_ascii_digit()));
        let numbered = number.and_then(|number| self.options.get(number.checked_sub(1)?));
        let mut options = self.options.iter();
        let option =
            numbered.or_else(|| options.find(|(value, label)| value == typed || label == typed));
        Some(option.map_or(typed, |(value, _)| value))
    }

    /// Creates a required field without help, value and options.
    pub(crate) fn new(name: &str, kind: FieldKind, label: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            label,
            help: None,
            value: None,
            options: Vec::new(),
            optional: false,
            sensitive: is_secret(name, kind),
            alternative: None,
        }
    }

    /// Returns whether the field is hidden and has a value, which the library sends back unchanged.
    pub(crate) fn is_sent_back(&self) -> bool {
        self.kind == FieldKind::Hidden && self.value.is_some()
    }
}

/// Returns whether the value of a field is a secret. A password is one whatever its kind of field.
pub(crate) fn is_secret(name: &str, kind: FieldKind) -> bool {
    kind == FieldKind::Password || matches!(name, "password" | "retype")
}

named! {
    /// The types of AuthManager's fields, by MediaWiki's names (1.27 and later:
    /// `AuthenticationRequest::getFieldInfo`).
    #[non_exhaustive]
    pub enum FieldKind {
        /// A line of text.
        String = "string",
        /// A line of text that must not be shown.
        Password = "password",
        /// One of the options.
        Select = "select",
        /// A checkbox: yes or no.
        Checkbox = "checkbox",
        /// Any number of the options.
        Multiselect = "multiselect",
        /// A button to press.
        Button = "button",
        /// A value that people do not see. The library sends it back unchanged, unless a program
        /// answers it (a step of WebAuthn has some). The fields of a new account include only those
        /// without a value.
        Hidden = "hidden",
        /// A text to show, which is never sent.
        Null = "null",
    }
}

/// A captcha to show to the user. The library does not solve captchas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Captcha {
    /// The kind of captcha.
    pub kind: CaptchaKind,
    /// The question as plain text, for [`CaptchaKind::Question`] and sums. An image in it is written as
    /// `[image 1]` or, if the wiki describes it, `[image 1: description]`; a link as its text with the
    /// address, `the rules (https://wiki.example/rules)`; `sup` and `sub` as `x²` and `H₂O`, or as `x^(…)`
    /// and `x_(…)` if there are no such characters. What a browser hides is left out.
    pub question: Option<String>,
    /// The question as HTML, as the wiki sent it, for callers that show pages. Its addresses are relative
    /// to the wiki. Trust it no more than the wiki. `None` if it is longer than 64 KiB.
    pub question_html: Option<String>,
    /// The addresses of the images: of the word to type for [`CaptchaKind::Image`], else of those in the
    /// question, in order. The wiki may serve them only with the session's cookies: fetch them with
    /// [`WikiInteraction::image`](crate::WikiInteraction::image). An address that begins with `data:`
    /// is the image itself.
    pub image_urls: Vec<Url>,
    /// The site key, for captchas of external services.
    pub site_key: Option<String>,
}

impl Captcha {
    /// Returns the length of its texts, as they are suspended.
    pub(crate) fn kept_length(&self) -> usize {
        let texts = [&self.question, &self.question_html, &self.site_key];
        let texts = texts.into_iter().flatten().map(|text| escaped_length(text));
        let urls = self.image_urls.iter().map(|url| url.as_str().len());
        texts.chain(urls).sum()
    }

    /// Creates a captcha that shows nothing.
    pub(crate) fn new(kind: CaptchaKind) -> Self {
        Self {
            kind,
            question: None,
            question_html: None,
            image_urls: Vec::new(),
            site_key: None,
        }
    }

    /// The name of the field for the answer, on every wiki.
    pub const FIELD: &'static str = "captcha";
    /// The name of the field for the challenge of reCAPTCHA 1, which is sent beside the answer.
    pub const CHALLENGE_FIELD: &'static str = "captcha-challenge";
    /// Both field names.
    pub(crate) const FIELDS: [&'static str; 2] = [Self::FIELD, Self::CHALLENGE_FIELD];
}

named! {
    /// The captchas of ConfirmEdit, by its names.
    #[non_exhaustive]
    pub enum CaptchaKind {
        /// SimpleCaptcha: a sum in plain text.
        Simple = "simple",
        /// MathCaptcha: a sum as a formula.
        Math = "math",
        /// QuestyCaptcha: a question.
        Question = "question",
        /// FancyCaptcha: a word in an image.
        Image = "image",
        /// reCAPTCHA 1: challenge and response. The service was shut down in 2018.
        Recaptcha = "recaptcha",
        /// reCAPTCHA 2: the token of the widget.
        RecaptchaNoCaptcha = "recaptchanocaptcha",
        /// hCaptcha: the token of the widget.
        Hcaptcha = "hcaptcha",
        /// Turnstile: the token of the widget.
        Turnstile = "turnstile",
        /// A kind that is unknown to this library. Its answer is sent all the same.
        Other = "other",
    }
}

impl CaptchaKind {
    /// Returns the kind for ConfirmEdit's `type`, or [`Other`](Self::Other).
    pub(crate) fn from_type(name: &str) -> Self {
        Self::from_name(name).unwrap_or(Self::Other)
    }
}

/// A redirect: an address that the user must visit in a browser and come back from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Redirect {
    /// The address to open: http or https.
    pub url: Url,
    /// The wiki's additional data (`redirectdata`), as JSON text.
    pub data: Option<String>,
    /// The parameters that the return address will contain. Answer these fields, or pass the whole
    /// address to [`WikiInteraction::returned`](crate::WikiInteraction::returned).
    pub fields: Vec<Field>,
    /// `true` if the account already exists; `None` if the wiki does not reveal it.
    pub account_exists: Option<bool>,
}

impl Redirect {
    pub(crate) fn new(url: Url, data: Option<String>, fields: Vec<Field>) -> Self {
        Self {
            url,
            data,
            fields,
            account_exists: None,
        }
    }
}

impl fmt::Debug for Redirect {
    /// Shows only the host of the address, which may contain secrets of the login service.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("host", &self.url.host_str())
            .field("fields", &self.fields)
            .field("account_exists", &self.account_exists)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_a_person_types_are_answers() {
        use FieldKind::*;
        let text = |text: &str| Some(Answer::from(text));
        for (kind, line, expected) in [
            (String, "Paris ", text("Paris ")),
            (Password, " x", text(" x")),
            (String, "", None),
            (Checkbox, "Yes", Some(Answer::from(true))),
            (Checkbox, "no", Some(Answer::from(false))),
            (Button, "y", Some(Answer::from(true))),
            (Button, "", None),
            (Select, "2", text("b")),
            (Select, " b ", text("b")),
            (Select, "Plan A", text("a")),
            (Select, "3", text("3")),
            (Select, "0", text("0")),
            (Select, "+2", text("+2")),
            (Select, " ", None),
            (
                Multiselect,
                "1, Plan B,c",
                Some(Answer::from(vec!["a", "b", "c"])),
            ),
            (Multiselect, "1,", Some(Answer::from(vec!["a"]))),
            (Multiselect, "1,, 2", Some(Answer::from(vec!["a", "b"]))),
            (Multiselect, " , ", None),
            (Multiselect, "", None),
            (Null, "x", None),
            (Hidden, "x", None),
        ] {
            let mut field = Field::new("plan", kind, None);
            for (value, label) in [("a", "Plan A"), ("b", "Plan B")] {
                field.options.push((value.to_owned(), label.to_owned()));
            }
            assert!(field.answer_from(line) == expected, "{kind:?} {line:?}");
        }
    }
}
