//! The parts of a probe for AuthManager (1.27 and later): its fields, a dry run, a password check.

use super::{Probe, Stage};
use crate::{
    Dialect, Reason, Secret, Session, Verdict,
    flow::{detect, refusal},
    http::{Effect, Form, Reply, Request},
    mediawiki::{
        api_response::{ApiResponse, items, text},
        auth_response::AuthResponse,
    },
};

impl Probe {
    /// Returns whether a dry run is needed: it shows rights, blocks and the name's availability if
    /// the query did not.
    pub(super) fn needs_dry_run(&self) -> bool {
        !self.found.single_sign_on
            && (self.found.may_create.is_none()
                || (self.account_name().is_some() && self.found.name.is_none()))
    }

    pub(super) fn read_dry_run(&mut self, session: &Session, reply: Reply) -> Stage {
        let Ok(answer) = detect::api_response(reply) else {
            return self.password_stage();
        };
        if let Some(error) = answer.error() {
            let refused = refusal::refused(Dialect::AuthManager, &error.code, error.info);
            if refusal::falls_back_to_form(&refused, session) {
                return Stage::Form;
            }
            self.refuse_if_final(refused);
        } else if let Some(AuthResponse::Fail(fail)) =
            AuthResponse::read(answer.get("createaccount"), &session.api)
        {
            let message = fail.message.unwrap_or_default();
            let refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
            let has_name = self.account_name().is_some();
            match refused.reason {
                // The wiki checks rights, blocks and name before the e-mail address, so it accepted
                // those.
                Reason::EmailInvalid => {
                    self.found.may_create.get_or_insert(true);
                    if has_name {
                        self.found.name.get_or_insert(Verdict::Good);
                    }
                }
                Reason::NameInvalid | Reason::NameTaken => {
                    self.found.may_create.get_or_insert(true);
                    if has_name {
                        self.found.name.get_or_insert(Verdict::Refused(refused));
                    }
                }
                _ => self.refuse_if_final(refused),
            }
        }
        self.password_stage()
    }

    pub(super) fn password_stage(&mut self) -> Stage {
        match self.account.password.take() {
            Some(password) if !self.found.single_sign_on => Stage::Password(password),
            _ => Stage::Done(Ok(())),
        }
    }

    pub(super) fn password_request(&self, session: &Session, password: &Secret) -> Request {
        let mut form = Form::new(&[
            ("action", "validatepassword"),
            ("format", "json"),
            ("formatversion", "2"),
        ]);
        // The module does not check the password for a name that is invalid or taken.
        let refused = matches!(self.found.name, Some(Verdict::Refused(_)));
        for (name, value) in [
            ("user", self.account_name().filter(|_| !refused)),
            ("email", self.account.email.as_deref()),
            ("realname", self.account.real_name.as_deref()),
        ] {
            if let Some(value) = value {
                form.push(name, value);
            }
        }
        session.assert(&mut form);
        form.push_secret("password", password);
        Request::post(Effect::Read, &session.api, form)
    }

    pub(super) fn read_password_validity(&mut self, answer: &ApiResponse) {
        let validation = answer.get("validatepassword");
        self.found.password = match validation["validity"].as_str() {
            Some("Good") => Some(Verdict::Good),
            Some(_) => {
                let messages = items(&validation["validitymessages"]);
                let code = messages.first().and_then(|m| text(m, "code"));
                let texts: Vec<String> = messages
                    .iter()
                    .filter_map(|m| text(m, "text").or_else(|| text(m, "code")))
                    .collect();
                let mut refused = refusal::without_code(
                    Reason::PasswordWeak,
                    format!(
                        "the wiki rejects the password as too weak ({})",
                        texts.join(", ")
                    ),
                );
                refused.code = code;
                Some(Verdict::Refused(refused))
            }
            None => None,
        };
    }
}
