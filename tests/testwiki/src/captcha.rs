//! Captchas: their kinds, questions and answers.

use std::{fmt, str::FromStr};

use crate::{image, profile::Profile, random::Random, setting::among, state::Session};

/// The answer of the images and of the services.
const WORD: &str = "labword";

/// The captcha that guards the creation of accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captcha {
    /// A sum.
    Simple,
    /// A sum as an image with an alternative text, up to 1.42.
    Math,
    /// "What is the capital of France?"
    Questy,
    /// An image that shows `labword`.
    Fancy,
    /// reCAPTCHA: version 1 up to 1.26, "no captcha" after that. It accepts `labword`.
    ReCaptcha,
    /// hCaptcha, from 1.34 on. It accepts `labword`.
    HCaptcha,
    /// Turnstile, from 1.42 on. It accepts `labword`.
    Turnstile,
}

/// A captcha that was issued.
#[derive(Clone, Debug)]
pub(crate) struct IssuedCaptcha {
    pub question: String,
    answer: String,
}

impl Captcha {
    /// Returns true if PHP crashes because ConfirmEdit for this release has no such class.
    pub(crate) fn crashes_php(self, profile: &Profile) -> bool {
        self == Self::HCaptcha && profile.auth_manager && !profile.hcaptcha
    }

    /// Returns the captcha's name.
    pub(crate) fn name(self) -> &'static str {
        let mut named = CAPTCHAS.iter();
        let found = named.find(|(_, captcha)| *captcha == self);
        found.map_or("", |(name, _)| name)
    }

    /// Returns true if this release asks for it at all.
    pub(crate) fn is_known(self, profile: &Profile) -> bool {
        match self {
            Self::Math => profile.math_captcha,
            Self::Turnstile => profile.turnstile,
            _ => true,
        }
    }

    /// Returns true if a service checks the answer, and not the session.
    pub(crate) fn is_service(self) -> bool {
        matches!(self, Self::ReCaptcha | Self::HCaptcha | Self::Turnstile)
    }
}

const CAPTCHAS: &[(&str, Captcha)] = &[
    ("simple", Captcha::Simple),
    ("math", Captcha::Math),
    ("questy", Captcha::Questy),
    ("fancy", Captcha::Fancy),
    ("recaptcha", Captcha::ReCaptcha),
    ("hcaptcha", Captcha::HCaptcha),
    ("turnstile", Captcha::Turnstile),
];

impl FromStr for Captcha {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        among(CAPTCHAS.iter().copied(), text)
    }
}

impl fmt::Display for Captcha {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _) = CAPTCHAS
            .iter()
            .find(|(_, captcha)| captcha == self)
            .ok_or(fmt::Error)?;
        to.write_str(name)
    }
}

/// Issues a new captcha in `session` and returns its id.
pub(crate) fn issue(kind: Captcha, session: &mut Session, random: &mut Random) -> String {
    let id = random.between(10_000_000, 2_000_000_000).to_string();
    let puzzle = match kind {
        Captcha::Questy => IssuedCaptcha {
            question: "What is the capital of <b>France</b>?".to_owned(),
            answer: "paris".to_owned(),
        },
        Captcha::Fancy => IssuedCaptcha {
            question: String::new(),
            answer: WORD.to_owned(),
        },
        Captcha::Math => sum(random, " ", '-', " = "),
        _ => sum(random, "", '\u{2212}', ""),
    };
    session.captchas.insert(id.clone(), puzzle);
    id
}

/// Returns a question with the same answer, which needs its image and its link.
pub(crate) fn rich_question(image: &str) -> String {
    format!(
        "What is the capital, with 2<sup>2</sup>+1 letters, of the country in \
         <img src=\"{image}\" alt=\"the picture\" />, by <a href=\"/rules?a=1&amp;b=2\">the rules</a>?\
         <span style=\"display:none\"> Type nothing.</span>"
    )
}

/// Returns a sum with these signs around it. The result is never 0, which old PHP accepts without a check.
fn sum(random: &mut Random, space: &str, minus: char, end: &str) -> IssuedCaptcha {
    let (left, right) = (random.between(11, 100), random.between(0, 11));
    let (sign, answer) = if random.between(0, 2) == 0 {
        ('+', left + right)
    } else {
        (minus, left - right)
    };
    IssuedCaptcha {
        question: format!("{left}{space}{sign}{space}{right}{end}"),
        answer: answer.to_string(),
    }
}

/// Returns the error of a service that could not check an answer, in the releases with AuthManager: `net` breaks the
/// connection to it, and it calls `bad` invalid. Other wrong answers have no error.
pub(crate) fn service_error(kind: Captcha, word: Option<&str>) -> Option<&'static str> {
    let own = match kind {
        Captcha::HCaptcha => "hcaptcha-api",
        Captcha::Turnstile => "turnstile-api",
        _ => "recaptcha-api",
    };
    match word.filter(|_| kind.is_service())? {
        "net" => Some("http"),
        "bad" => Some(own),
        _ => None,
    }
}

/// Returns true if `word` answers the captcha `id`. An answer, right or wrong, uses the captcha up; `None` is
/// no answer.
pub(crate) fn passes(kind: Captcha, session: &mut Session, id: &str, word: Option<&str>) -> bool {
    // ConfirmEdit reads an empty word or 0 as no answer.
    let word = word.filter(|word| !word.is_empty() && *word != "0");
    if kind.is_service() {
        session.captcha_error = word.map(|_| "incorrect-captcha-sol");
        return word == Some(WORD);
    }
    let Some(puzzle) = session.captchas.get(id) else {
        return false;
    };
    let Some(word) = word else {
        return false;
    };
    let passes = word.to_ascii_lowercase() == puzzle.answer;
    session.captchas.remove(id);
    passes
}

/// Returns the image of a captcha.
pub(crate) fn picture() -> Vec<u8> {
    image::png(WORD)
}
