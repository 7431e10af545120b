//! Logging in a creator, on all releases.
//!
//! ```text
//!  OAuth ────────────────────────► WhoAmI ──────────────────────► LoggedIn
//!  bot password ─► Action ─► LoggedIn, or Client (not a bot password)
//!  password ─► Client ─► Action (≤1.26) ─► NeedToken ─► Action ─► LoggedIn
//!                 │         └─► refused ─► Form (captcha?) ─► Ask ─► Form
//!                 ├────► 1.27+ ─► UI, REDIRECT, RESTART ─► Step ─► Client
//!                 │         └─► refused ─► Client (captcha?) ─► Ask ─► Client
//!                 └────► Form (no API) ─────────────────────────► LoggedIn
//! ```
//!
//! `clientlogin` is preferred, since `action=login` of 1.27 and later supports no second factor.
//! Bot passwords work with `action=login` only.
//!
//! ConfirmEdit asks for a captcha after failed logins (`badlogin`, `badloginperuser`). Without its
//! answer it rejects any password as wrong (`SimpleCaptcha::confirmUserLogin`,
//! `CaptchaPreAuthenticationProvider::testForAuthentication`), so after such a refusal the wiki is
//! asked whether there is a captcha now. A refused login keeps its session for the next try.

mod action_login;
mod client_login;
mod form_login;

use serde::{Deserialize, Serialize};

use self::{action_login::ActionLogin, client_login::ClientLogin, form_login::FormLogin};
use super::{Input, Poll, detect, input::ExpectedInput, refusal, throttle, who_am_i};
use crate::{
    AccessToken, Credentials, Dialect, Error, InvalidInput, Reason, Refused, Secret, Session, Step,
    http::Reply, mediawiki::username, reason::Phase,
};

/// A flow that logs a creator in. It ends with the user name as the wiki spells it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Login {
    credentials: Option<Credentials>,
    state: State,
    /// The refusal of `action=login`, after which the login continues with `clientlogin`.
    #[serde(skip)]
    bot_refusal: Option<Refused>,
    /// True if the login form shows captchas that the API does not (up to 1.26), so that the next
    /// try uses the form.
    prefers_form: bool,
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
    Form(Box<FormLogin>),
    /// Asking for the user of an access token.
    #[serde(skip)]
    WhoAmI,
    /// Asking for the messages that tell how long to wait after a refusal.
    #[serde(skip)]
    HowLong(Refusal),
    /// Refused. Other credentials can be tried in the same session.
    Refused(Refusal),
    #[serde(skip)]
    Ended(Result<Step, Error>),
}

/// A refused try.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Refusal {
    refused: Refused,
    about: About,
}

/// The possible subjects of a refusal that says that the password is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum About {
    /// The password: the wiki asks for no captcha.
    Password,
    /// The password or the answer to the captcha.
    PasswordOrCaptcha,
    /// The password or a captcha that the wiki did not show.
    Unclear,
}

/// The result of one reply, for any login method.
enum LoginReply {
    /// The login continues, or waits for its caller.
    Continue,
    /// The wiki has no AuthManager; continue with `action=login`.
    NoAuthManager,
    /// The wiki has no usable API; continue with the form.
    NoApi,
    /// `action=login` of 1.27 and later refused, which `clientlogin` might not.
    TryClientLogin(Refused),
    /// `action=login` up to 1.26 refused, perhaps for want of a captcha that only the form shows.
    LookForCaptcha(Refused),
    /// Logged in. The name is `None` if the wiki reports none.
    LoggedIn(Option<String>),
    Refused(Refusal),
    Failed(Error),
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self {
            refused,
            about: About::Unclear,
        }
    }
}

impl Refusal {
    /// Returns the refusal for the caller. It says so if the captcha's answer may be what was wrong.
    fn shown(mut self) -> Self {
        let refused = &mut self.refused;
        let code = refused.code.as_deref().unwrap_or_default();
        let is_ambiguous = code.is_empty() || is_wrong_password(code);
        if self.about == About::PasswordOrCaptcha
            && refused.reason == Reason::LoginFailed
            && is_ambiguous
        {
            refused.message = format!(
                "{} (the password or the answer to the captcha is wrong; the wiki does not tell which)",
                refused.message.trim_end()
            );
        }
        self
    }
}

impl Login {
    /// Starts a login and discards any former one.
    pub fn new(credentials: Credentials, session: &mut Session) -> Self {
        session.log_out();
        let mut login = Self {
            credentials: None,
            state: State::WhoAmI,
            bot_refusal: None,
            prefers_form: false,
        };
        login.begin(credentials, session);
        login
    }

