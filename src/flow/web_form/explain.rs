//! Finding the reason of a refusal that the wiki gave as text.
//!
//! The texts of the messages that a sign-up form can show are fetched from the API
//! (`meta=allmessages`, 1.16 and later), in the form's language, and compared with the refusal.
//! Without an API, the list of users shows at least whether the name is taken.

use super::{
    Inconclusive, PageRefusal, State, WebForm, mail_failure,
    messages::{MIN_LENGTH, messages, messages_request},
};
use crate::{
    Dialect, Format, Purpose, Reason, Refused, Session, Warning,
    flow::{
        existence::{Evidence, user_list_request},
        refusal,
    },
    http::{Reply, Request},
    mediawiki::{
        api_response::ApiResponse,
        message_pattern::matched_length,
        page::{Page, SignupForm},
    },
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
        /// True if the account may have been created, so that the text may be about its mail.
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

impl WebForm {
    pub(super) fn explain_refusal(&mut self, session: &mut Session, refusal: PageRefusal) -> State {
        let account = &self.attempt.account;
        // A refusal page without the form is not about the name.
        let name = refusal.form.as_ref().map(|_| account.name.as_str());
        let language = self.language_of_page();
        match Explain::needed(&refusal.text, name, language.as_deref(), session) {
            Some(explain) => State::Explain {
                explain,
                refusal,
                evidence: None,
            },
            None => {
                let refused = refusal::refused(Dialect::WebForm, "", refusal.text);
                self.refused(session, refused, refusal.reason, refusal.form)
            }
        }
    }

    /// Handles the meaning of a text. With evidence, the account may exist.
    pub(super) fn explained(
        &mut self,
        session: &mut Session,
        explained: Explained,
        otherwise: Reason,
        form: Option<SignupForm>,
        evidence: Option<Evidence>,
    ) -> State {
        match (explained, evidence) {
            (Explained::MailFailed(warning), _) => {
                self.attempt.discard_captcha(session);
                self.created(session, None, None, Some(warning))
            }
            (Explained::Refused(refused), Some(evidence)) if refused.code.is_none() => {
                self.check_existence(session, evidence, refused, Inconclusive::FormAgain)
            }
            (Explained::Refused(refused), _) => {
                self.attempt.note_nothing_created();
                self.refused(session, refused, otherwise, form)
            }
        }
    }

    /// Returns the language in which a page answers, if the account's language was sent with the
    /// form.
    pub(super) fn language_of_page(&self) -> Option<String> {
        let takes_language = self.form.as_ref().is_some_and(|form| form.takes_language);
        let language = self.attempt.account.language_code();
        language.filter(|_| takes_language)
    }
}
