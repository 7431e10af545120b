//! Captchas of 1.21 to 1.26: the fields to ask for, and the parameters that answer them.

use crate::{
    Answer, Ask, Captcha, CaptchaKind, Field, FieldKind, InvalidInput, Reason, Refused, Secret,
    flow::refusal, mediawiki::create_account_result::LegacyCaptcha,
};

/// Returns a refusal if the captcha cannot be answered. FancyCaptcha without images returns only an
/// error.
pub(super) fn unavailable(shown: &LegacyCaptcha) -> Option<Refused> {
    let answerable = shown.id.is_some() || shown.captcha.site_key.is_some();
    if answerable {
        return None;
    }
    let error = shown.error.as_deref().unwrap_or("it returned none");
    let mut refused = refusal::without_code(
        Reason::CaptchaUnavailable,
        format!("the wiki cannot show its captcha ({error}); its operator must fix that"),
    );
    refused.code = shown.error.clone();
    Some(refused)
}

/// Returns the fields that ask for the captcha answer.
pub(super) fn ask(shown: &LegacyCaptcha) -> Ask {
    let answer = Field::new(Captcha::FIELD, FieldKind::String, None);
    let mut fields = vec![answer];
    if shown.captcha.kind == CaptchaKind::Recaptcha {
        let challenge = Field::new(Captcha::CHALLENGE_FIELD, FieldKind::String, None);
        fields.insert(0, challenge);
    }
    Ask {
        fields,
        captcha: Some(shown.captcha.clone()),
        ..Ask::default()
    }
}

/// Returns the parameters that answer the captcha. reCAPTCHA uses the parameters of its widgets,
/// which the wiki reads directly from the request.
pub(super) fn parameters<'v>(
    shown: &LegacyCaptcha,
    value: impl Fn(&str) -> Option<&'v Answer>,
) -> Result<Vec<(&str, Secret)>, InvalidInput> {
    let answer = filled(Captcha::FIELD, value(Captcha::FIELD))?;
    Ok(match shown.captcha.kind {
        CaptchaKind::Recaptcha => {
            let challenge = value(Captcha::CHALLENGE_FIELD);
            let challenge = filled(Captcha::CHALLENGE_FIELD, challenge)?;
            vec![
                ("recaptcha_challenge_field", challenge),
                ("recaptcha_response_field", answer),
            ]
        }
        CaptchaKind::RecaptchaNoCaptcha => vec![("g-recaptcha-response", answer)],
        _ => vec![
            (&shown.id_parameter, shown.id.clone().unwrap_or_default()),
            (&shown.answer_parameter, answer),
        ],
    })
}

/// Returns the text of an answer. Fails if it is empty.
pub(super) fn filled(name: &str, answer: Option<&Answer>) -> Result<Secret, InvalidInput> {
    match answer {
        Some(Answer::Text(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Answer::Checked(_) | Answer::Many(_)) => Err(InvalidInput::in_field(
            name,
            format!("the field \"{name}\" takes a text"),
        )),
        _ => Err(InvalidInput::in_field(
            name,
            format!("the field \"{name}\" must be filled"),
        )),
    }
}
