//! Captchas: their questions and answers.

use crate::{image, profile::Profile, random::Random, state::Session, wiki::Captcha};

/// The answer of the images and of the services.
const WORD: &str = "labword";

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
