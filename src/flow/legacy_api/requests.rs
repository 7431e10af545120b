//! The requests of `action=createaccount` (1.21 to 1.26).

use super::{LegacyApi, captcha};
use crate::{
    Purpose, Session,
    http::{Effect, Form, Request},
};

impl LegacyApi {
    fn common_form(&self, session: &Session) -> Form {
        let account = &self.attempt.account;
        let language = account.language_code();
        let mut form = Form::new(&[
            ("action", "createaccount"),
            ("format", session.format.as_str()),
            ("name", &account.name),
        ]);
        for (parameter, value) in [
            ("email", &account.email),
            ("realname", &account.real_name),
            ("domain", &account.domain),
            ("reason", &account.reason),
            ("language", &language),
        ] {
            match value {
                Some(value) if !session.facts.signup_page.lacks(parameter) => {
                    form.push(parameter, value);
                }
                _ => {}
            }
        }
        if account.mail_password {
            form.push("mailpassword", "1");
        }
        session.assert(&mut form);
        form
    }

    pub(super) fn token_request(&self, session: &Session) -> Request {
        let mut form = self.common_form(session);
        // The wiki's own time, from before the request that creates. Unknown before 1.24.
        form.push("curtimestamp", "1");
        Request::post(Effect::Read, &session.api, form).purpose(Purpose::Token)
    }

    pub(super) fn create_request(&self, session: &Session) -> Request {
        let account = &self.attempt.account;
        let mut form = self.common_form(session);
        session.limit_lag(&mut form);
        if let (Some(password), false) = (&account.password, account.mail_password) {
            form.push_secret("password", password);
        }
        if let Some(token) = &session.create_token {
            form.push_token("token", token);
        }
        let answer = |name: &str| self.captcha_answer(name);
        let shown = self.captcha.as_ref();
        let parameters = shown.and_then(|shown| captcha::parameters(shown, answer).ok());
        for (parameter, value) in parameters.into_iter().flatten() {
            form.push(parameter, value.expose());
        }
        Request::post(Effect::MayCreate, &session.api, form).purpose(Purpose::Create)
    }
}
