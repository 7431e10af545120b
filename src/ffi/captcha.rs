//! A captcha to show to a person.

use std::ffi::c_char;

use super::{
    pointer::{read, read_text},
    text::Text,
};
use crate::{Captcha, CaptchaKind};

/// The captchas of MediaWiki's ConfirmEdit extension.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_captcha_kind {
    /// No captcha: the argument is NULL.
    None = 0,
    /// SimpleCaptcha: an arithmetic problem in plain text.
    Simple = 1,
    /// MathCaptcha: an arithmetic problem as a formula.
    Math = 2,
    /// QuestyCaptcha: a question.
    Question = 3,
    /// FancyCaptcha: a word in an image.
    Image = 4,
    /// reCAPTCHA 1: the challenge is the field "captcha-challenge", the response the field
    /// "captcha".
    Recaptcha = 5,
    /// reCAPTCHA 2: the answer is the token of the widget with the site key.
    RecaptchaNoCaptcha = 6,
    /// hCaptcha: the answer is the token of the widget with the site key.
    Hcaptcha = 7,
    /// Turnstile: the answer is the token of the widget with the site key.
    Turnstile = 8,
    /// A kind that this version does not know. Its answer is sent all the same.
    Other = 9,
}

impl From<CaptchaKind> for mwa_captcha_kind {
    fn from(kind: CaptchaKind) -> Self {
        match kind {
            CaptchaKind::Simple => Self::Simple,
            CaptchaKind::Math => Self::Math,
            CaptchaKind::Question => Self::Question,
            CaptchaKind::Image => Self::Image,
            CaptchaKind::Recaptcha => Self::Recaptcha,
            CaptchaKind::RecaptchaNoCaptcha => Self::RecaptchaNoCaptcha,
            CaptchaKind::Hcaptcha => Self::Hcaptcha,
            CaptchaKind::Turnstile => Self::Turnstile,
            CaptchaKind::Other => Self::Other,
        }
    }
}

/// A captcha to show to a person; the library solves none. Its answer is the field "captcha".
///
/// Immutable, and a part of its step or requirements.
pub struct mwa_captcha {
    pub(super) captcha: Captcha,
    question: Option<Text>,
    question_html: Option<Text>,
    image_urls: Vec<Text>,
    site_key: Option<Text>,
}

impl From<&Captcha> for mwa_captcha {
    fn from(captcha: &Captcha) -> Self {
        Self {
            question: Text::opt(captcha.question.as_ref()),
            question_html: Text::opt(captcha.question_html.as_ref()),
            image_urls: captcha
                .image_urls
                .iter()
                .map(|url| Text::new(url.as_str()))
                .collect(),
            site_key: Text::opt(captcha.site_key.as_ref()),
            captcha: captcha.clone(),
        }
    }
}

/// Returns the kind of captcha; MWA_CAPTCHA_KIND_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_get_kind(captcha: *const mwa_captcha) -> mwa_captcha_kind {
    read(captcha, mwa_captcha_kind::None, |captcha| {
        captcha.captcha.kind.into()
    })
}

/// Returns the question or arithmetic problem as plain text, or NULL if there is none. An image in it
/// is written as "[image 1]" or "[image 1: description]", a link as its text with the address in
/// parentheses, sup and sub as raised and lowered characters or after "^" and "_". The text is borrowed
/// from the captcha.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_question(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.question.as_ref())
}

/// Returns the question as HTML, as the wiki sent it, or NULL if there is none. Its addresses are
/// relative to the wiki. Trust it no more than the wiki. The text is borrowed from the captcha.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_question_html(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.question_html.as_ref())
}

/// Returns the number of images: the word to type of a FancyCaptcha, else those in the question; 0 for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_image_count(captcha: *const mwa_captcha) -> usize {
    read(captcha, 0, |captcha| captcha.image_urls.len())
}

/// Returns the URL of the image at `index`, from 0, or NULL if there is no such image. Fetch it with
/// mwa_conversation_image, as it may need the session's cookies. A URL that begins with "data:" is the
/// image itself. The text is borrowed from the captcha.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_image_url(
    captcha: *const mwa_captcha,
    index: usize,
) -> *const c_char {
    read_text(captcha, |captcha| captcha.image_urls.get(index))
}

/// Returns the site key for the widget of a third party, or NULL if there is none. The text is
/// borrowed from the captcha.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_site_key(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.site_key.as_ref())
}
