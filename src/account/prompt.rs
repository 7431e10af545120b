//! What a wiki asks for.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// Fields to fill: a captcha, a second factor, anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ask {
    /// What the wiki says about it, where it says anything.
    pub message: Option<String>,
    /// The fields, in the wiki's order; a captcha's answer is the field `captcha`.
    pub fields: Vec<Field>,
    /// The captcha to show, if one is asked.
    pub captcha: Option<Captcha>,
    /// Whether the account exists already, and this is about what follows; `None`
    /// where the wiki does not tell.
    pub account_exists: Option<bool>,
}

impl Ask {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of an [`Ask`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Field {
    /// The wiki's name for it; `captcha` for the answer to any captcha.
    pub name: String,
    /// What kind of value it takes.
    pub kind: FieldKind,
    /// A short human text.
    pub label: Option<String>,
    /// A longer human text.
    pub help: Option<String>,
    /// The value it has if nothing is filled in; for [`FieldKind::Null`] what is shown.
    pub value: Option<String>,
    /// Values and their labels, of select and multiselect.
    pub options: Vec<(String, String)>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Whether it must not be shown while typed (known from 1.28 on; passwords always).
    pub sensitive: bool,
}

impl Field {
    /// A field of ours that must be filled.
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
        }
    }
}

/// Whether the value of a field is a secret. A password is one whatever sort of field a wiki
/// wants it in.
pub(crate) fn is_secret(name: &str, kind: FieldKind) -> bool {
    kind == FieldKind::Password || matches!(name, "password" | "retype")
}

/// The types of AuthManager's fields (1.27 and later: `AuthenticationRequest::getFieldInfo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldKind {
    /// A line of text.
    String,
    /// A line of text not to be shown.
    Password,
    /// One of the options.
    Select,
    /// Yes or no.
    Checkbox,
    /// Any of the options.
    Multiselect,
    /// Something to press.
    Button,
    /// A value to be sent back unchanged; the library does so.
    Hidden,
    /// Something to show, never sent.
    Null,
}

impl FieldKind {
    /// MediaWiki's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Password => "password",
            Self::Select => "select",
            Self::Checkbox => "checkbox",
            Self::Multiselect => "multiselect",
            Self::Button => "button",
            Self::Hidden => "hidden",
            Self::Null => "null",
        }
    }
}

/// A captcha as it is to be shown. The library solves none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Captcha {
    /// What sort of captcha it is.
    pub kind: CaptchaKind,
    /// The question as plain text, of [`CaptchaKind::Question`] and sums.
    pub question: Option<String>,
    /// Where the image is. It wants the session's cookies: have the library fetch it.
    pub image_url: Option<Url>,
    /// The site key of a third party's captcha.
    pub site_key: Option<String>,
}

impl Captcha {
    /// The name of the field that takes the answer, on every wiki.
    pub const FIELD: &'static str = "captcha";
    /// The field that takes reCAPTCHA 1's challenge, beside its response.
    pub const CHALLENGE_FIELD: &'static str = "captcha-challenge";
    /// Both of them.
    pub(crate) const FIELDS: [&'static str; 2] = [Self::FIELD, Self::CHALLENGE_FIELD];
}

/// The captchas of ConfirmEdit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CaptchaKind {
    /// SimpleCaptcha: a sum in plain text.
    Simple,
    /// MathCaptcha: a sum as a formula.
    Math,
    /// QuestyCaptcha: a question.
    Question,
    /// FancyCaptcha: a word in an image.
    Image,
    /// reCAPTCHA 1: challenge and response, switched off by its maker in 2018.
    Recaptcha,
    /// reCAPTCHA 2: the token of the widget.
    RecaptchaNoCaptcha,
    /// hCaptcha: the token of the widget.
    Hcaptcha,
    /// Turnstile: the token of the widget.
    Turnstile,
    /// A kind this library does not know; its answer is sent all the same.
    Other,
}

impl CaptchaKind {
    /// MediaWiki's `type` of it, `other` for the unknown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Math => "math",
            Self::Question => "question",
            Self::Image => "image",
            Self::Recaptcha => "recaptcha",
            Self::RecaptchaNoCaptcha => "recaptchanocaptcha",
            Self::Hcaptcha => "hcaptcha",
            Self::Turnstile => "turnstile",
            Self::Other => "other",
        }
    }

    /// The kind of ConfirmEdit's `type`.
    pub(crate) fn from_type(name: &str) -> Self {
        match name {
            "simple" => Self::Simple,
            "math" => Self::Math,
            "question" => Self::Question,
            "image" => Self::Image,
            "recaptcha" => Self::Recaptcha,
            "recaptchanocaptcha" => Self::RecaptchaNoCaptcha,
            "hcaptcha" => Self::Hcaptcha,
            "turnstile" => Self::Turnstile,
            _ => Self::Other,
        }
    }
}

/// Where the user's browser must go, and come back from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Redirect {
    /// The address to open: http or https.
    pub url: Url,
    /// What else the wiki says about it (`redirectdata`), as JSON text.
    pub data: Option<String>,
    /// The parameters that the return address will carry; fill these in, or hand
    /// over the whole return address.
    pub fields: Vec<Field>,
    /// Whether the account exists already; `None` where the wiki does not tell.
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
    /// The address may carry secrets of the login service.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("host", &self.url.host_str())
            .field("fields", &self.fields)
            .field("account_exists", &self.account_exists)
            .finish_non_exhaustive()
    }
}
