//! Asking for the text or cause of a `FAIL` that lacks it.

use serde_json::Value;

use super::Attempt;
use crate::{
    Format, Purpose, Reason, Refused, Secret, Session,
    flow::{
        dry_run::{self, INVALID_USERNAME},
        throttle,
    },
    http::{Effect, Form, Reply, Request},
    mediawiki::{
        api_response::{ApiResponse, text},
        auth_response::Fail,
        html, message,
        parameter::multiple,
    },
    reason::is_folded,
};

/// A question about a `FAIL`.
#[derive(Debug, Clone)]
pub(super) enum Explain {
    /// The text for this message key: 1.27 and 1.28 return either a code or a text.
    Text { key: String, params: Vec<String> },
    /// The text of a refusal that a dry run with this name repeats (1.27 and 1.28). A private wiki shows
    /// its messages to its users only.
    Repeat { name: String },
    /// The caller's blocks: 1.29 and later merge several errors into one with a meaningless code
    /// (`___1____2`). Core does this for several blocks (1.43 and later), and for passwords.
    Blocks {
        lacks_text: bool,
        /// The next question, if no block was the cause.
        check: Option<Box<PasswordCheck>>,
    },
    /// The limit of new accounts that the text names in another language than English.
    Limit,
    /// The validity of the password, which `action=validatepassword` tells.
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
    pub fn needed(
        fail: &Fail,
        refused: &Refused,
        attempt: &Attempt,
        session: &Session,
    ) -> Option<Self> {
        let lacks_text = fail.message.is_none();
        if session.facts.codes_only_raw {
            if lacks_text && let Some(name) = repeated_by_dry_run(&fail.code, attempt, session) {
                return Some(Self::Repeat { name });
            }
            let length = fail.params.iter().map(String::len).sum::<usize>() + fail.code.len();
            return (lacks_text && length <= MAX_LENGTH).then(|| Self::Text {
                key: fail.code.clone(),
                params: fail.params.clone(),
            });
        }
        if throttle::may_be_explained(refused) {
            return Some(Self::Limit);
        }
        is_list(fail).then(|| Self::Blocks {
            lacks_text,
            check: PasswordCheck::of(attempt).map(Box::new),
        })
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
            Self::Repeat { name } => dry_run::text_request(session, name),
            Self::Blocks { .. } => {
                let mut query = vec![
                    ("action", "query"),
                    ("meta", "userinfo"),
                    ("uiprop", "blockinfo"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ];
                query.extend(session.assert_query());
                Request::get(&session.api, &query)
            }
            Self::Limit => throttle::limit_request(session, None),
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

    /// Returns the refusal, with the text or reason from the reply if it has one, and the next
    /// question.
    pub fn read(
        self,
        session: &Session,
        reply: Reply,
        mut refused: Refused,
    ) -> (Refused, Option<Self>) {
        if let Self::Limit = self {
            throttle::read_limit(reply, &mut refused);
            return (refused, None);
        }
        let answer = match reply {
            Reply::Got(response) => ApiResponse::read(&response, Format::Json).ok(),
            Reply::NotSent(_) | Reply::Lost(_) => None,
        };
        let member = |key| {
            answer
                .as_ref()
                .map_or(&Value::Null, |answer| answer.get(key))
        };
        match self {
            Self::Text { .. } => {
                let message_entry = &member("query")["allmessages"][0];
                if let Some(text) = text(message_entry, "content") {
                    refused.message = message::to_text(&text);
                }
            }
            Self::Repeat { .. } => {
                let text = answer.and_then(|answer| dry_run::text(session, &answer));
                refused.message = text.unwrap_or(refused.message);
            }
            Self::Blocks { lacks_text, check } => {
                let user = &member("query")["userinfo"];
                // AuthManager checks blocks before anything else, so they are the cause.
                if user["blocknocreate"] != true {
                    return (refused, check.map(Self::Password));
                }
                refused.reason = Reason::Blocked;
                let reason = text(user, "blockreason").map(|reason| html::to_text(&reason));
                if let Some(reason) = reason.filter(|_| lacks_text) {
                    refused.message = reason;
                }
            }
            Self::Limit => {}
            Self::Password(_) => {
                let validity = &member("validatepassword")["validity"];
                if matches!(validity.as_str(), Some("Invalid" | "Change")) {
                    refused.reason = Reason::PasswordWeak;
                }
            }
        }
        (refused, None)
    }
}

impl PasswordCheck {
    /// Returns the check of the attempt's password, if it has one.
    fn of(attempt: &Attempt) -> Option<Self> {
        let account = &attempt.account;
        let password = attempt.password()?.clone();
        Some(Self {
            name: account.name.clone(),
            password,
            email: account.email.clone().unwrap_or_default(),
            real_name: account.real_name.clone().unwrap_or_default(),
        })
    }
}

/// Returns the name of a dry run that the wiki refuses for the same reason: it checks the caller before
/// the name, and the name before the e-mail address (`AuthManager::beginAccountCreation` of 1.27 and
/// 1.28).
fn repeated_by_dry_run(code: &str, attempt: &Attempt, session: &Session) -> Option<String> {
    const CALLER: [&str; 10] = [
        "badaccess-",
        "cantcreateaccount-",
        "blockedtext",
        "autoblockedtext",
        "systemblockedtext",
        "readonlytext",
        "sorbs_create_account_reason",
        "globalblocking-",
        "torblock-",
        "stopforumspam-",
    ];
    if CALLER.iter().any(|start| code.starts_with(start)) && session.create_token.is_some() {
        return Some(INVALID_USERNAME.to_owned());
    }
    let is_name = matches!(code, "userexists" | "noname") && dry_run::takes_valid_name(session);
    is_name.then(|| attempt.account.name.clone())
}

/// Returns whether several errors are merged into one. From 1.43 on its key may be that of any raw
/// message; its text is a list all the same.
fn is_list(fail: &Fail) -> bool {
    let text = fail.message.as_deref().unwrap_or_default();
    let items = text.lines().filter(|line| line.starts_with('*'));
    is_folded(&fail.code) || (fail.code == "rawmessage" && items.count() > 1)
}
