//! The parts of a probe for the legacy API (1.21 to 1.26): its parameters and a token request.

use serde_json::Value;

use super::{Probe, Stage, read_post};
use crate::{
    Captcha, Dialect, Field, FieldKind, Purpose, Reason, Session, Verdict,
    flow::{dry_run::INVALID_USERNAME, refusal},
    http::{Effect, Form, Reply, Request},
    mediawiki::api_response::{ApiResponse, items, text},
};

/// Returns the GET for the module's parameters.
pub(super) fn parameters_request(session: &Session) -> Request {
    let query = [
        ("action", "paraminfo"),
        ("modules", "createaccount"),
        ("format", "json"),
    ];
    Request::get(&session.api, &query)
}

/// The differences of a repeated token request from the first one. The module checks the spelling of
/// the name and that there is an address before it checks the caller.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TokenTry {
    cookies_are_set: bool,
    has_other_name: bool,
    has_other_email: bool,
}

/// An address that no release accepts, but not before it returns the token.
const INVALID_EMAIL: &str = "@";

impl Probe {
    /// Reads the module's parameters. ConfirmEdit adds its own if it can show a captcha.
    pub(super) fn read_parameters(&mut self, answer: &ApiResponse) {
        let module = items(&answer.get("paraminfo")["modules"]).first();
        let parameters = module.map(|module| items(&module["parameters"]));
        let is_captcha_id =
            |parameter: &Value| text(parameter, "name").is_some_and(|n| n == "captchaid");
        if parameters.unwrap_or_default().iter().any(is_captcha_id) {
            self.found.captcha_asked = Some(true);
        }
    }

    pub(super) fn token_request(&self, session: &Session) -> Request {
        let name = self.account_name();
        let name = name.filter(|_| !self.token_try.has_other_name);
        let mut form = Form::new(&[
            ("action", "createaccount"),
            ("format", "json"),
            ("name", name.unwrap_or(INVALID_USERNAME)),
        ]);
        if self.token_try.has_other_email {
            form.push("email", INVALID_EMAIL);
        } else if let Some(email) = &self.account.email {
            form.push("email", email);
        }
        session.assert(&mut form);
        Request::post(Effect::Read, &session.api, form).purpose(Purpose::Token)
    }

    /// Reads the reply to the token request. The wiki checks permissions, blocks and read-only mode
    /// before it returns the token. It checks the name, except for invalid titles, and the captcha
    /// only afterwards.
    pub(super) fn read_token(&mut self, session: &mut Session, reply: Reply) -> Stage {
        let answer = match read_post(session, reply) {
            Ok(answer) => answer,
            Err(None) => return Stage::Form,
            Err(Some(error)) => return Stage::Done(Err(error)),
        };
        match answer.error() {
            // Early 1.21: see `LegacyApi::error`.
            Some(error) if error.code == "nocookiesfornew" && !self.token_try.cookies_are_set => {
                self.token_try.cookies_are_set = true;
                return Stage::Token;
            }
            Some(error) => {
                let refused = refusal::of_api_error(Dialect::LegacyApi, error);
                match refused.reason {
                    _ if refusal::falls_back_to_form(&refused, session) => return Stage::Form,
                    Reason::EmailRequired => {
                        self.found.email_required = Some(true);
                        if !self.token_try.has_other_email {
                            self.token_try.has_other_email = true;
                            return Stage::Token;
                        }
                    }
                    Reason::NameInvalid => {
                        self.found.name.get_or_insert(Verdict::Refused(refused));
                        if !self.token_try.has_other_name {
                            self.token_try.has_other_name = true;
                            return Stage::Token;
                        }
                    }
                    Reason::SessionLost => {
                        return Stage::Done(Err(refusal::session_lost(refused.code)));
                    }
                    _ => self.refuse_if_final(refused),
                }
            }
            None => {
                let result_member = answer.get("createaccount");
                let result = text(result_member, "result").unwrap_or_default();
                if let Some(token) = text(result_member, "token") {
                    // A wiki that does not know `assert` may have given the token to an anonymous
                    // session.
                    if session.creator.is_none() || !answer.warnings().contains("'assert'") {
                        session.create_token = Some(token.into());
                    }
                    self.found.may_create = Some(true);
                    self.found.refusal = None;
                    // A request with an address does not show whether one is required.
                    if self.account.email.is_none() {
                        self.found.email_required.get_or_insert(false);
                    }
                }
                // This spelling was introduced together with the hooks that show captchas.
                session.facts.lower_case_results = result == "needtoken";
                if result == "NeedToken" {
                    self.found.captcha_asked.get_or_insert(false);
                }
            }
        }
        self.found.fields = self.legacy_fields();
        Stage::Done(Ok(()))
    }

    /// Returns the module's fixed parameters (`ApiCreateAccount`).
    pub(super) fn legacy_fields(&self) -> Vec<Field> {
        let required = |name: &str, kind: FieldKind| Field::new(name, kind, None);
        let optional = |name: &str, kind: FieldKind| Field {
            optional: true,
            ..Field::new(name, kind, None)
        };
        let mut fields = vec![
            required("username", FieldKind::String),
            required("password", FieldKind::Password),
            Field {
                optional: self.found.email_required != Some(true),
                ..optional("email", FieldKind::String)
            },
        ];
        if self.has_real_name {
            fields.push(optional("realname", FieldKind::String));
        }
        for name in ["reason", "language", "domain"] {
            fields.push(optional(name, FieldKind::String));
        }
        fields.push(optional("mailpassword", FieldKind::Checkbox));
        if self.found.captcha_asked == Some(true) {
            fields.push(required(Captcha::FIELD, FieldKind::String));
        }
        fields
    }
}
