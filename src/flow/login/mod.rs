//! Logging in a creator, on all releases.
//!
//! ```text
//!  OAuth ────────────────────────► WhoAmI ─────────────────────► LoggedIn
//!  bot password ─────────┐
//!  password ─► Client ─► Action (≤1.26) ─► NeedToken ─► Action ─► LoggedIn
//!                 ├────► 1.27+ ─► UI, REDIRECT, RESTART ─► Step ─► Client
//!                 └────► Form (no API) ─────────────────────────► LoggedIn
//! ```
//!
//! `clientlogin` is preferred, since `action=login` of 1.27 and later supports no second factor.
//! Bot passwords work with `action=login` only.

mod action_login;
mod client_login;
mod form_login;

use serde::{Deserialize, Serialize};

pub(super) use self::form_login::page_request;
use self::{action_login::ActionLogin, client_login::ClientLogin, form_login::FormLogin};
use super::{Input, Poll, detect, input::ExpectedInput, refusal, who_am_i};
use crate::{
    AccessToken, Credentials, Dialect, Error, InvalidInput, Reason, Refused, Secret, Session, Step,
    http::Reply, mediawiki::username, reason::Phase,
};

/// A flow that logs a creator in. It ends with the user name as the wiki spells it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Login {
    credentials: Option<Credentials>,
    state: State,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// `action=clientlogin`.
    Client(Box<ClientLogin>),
    /// `action=login`.
    #[serde(skip)]
    Action(ActionLogin),
    /// The login form of the web site.
    #[serde(skip)]
    Form(FormLogin),
    /// Asking for the user of an access token.
    #[serde(skip)]
    WhoAmI,
    #[serde(skip)]
    Ended(Result<Step, Error>),
}

/// The result of one reply, for any login method.
enum LoginReply {
    /// The login continues, or waits for its caller.
    Continue,
    /// The wiki has no AuthManager; continue with `action=login`.
    NoAuthManager,
    /// The wiki has no usable API; continue with the form.
    NoApi,
    /// Logged in. The name is `None` if the wiki reports none.
    LoggedIn(Option<String>),
    Refused(Refused),
    Failed(Error),
}

impl Login {
    /// Starts a login and discards any former one.
    pub fn new(credentials: Credentials, session: &mut Session) -> Self {
        session.log_out();
        session.login_pending = true;
        let state = match &credentials {
            Credentials::OAuth(token) => begin_oauth(token, session),
            Credentials::Password { name, password, .. } => begin_password(name, password, session),
        };
        Self {
            credentials: Some(credentials),
            state: state.unwrap_or_else(|error| State::Ended(Err(error))),
        }
    }

    /// Returns a serialisable copy, if the flow waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        match &self.state {
            State::Client(client) if client.is_waiting() => Some(self.clone()),
            _ => None,
        }
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self, session: &Session) {
        if let State::Client(client) = &mut self.state {
            client.resume(session, self.credentials.as_ref());
        }
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        let credentials = self.credentials.as_ref();
        match &self.state {
            State::Client(client) => client.poll(session),
            State::Action(action) => Poll::Send(action.request(session, credentials)),
            State::Form(form) => Poll::Send(form.request(session, credentials)),
            State::WhoAmI => Poll::Send(who_am_i::request(session)),
            State::Ended(ended) => Poll::Step(ended.clone()),
        }
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let credentials = self.credentials.as_ref();
        let login_reply = match &mut self.state {
            State::Client(client) => client.feed(session, credentials, reply),
            State::Action(action) => action.feed(reply),
            State::Form(form) => form.feed(session, reply),
            State::WhoAmI => oauth_user(session, reply),
            State::Ended(_) => LoginReply::Continue,
        };
        self.state = match login_reply {
            LoginReply::Continue => return,
            LoginReply::NoAuthManager => State::Action(ActionLogin::default()),
            LoginReply::NoApi => State::Form(FormLogin::default()),
            LoginReply::LoggedIn(name) => State::Ended(self.logged_in(session, name)),
            LoginReply::Refused(refused) => State::Ended(Ok(Step::Refused(refused))),
            LoginReply::Failed(error) => State::Ended(Err(error)),
        };
    }

    /// Ends the login. If the wiki reports no name, the given one is used.
    fn logged_in(&mut self, session: &mut Session, name: Option<String>) -> Result<Step, Error> {
        // Drop the credentials, which are no longer needed.
        let given = match self.credentials.take() {
            Some(Credentials::Password { name, .. }) => Some(username::likely(&name)),
            _ => None,
        };
        let Some(name) = name.or(given).filter(|name| !name.is_empty()) else {
            return Err(Error::new(
                Reason::Protocol,
                "the wiki did not report who is logged in",
            ));
        };
        session.set_creator(&name);
        Ok(Step::LoggedIn(name))
    }

    pub fn answer(&mut self, session: &Session, input: Input) -> Result<(), InvalidInput> {
        match (&mut self.state, input) {
            (State::Client(client), input) if client.is_waiting() => {
                client.answer(session, self.credentials.as_ref(), input)
            }
            (State::Ended(Ok(Step::Refused(_))), _) => Err(InvalidInput::new(
                "the wiki did not let this user log in; begin again with other credentials",
            )),
            _ => Err(ExpectedInput::Nothing.error()),
        }
    }
}