    /// Begins a try with these credentials.
    fn begin(&mut self, credentials: Credentials, session: &mut Session) {
        session.login_pending = true;
        let state = match &credentials {
            Credentials::OAuth(token) => begin_oauth(token, session),
            Credentials::Password { name, password, .. } => {
                begin_password(name, password, self.prefers_form, session)
            }
        };
        self.credentials = Some(credentials);
        self.bot_refusal = None;
        self.state = state.unwrap_or_else(|error| State::Ended(Err(error)));
    }

    /// Returns a serialisable copy, if the flow waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        let is_waiting = match &self.state {
            State::Client(client) => client.is_waiting(),
            State::Form(form) => form.is_waiting(),
            State::Refused(_) => true,
            State::Action(_) | State::WhoAmI | State::HowLong(_) | State::Ended(_) => false,
        };
        is_waiting.then(|| self.clone())
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self, session: &Session) {
        match &mut self.state {
            State::Client(client) => client.resume(session, self.credentials.as_ref()),
            State::Form(form) => form.resume(),
            _ => {}
        }
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        let credentials = self.credentials.as_ref();
        match &self.state {
            State::Client(client) => client.poll(session),
            State::Action(action) => Poll::Send(action.request(session, credentials)),
            State::Form(form) => form.poll(session, credentials),
            State::WhoAmI => Poll::Send(who_am_i::request(session)),
            State::HowLong(_) => Poll::Send(throttle::login_request(session)),
            State::Refused(refusal) => Poll::Step(Ok(Step::Refused(refusal.refused.clone()))),
            State::Ended(ended) => Poll::Step(ended.clone()),
        }
    }

    /// Returns whether the wiki has refused the password, and not for want of a captcha.
    pub fn is_wrong_password(&self) -> bool {
        let State::Refused(Refusal { refused, about }) = &self.state else {
            return false;
        };
        *about == About::Password && refused.code.as_deref().is_some_and(is_wrong_password)
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let credentials = self.credentials.as_ref();
        let login_reply = match &mut self.state {
            State::Client(client) => client.feed(session, credentials, reply),
            State::Action(action) => action.feed(credentials, reply),
            State::Form(form) => form.feed(session, reply),
            State::WhoAmI => oauth_user(session, reply),
            State::HowLong(refusal) => {
                let mut refusal = refusal.clone();
                let refused = &mut refusal.refused;
                refused.retry_after = throttle::read_login(reply, &refused.message);
                self.state = State::Refused(refusal);
                return;
            }
            State::Refused(_) | State::Ended(_) => LoginReply::Continue,
        };
        self.state = match login_reply {
            LoginReply::Continue => return,
            LoginReply::NoAuthManager => State::Action(ActionLogin::default()),
            LoginReply::NoApi => State::Form(Box::default()),
            LoginReply::TryClientLogin(refused) if session.facts.auth_manager == Some(false) => {
                self.refused(session, refused.into())
            }
            LoginReply::TryClientLogin(refused) => {
                self.bot_refusal = Some(refused);
                State::Client(Box::default())
            }
            LoginReply::LookForCaptcha(refused) => {
                State::Form(Box::new(FormLogin::after_api(refused)))
            }
            LoginReply::LoggedIn(name) => State::Ended(self.logged_in(session, name)),
            LoginReply::Refused(refusal) => self.refused(session, refusal),
            LoginReply::Failed(error) => State::Ended(Err(error)),
        };
    }

    /// Ends the login. If the wiki reports no name, the given one is used.
    fn logged_in(&mut self, session: &mut Session, name: Option<String>) -> Result<Step, Error> {
        let is_bot = match (&self.state, &self.credentials) {
            (
                State::Action(_),
                Some(Credentials::Password {
                    name: given,
                    password,
                    ..
                }),
            ) => {
                // An account may have a name and a password of this form too.
                let is_account = name
                    .as_deref()
                    .is_some_and(|name| username::possibly_same(name, given));
                is_bot_password(given, password) && !(given.contains('@') && is_account)
            }
            _ => false,
        };
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
        session.is_bot_password = is_bot;
        Ok(Step::LoggedIn(name))
    }

    /// Ends with a refusal. The next try uses the form if only the form shows captchas.
    fn refused(&mut self, session: &Session, refusal: Refusal) -> State {
        self.prefers_form = matches!(self.state, State::Form(_))
            && !session.facts.api_off
            && refusal.about == About::PasswordOrCaptcha;
        let mut refusal = match self.bot_refusal.take() {
            // Of a name and a password that are no account's, the bot's refusal tells more.
            Some(refused) if refusal.refused.reason == Reason::LoginFailed => refused.into(),
            _ => refusal.shown(),
        };
        let refused = &mut refusal.refused;
        if refused.reason == Reason::Throttled && refused.retry_after.is_none() {
            refused.retry_after = throttle::english_wait(&refused.message);
            if refused.retry_after.is_none() && matches!(self.state, State::Client(_)) {
                return State::HowLong(refusal);
            }
        }
        State::Refused(refusal)
    }

    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        match (&mut self.state, input) {
            (State::Client(client), input) if client.is_waiting() => {
                client.answer(session, self.credentials.as_ref(), input)
            }
            (State::Form(form), input) if form.is_waiting() => form.answer(input),
            (State::Refused(_), Input::ReviseLogin(credentials)) => {
                self.begin(credentials, session);
                Ok(())
            }
            (State::Ended(Err(error)), Input::ReviseLogin(credentials))
                if error.reason == Reason::InvalidArgument =>
            {
                self.begin(credentials, session);
                Ok(())
            }
            (State::Refused(_), _) => Err(InvalidInput::new(
                "the wiki did not let this user log in; revise the login with other credentials",
            )),
            _ => Err(ExpectedInput::Nothing.error()),
        }
    }
}

