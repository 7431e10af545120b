//! Finding the reason of a refusal that the wiki gave as text.
//!
//! The texts of the messages that a sign-up form can show are fetched from the API
//! (`meta=allmessages`, 1.16 and later), in the form's language, and compared with the refusal.
//! Without an API, the list of users shows at least whether the name is taken.

use super::{
    mail_failure,
    messages::{MIN_LENGTH, messages, messages_request},
};
use crate::{
    Dialect, Format, Purpose, Refused, Session, Warning,
    flow::{existence::user_list_request, refusal},
    http::{Reply, Request},
    mediawiki::{api_response::ApiResponse, message_pattern::matched_length, page::Page},
};

/// Keys of the messages, which are classified like codes.
const KEYS: [&str; 40] = [
    "userexists",
    "noname",
    "invaliduser",
    "usernameinprogress",
    "passwordtooshort",
    "passwordtoolong",
    "password-name-match",
    "password-login-forbidden",
    "password-substring-username-match",
    "passwordincommonlist",
    "badretype",
    "noemailtitle",
    "noemail",
    "noemailcreate",
    "invalidemailaddress",
    "captcha-createaccount-fail",
    "captcha-error",
    "acct_creation_throttle_hit",
    "actionthrottledtext",
    "sorbs_create_account_reason",
    "cantcreateaccount-text",
    "cantcreateaccount-range-text",
    "blockedtext",
    "blockedtext-partial",
    "autoblockedtext",
    "systemblockedtext",
    "badaccess-group0",
    "badaccess-groups",
    "readonlytext",
    "sessionfailure",
    "nocookiesfornew",
    "nocookiesnew",
    "authform-notoken",
    "authform-wrongtoken",
    "authform-nosession-signup",
    "externaldberror",
    "wrongpassword",
    "authmanager-create-disabled",
    "authmanager-create-no-primary",
    "titleblacklist-forbidden-new-account",
];

/// A question about a refusal.
#[derive(Debug, Clone)]
pub(super) enum Explain {
    /// Asks for the messages, in the requested language if there is one, because the form was
    /// answered in it.
    Messages {
        language: Option<String>,
        /// True if the account may have been created, and the text be about its mail.
        may_be_mail: bool,
    },
    Users {
        name: String,
    },
}

/// The meaning of a text.
#[derive(Debug)]
pub(super) enum Explained {
    /// A refusal, with the code that was found.
    Refused(Refused),
    /// The account was created, and its mail was not sent.
    MailFailed(Warning),
}

impl Explain {
    /// Returns the question to ask about a refusal with this text, if it needs one. `name` is the
    /// user name, if the refusal may be about it.
    pub fn needed(
        refusal_text: &str,
        name: Option<&str>,
        language: Option<&str>,
        session: &Session,
    ) -> Option<Self> {
        if session.facts.api_off {
            name.map(|name| Self::Users {
                name: name.to_owned(),
            })
        } else {
            (!refusal_text.is_empty()).then(|| Self::Messages {
                language: language.map(str::to_owned),
                may_be_mail: false,
            })
        }
    }

    /// Returns the question whether a text is a refusal or about the mail of a created account;
    /// `None` if the wiki cannot be asked.
    pub fn of_mail(text: &str, language: Option<&str>, session: &Session) -> Option<Self> {
        let can_ask = !session.facts.api_off && !text.is_empty();
        can_ask.then(|| Self::Messages {
            language: language.map(str::to_owned),
            may_be_mail: true,
        })
    }

    pub fn request(&self, session: &Session) -> Request {
        match self {
            Self::Messages {
                language,
                may_be_mail,
            } => {
                let mail_keys = mail_failure::KEYS.iter().filter(|_| *may_be_mail);
                let keys: Vec<&str> = KEYS.iter().chain(mail_keys).copied().collect();
                messages_request(session, &keys, language.as_deref())
            }
            Self::Users { name } => user_list_request(session, name).purpose(Purpose::Explain),
        }
    }

    /// Returns the meaning of the text, as far as the reply shows it.
    pub fn read(&self, reply: Reply, text: String) -> Explained {
        let code = match (self, &reply) {
            (Self::Messages { may_be_mail, .. }, Reply::Got(response)) => {
                let answer = ApiResponse::read(response, Format::Json).ok();
                let warning = answer.as_ref().filter(|_| *may_be_mail);
                if let Some(warning) = warning.and_then(|it| mail_failure::find(it, &text)) {
                    return Explained::MailFailed(warning);
                }
                answer.and_then(|answer| find_key(&answer, &text))
            }
            (Self::Users { name }, Reply::Got(response)) => {
                let taken = Page::read(response).listed(name).is_some();
                taken.then(|| "userexists".to_owned())
            }
            (_, Reply::NotSent(_) | Reply::Lost(_)) => None,
        };
        let code = code.unwrap_or_default();
        Explained::Refused(refusal::refused(Dialect::WebForm, &code, text))
    }
}

/// Returns the key of the message with the longest fixed text that occurs in the refusal.
fn find_key(answer: &ApiResponse, refusal_text: &str) -> Option<String> {
    let known = messages(answer).filter_map(|(key, pattern)| {
        let length = matched_length(&pattern, refusal_text)?;
        (length >= MIN_LENGTH).then_some((length, key))
    });
    known.max_by_key(|(length, _)| *length).map(|(_, key)| key)
}
