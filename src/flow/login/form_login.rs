//! Logging in with the login form of the web site, on wikis whose API is disabled.

use super::{LoginReply, refused};
use crate::{
    Credentials, Dialect, Purpose, Reason, Secret, Session,
    flow::refusal,
    http::{Effect, Reply, Request},
    mediawiki::page::{LoginForm, LoginPage},
};

/// Returns the GET for the page with the login form.
pub(in crate::flow) fn page_request(session: &Session) -> Request {
    let query = [("title", "Special:UserLogin"), ("type", "login")];
    Request::get(&session.index(), &query)
}

/// A login of two requests: the first fetches the form, the second sends it.
#[derive(Debug, Clone, Default)]
pub(super) struct FormLogin {
    form: Option<LoginForm>,
}

impl FormLogin {
    pub fn request(&self, session: &Session, credentials: Option<&Credentials>) -> Request {
        let request = match (&self.form, credentials) {
            (None, _) => page_request(session),
            (
                Some(form),
                Some(Credentials::Password {
                    name,
                    password,
                    domain,
                }),
            ) => {
                let filled = form.filled(name, password, domain.as_deref());
                Request::post(Effect::Login, &form.action, filled)
            }
            (Some(form), _) => {
                let filled = form.filled("", &Secret::default(), None);
                Request::post(Effect::Login, &form.action, filled)
            }
        };
        request.purpose(Purpose::LogIn)
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) -> LoginReply {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) | Reply::Lost(error) => return LoginReply::Failed(error.into()),
        };
        let form_was_sent = self.form.is_some();
        match LoginPage::read(&response, session.response_url()) {
            Ok(LoginPage::Form(form, _)) if !form_was_sent => {
                // The API is disabled, so accounts can be created with the sign-up form only.
                session.facts.dialect.get_or_insert(Dialect::WebForm);
                self.form = Some(form);
                LoginReply::Continue
            }
            Ok(LoginPage::Form(form, _)) if form.continues => {
                let message = "this login requires more than a name and a password, which works only through the wiki's API";
                LoginReply::Refused(refusal::without_code(Reason::LoginFailed, message))
            }
            Ok(LoginPage::Form(_, text) | LoginPage::Other(text)) => {
                LoginReply::Refused(refused("", text))
            }
            Ok(LoginPage::LoggedIn(name)) => LoginReply::LoggedIn(Some(name)),
            Err(error) => LoginReply::Failed(error),
        }
    }
}
