//! Asking for the text or cause of a `FAIL` that lacks it.

use super::Attempt;
use crate::{
    Format, Purpose, Reason, Refused, Secret, Session,
    http::{Effect, Form, Reply, Request},
    mediawiki::{
        api_response::{ApiResponse, text},
        auth_response::Fail,
        message,
        parameter::multiple,
    },
};

/// A question about a `FAIL`.
#[derive(Debug, Clone)]
pub(super) enum Explain {
    /// The text for this message key: 1.27 and 1.28 return either a code or a text.
    Text { key: String, params: Vec<String> },
    /// The validity of the password: 1.29 and later merge several errors into one with a
    /// meaningless code (`___1____2`). Core does this for passwords only, which
    /// `action=validatepassword` confirms.
    Password(Box<PasswordCheck>),
}

#[derive(Debug, Clone)]
pub(super) struct PasswordCheck {
    name: String,
    password: Secret,
    email: String,
    real_name: String,
}

/// Maximum total length of key and parameters in a URL, in bytes.
const MAX_LENGTH: usize = 2000;

impl Explain {
    /// Returns the question to ask about a `FAIL`, if it needs one.
    pub fn needed(fail: &Fail, attempt: &Attempt, session: &Session) -> Option<Self> {
        if session.facts.codes_only_raw {
            let length = fail.params.iter().map(String::len).sum::<usize>() + fail.code.len();
            return (fail.message.is_none() && length <= MAX_LENGTH).then(|| Self::Text {
                key: fail.code.clone(),
                params: fail.params.clone(),
            });
        }
        if !fail.code.starts_with("___") {
            return None;
        }
        let password = attempt.password()?.clone();
        let account = &attempt.account;
        Some(Self::Password(Box::new(PasswordCheck {
            name: account.name.clone(),
            password,
            email: account.email.clone().unwrap_or_default(),
            real_name: account.real_name.clone().unwrap_or_default(),
        })))
    }

    pub fn request(&self, session: &Session) -> Request {
        let request = match self {
            Self::Text { key, params } => Request::get(
                &session.api,
                &[
                    ("action", "query"),
                    ("meta", "allmessages"),
                    ("ammessages", key),
                    ("amargs", &multiple(params)),
                    ("amenableparser", "1"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ],
            ),
            Self::Password(check) => {
                let mut form = Form::new(&[
                    ("action", "validatepassword"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("user", &check.name),
                    ("email", &check.email),
                    ("realname", &check.real_name),
                ]);
                form.push_secret("password", &check.password);
                Request::post(Effect::Read, &session.api, form)
            }
        };
        request.purpose(Purpose::Explain)
    }

    /// Returns the refusal, with the text or reason from the reply if it has one.
    pub fn read(&self, reply: Reply, mut refused: Refused) -> Refused {
        let Reply::Got(response) = reply else {
            return refused;
        };
        let Ok(answer) = ApiResponse::read(&response, Format::Json) else {
            return refused;
        };
        match self {
            Self::Text { .. } => {
                let message_entry = &answer.get("query")["allmessages"][0];
                if let Some(text) = text(message_entry, "content") {
                    refused.message = message::to_text(&text);
                }
            }
            Self::Password(_) => {
                let validity = &answer.get("validatepassword")["validity"];
                if matches!(validity.as_str(), Some("Invalid" | "Change")) {
                    refused.reason = Reason::PasswordWeak;
                }
            }
        }
        refused
    }
}