fn begin_oauth(token: &AccessToken, session: &mut Session) -> Result<State, Error> {
    session.set_access_token(token.clone())?;
    Ok(State::WhoAmI)
}

fn begin_password(name: &str, password: &Secret, session: &Session) -> Result<State, Error> {
    if name.trim().is_empty() || password.is_empty() {
        let message = "a login requires a name and a password; give both";
        return Err(InvalidInput::new(message).into());
    }
    let facts = &session.facts;
    let has_no_auth_manager =
        facts.auth_manager == Some(false) || facts.dialect == Some(Dialect::LegacyApi);
    Ok(if is_bot_password(name, password) {
        State::Action(ActionLogin::default())
    } else if facts.api_off {
        State::Form(FormLogin::default())
    } else if has_no_auth_manager {
        State::Action(ActionLogin::default())
    } else {
        State::Client(Box::default())
    })
}

/// Reads the user of an access token.
fn oauth_user(session: &mut Session, reply: Reply) -> LoginReply {
    let reply = match detect::api_response(reply) {
        Err(error) => LoginReply::Failed(error),
        Ok(answer) => match answer.error() {
            Some(error) => LoginReply::Refused(refused(&error.code, error.info)),
            None => match who_am_i::user(&answer.get("query")["userinfo"]) {
                Some(name) => LoginReply::LoggedIn(Some(name)),
                None => {
                    let message = "the wiki does not act on the access token: it has no OAuth of this version, or \
                                   its web server drops the header Authorization; use another login, or ask its \
                                   operator";
                    LoginReply::Refused(refusal::without_code(Reason::LoginFailed, message))
                }
            },
        },
    };
    if !matches!(reply, LoginReply::LoggedIn(_)) {
        session.remove_access_token();
    }
    reply
}

/// Returns whether these are credentials of a bot password: `User@bot` with the password, or the
/// user with `bot@password` (1.27 and later: `BotPassword::canonicalizeLoginData`).
fn is_bot_password(name: &str, password: &Secret) -> bool {
    let is_generated = |password: &str| {
        password.len() >= 32
            && password
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'v'))
    };
    let generated = password.expose().rsplit_once('@');
    name.contains('@') || generated.is_some_and(|(_, password)| is_generated(password))
}

/// Returns the refusal of a login. Codes without a reason of their own become
/// [`Reason::LoginFailed`].
fn refused(code: &str, message: String) -> Refused {
    let reason = match Reason::classify(Dialect::AuthManager, Phase::Login, code) {
        Reason::Other => Reason::LoginFailed,
        reason => reason,
    };
    Refused {
        reason,
        ..refusal::refused(Dialect::AuthManager, code, message)
    }
}
