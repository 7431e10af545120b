//! The failure of a captcha service, which ConfirmEdit tells in the text of its one code for all of them.

use crate::Reason;

/// The code and message key (ConfirmEdit, all releases with a captcha service).
const CODE: &str = "captcha-error";

/// The failures in which the service rejected the answer (`passCaptcha` of HCaptcha, ReCaptchaNoCaptcha and
/// Turnstile, recorded on 1.39). The others, `http` and `json`, mean that the service did not say anything
/// about it. They are the same in every language.
const REJECTED: [&str; 3] = ["hcaptcha-api", "recaptcha-api", "turnstile-api"];

/// Returns the reason of a refusal with this code and text, if it is about a captcha service.
pub(super) fn reason(code: &str, text: &str) -> Option<Reason> {
    let is_rejected = REJECTED.iter().any(|failure| text.contains(failure));
    (code == CODE && is_rejected).then_some(Reason::CaptchaWrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejected_answer_is_wrong_and_silence_is_not() {
        let text = "CAPTCHA verification failed due to internal error: ";
        for (failure, expected) in [
            ("hcaptcha-api", Some(Reason::CaptchaWrong)),
            ("recaptcha-api", Some(Reason::CaptchaWrong)),
            ("turnstile-api", Some(Reason::CaptchaWrong)),
            ("http", None),
            ("json", None),
        ] {
            assert_eq!(reason(CODE, &format!("{text}{failure}")), expected);
        }
        assert_eq!(reason("captcha-other", "hcaptcha-api"), None);
    }
}
