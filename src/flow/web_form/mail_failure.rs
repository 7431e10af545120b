//! Finding out from a page that the mail of a new account was not sent (1.16 to 1.26; AuthManager
//! does not report it).
//!
//! The form says so with the wiki's own messages (LoginForm, SpecialUserlogin.php): `mailerror` above
//! the form shown again, if the password was to be mailed, and `confirmemail_sendfailed` on the page
//! of success, if the address was to be confirmed. Both contain the mailer's error.

use super::{State, WebForm};
use crate::{
    Format, Session, Warning,
    account::non_empty,
    flow::messages::{MIN_LENGTH, messages, messages_request},
    http::{Reply, Request},
    mediawiki::{
        api_response::ApiResponse,
        message_pattern::{ShownText, parameter},
        page::Page,
    },
};

/// The message above the form.
const ABOVE_FORM: &str = "mailerror";

/// Keys of the messages: those of the form, and those of the mailer that have a text of their own
/// (UserMailer). The texts of `php-mail-error` and `pear-mail-error` are only what the mailer gave.
pub(super) const KEYS: [&str; 5] = [
    ABOVE_FORM,
    "confirmemail_sendfailed",
    "php-mail-error-unknown",
    "user-mail-no-addy",
    "user-mail-no-body",
];

/// A question whether a page of success says that a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MailQuestion {
    /// The language of the page, if it was requested.
    pub language: Option<String>,
    /// The text of the page.
    pub text: String,
}

impl MailQuestion {
    pub fn request(&self, session: &Session) -> Request {
        messages_request(session, &KEYS, self.language.as_deref())
    }

    /// Reads the messages in the reply.
    pub fn read(reply: Reply) -> Vec<(String, String)> {
        let Reply::Got(response) = reply else {
            return Vec::new();
        };
        let answer = ApiResponse::read(&response, Format::Json);
        answer.map_or_else(|_| Vec::new(), |answer| mail_messages(&answer).collect())
    }

    /// Returns the warning that the mail was not sent, if the page says so with one of the messages.
    pub fn warning(&self, messages: &[(String, String)]) -> Option<Warning> {
        find_in(messages, &self.text)
    }
}

/// Returns the messages of an answer that may say that a mail was not sent.
fn mail_messages(answer: &ApiResponse) -> impl Iterator<Item = (String, String)> {
    messages(answer).filter(|(key, _)| KEYS.contains(&key.as_str()))
}

/// Returns the warning that a mail was not sent, if `text` says so with one of the messages in
/// `answer`. Its code is the mailer's if the text shows it, and otherwise the key of the message.
pub(super) fn find(answer: &ApiResponse, text: &str) -> Option<Warning> {
    find_in(&mail_messages(answer).collect::<Vec<_>>(), text)
}

fn find_in(messages: &[(String, String)], text: &str) -> Option<Warning> {
    let shown = ShownText::new(text);
    let occurs = |(_, message): &&(String, String)| {
        let length = shown.matched_length(message);
        length.is_some_and(|length| length >= MIN_LENGTH)
    };
    let (mailers, forms): (Vec<_>, Vec<_>) = messages
        .iter()
        .filter(occurs)
        .partition(|(key, _)| key.contains("-mail-"));
    let (key, message) = forms.first()?;
    let code = mailers.first().map_or(key, |(code, _)| code);
    let error = parameter(message, "$1", text);
    Some(Warning::mail_not_sent(code, error.as_deref()))
}

/// Returns the warning for an error above the form, although the account was created: only the mail
/// can have failed.
pub(super) fn above_form(text: &str) -> Warning {
    Warning::mail_not_sent(ABOVE_FORM, Some(text))
}

impl WebForm {
    /// Returns the question whether a page of success says that a mail was not sent, if it may say
    /// so: up to 1.26, about the mail that confirms an address.
    pub(super) fn mail_question(&self, session: &Session, page: &Page) -> Option<MailQuestion> {
        let account = &self.attempt.account;
        let has_address = non_empty(&account.email).is_some();
        let tells_of_mail = self.form.as_ref().is_some_and(|form| !form.modern);
        let text = page.text();
        let can_ask = !session.facts.api_off && !text.is_empty();
        (has_address && !account.mail_password && tells_of_mail && can_ask).then(|| MailQuestion {
            language: self.page_language.clone(),
            text,
        })
    }

    /// Handles a created account, about whose mail the wiki may have to be asked first.
    pub(super) fn created_with_mail(
        &mut self,
        session: &mut Session,
        name: Option<String>,
        user_id: Option<u64>,
        mail: Option<MailQuestion>,
    ) -> State {
        let Some(question) = mail else {
            return self.created(session, name, user_id, None);
        };
        let language = question.language.as_deref();
        match session.mail_messages.texts(language) {
            Some(messages) => {
                let warning = question.warning(messages);
                self.created(session, name, user_id, warning)
            }
            None => State::AskMail {
                question,
                name,
                user_id,
            },
        }
    }
}
