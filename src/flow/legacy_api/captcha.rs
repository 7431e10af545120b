//! Captchas of 1.21 to 1.26: finding them, the fields to ask for, and the parameters that answer them.

use super::{LegacyApi, State};
use crate::{
    Answer, Ask, Captcha, CaptchaKind, Dialect, Field, FieldKind, InvalidInput, Reason, Refused,
    Secret, Session,
    flow::{attempt::Attempt, conclusion::Conclusion, refusal, web_form},
    http::Reply,
    mediawiki::{create_account_result::LegacyCaptcha, page::SignupForm},
};

/// Returns a refusal if the captcha cannot be answered. FancyCaptcha without images returns only an
/// error.
fn unavailable(shown: &LegacyCaptcha) -> Option<Refused> {
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

impl LegacyApi {
    /// Returns the value of a captcha field, from the answers or from the account.
    pub(super) fn captcha_answer(&self, name: &str) -> Option<&Answer> {
        let Attempt {
            account, answers, ..
        } = &self.attempt;
        answers.get(name).or_else(|| account.fields.get(name))
    }

    pub(super) fn need_captcha(&mut self, session: &mut Session, shown: LegacyCaptcha) -> State {
        self.attempt.note_nothing_created();
        // `NeedCaptcha` proves that the token was valid, but it may expire before the captcha is
        // answered.
        self.token_is_fresh = false;
        let was_answered = self.captcha.is_some();
        // An answer set with the account is used for the first captcha.
        self.discard_captcha(session);
        if let Some(unavailable) = unavailable(&shown) {
            return unavailable.into();
        }
        self.captcha = Some(shown);
        if was_answered {
            return State::from(refusal::refused(
                Dialect::LegacyApi,
                "captcha-createaccount-fail",
                "the wiki did not accept the captcha answer".to_owned(),
            ));
        }
        self.ask_or_send()
    }

    /// Reads the captcha of the sign-up form after a hook's refusal. After a warning, it is for the next
    /// try.
    pub(super) fn read_captcha_form(
        &mut self,
        session: &mut Session,
        reply: Reply,
        refused: Refused,
        captcha_answered: bool,
    ) -> State {
        // Hooks run after the token check, so the token was valid, but it may expire before the
        // captcha is answered.
        self.token_is_fresh = false;
        let form = match &reply {
            Reply::Got(response) => web_form::form_in(session, response),
            Reply::NotSent(_) | Reply::Lost(_) => None,
        };
        let has_unknown = form.as_ref().is_some_and(SignupForm::has_unknown_fields);
        if has_unknown && !session.dialect_is_chosen && !refused.may_resubmit {
            // The API does not know the fields of an extension, whose hook may want one of them.
            self.discard_captcha(session);
            self.attempt.note_nothing_created();
            return State::Concluded(Conclusion::FallBack(refused.into()));
        }
        let captcha = form.and_then(|form| LegacyCaptcha::from_form(form.captcha()?.clone()));
        let Some(captcha) = captcha else {
            return refused.into();
        };
        self.attempt.note_nothing_created();
        self.captcha = Some(captcha);
        if refused.may_resubmit {
            return refused.into();
        }
        if !captcha_answered {
            self.hook_message = Some(refused.message);
            return self.ask_or_send();
        }
        // The hook refused with the same text before the captcha was answered, so the text is about
        // the captcha.
        let is_about_captcha = self.hook_message.as_ref() == Some(&refused.message);
        State::from(Refused {
            reason: if is_about_captcha {
                Reason::CaptchaWrong
            } else {
                refused.reason
            },
            ..refused
        })
    }

    /// Discards the captcha and its answer, if the wiki has shown one. An answer that came with the
    /// account stays until then.
    pub(super) fn discard_captcha(&mut self, session: &mut Session) {
        if self.captcha.take().is_some() {
            self.attempt.discard_captcha(session);
        }
    }
}
