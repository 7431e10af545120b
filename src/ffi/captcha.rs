//! A captcha to show to a person.

use std::ffi::c_char;

use super::{
    pointer::{read, read_text},
    text::Text,
};
use crate::{Captcha, CaptchaKind};

/// The captchas of MediaWiki's ConfirmEdit.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_captcha_kind {
    /// No captcha: NULL was asked.
    None = 0,
    /// SimpleCaptcha: a sum in plain text.
    Simple = 1,
    /// MathCaptcha: a sum as a formula.
    Math = 2,
    /// QuestyCaptcha: a question.
    Question = 3,
    /// FancyCaptcha: a word in an image.
    Image = 4,
    /// reCAPTCHA 1: a challenge, whose field is "captcha-challenge", and its response.
    Recaptcha = 5,
    /// reCAPTCHA 2: the answer is the token of the widget with the site key.
    RecaptchaNoCaptcha = 6,
    /// hCaptcha: the answer is the token of the widget with the site key.
    Hcaptcha = 7,
    /// Turnstile: the answer is the token of the widget with the site key.
    Turnstile = 8,
    /// One that this library does not know; its answer is sent all the same.
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

/// A captcha to show to somebody, whose answer is the field "captcha". The library solves none.
/// It belongs to the step or the requirements that lend it, and never changes.
pub struct mwa_captcha {
    pub(super) captcha: Captcha,
    question: Option<Text>,
    image_url: Option<Text>,
    site_key: Option<Text>,
}

impl From<&Captcha> for mwa_captcha {
    fn from(captcha: &Captcha) -> Self {
        Self {
            question: Text::opt(captcha.question.as_ref()),
            image_url: Text::opt(captcha.image_url.as_ref()),
            site_key: Text::opt(captcha.site_key.as_ref()),
            captcha: captcha.clone(),
        }
    }
}

/// What sort of captcha it is; MWA_CAPTCHA_KIND_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_get_kind(captcha: *const mwa_captcha) -> mwa_captcha_kind {
    read(captcha, mwa_captcha_kind::None, |captcha| {
        captcha.captcha.kind.into()
    })
}

/// The question or sum as plain text. Borrowed as long as the captcha; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_question(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.question.as_ref())
}

/// Where the image is. It wants the session's cookies: mwa_conversation_image fetches it with
/// them. Borrowed as long as the captcha; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_image_url(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.image_url.as_ref())
}

/// The site key for a third party's widget. Borrowed as long as the captcha; NULL where there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_captcha_site_key(captcha: *const mwa_captcha) -> *const c_char {
    read_text(captcha, |captcha| captcha.site_key.as_ref())
}