fn begin_oauth(token: &AccessToken, session: &mut Session) -> Result<State, Error> {
    session.set_access_token(token.clone())?;
    Ok(State::WhoAmI)
}

fn begin_password(
    name: &str,
    password: &Secret,
    prefers_form: bool,
    session: &Session,
) -> Result<State, Error> {
    if name.trim().is_empty() || password.is_empty() {
        let message = "a login requires a name and a password; give both";
        return Err(InvalidInput::new(message).into());
    }
    let facts = &session.facts;
    let has_no_auth_manager =
        facts.auth_manager == Some(false) || facts.dialect == Some(Dialect::LegacyApi);
    Ok(if is_bot_password(name, password) {
        State::Action(ActionLogin::default())
    } else if facts.api_off || prefers_form {
        State::Form(Box::default())
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
            Some(error) => LoginReply::Refused(refused(&error.code, error.info).into()),
            None => match who_am_i::user(&answer.get("query")["userinfo"]) {
                Some(name) => LoginReply::LoggedIn(Some(name)),
                None => {
                    let message = "the wiki does not act on the access token: it has no OAuth of this version, or \
                                   its web server drops the header Authorization; use another login, or ask its \
                                   operator";
                    LoginReply::Refused(refusal::without_code(Reason::LoginFailed, message).into())
                }
            },
        },
    };
    if !matches!(reply, LoginReply::LoggedIn(_)) {
        session.remove_access_token();
    }
    reply
}

/// Returns whether these can be credentials of a bot password: `User@bot` with the password, or the
/// user with `bot@password`. The wiki takes no other password for one than 32 or more characters of
/// those that it generates (1.27 and later: `BotPassword::canonicalizeLoginData`).
fn is_bot_password(name: &str, password: &Secret) -> bool {
    let is_generated = |password: &str| {
        password.len() >= 32
            && password
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'w'))
    };
    let password = password.expose();
    let (_, after_bot) = password.rsplit_once('@').unwrap_or_default();
    name.contains('@') && is_generated(password) || is_generated(after_bot)
}

/// Returns whether a code says that the password is wrong, although a captcha may be missing.
fn is_wrong_password(code: &str) -> bool {
    matches!(code, "wrongpassword" | "WrongPass" | "WrongPluginPass")
}

/// Returns the message for a captcha that the wiki asks for since its refusal.
fn captcha_wanted(message: &str) -> String {
    format!(
        "{} (the wiki asks for a captcha now, and without an answer it may refuse the right password too)",
        message.trim_end()
    )
}

/// Returns the refusal of a login to a wiki whose server determines the user itself, as with
/// Auth_remoteuser: name and password would not be checked.
fn server_login(user: Option<&str>) -> Refused {
    let message = match user {
        Some(user) => format!(
            "the server itself logs this client in, as \"{user}\", so nobody can log in with a name and a password; leave the login out to create accounts as this user"
        ),
        None => "the server itself determines who is logged in, so nobody can log in with a name and a password, and this client is not logged in".to_owned(),
    };
    refusal::without_code(Reason::LoginFailed, message)
}

/// Returns the refusal of a login. Codes without a reason of their own become
/// [`Reason::LoginFailed`], and so do those about the name or another field of a new account: here
/// they are about the creator's own. A password that is too short to log in with is
/// [`Reason::PasswordWeak`].
fn refused(code: &str, message: String) -> Refused {
    use Reason::*;
    let reason = match Reason::classify(Dialect::AuthManager, Phase::Login, code) {
        Other | RefusedByExtension | NameTaken | NameInvalid | EmailInvalid | EmailRequired
        | FieldInvalid => LoginFailed,
        reason => reason,
    };
    Refused {
        reason,
        ..refusal::refused(Dialect::AuthManager, code, message)
    }
}
