//! Logging in as the creator, on wikis of every age.
//!
//! ```text
//!  OAuth ────────────────────────────► WhoAmI ─► Done
//!  bot password ─────────┐
//!  password ─► Offer ──► Action (≤1.26) ─► NeedToken ─► Action ─► Done
//!                 ├────► Client (1.27+) ─► UI, REDIRECT, RESTART ─► Step ─► Client
//!                 └────► Page ─► Form (no API) ─► Done
//! ```
//!
//! `clientlogin` is used where it is, since `action=login` of 1.27 and later knows no
//! second factor; bot passwords know nothing else.

mod action;

use serde::{Deserialize, Serialize};

use self::action::{Action, Answered};
use super::{
    Flow, Input, Pause, Poll, inform, refusal,
    said::{Fail, Said},
    step::{Step, fill_all},
    web_form::{LoginForm, LoginPage, login_page},
};
use crate::{
    Answers, Ask, Credentials, Dialect, Error, Misuse, Reason, Refused, Secret, Session,
    http_login, name,
    offer::Offer,
    reason::Phase,
    wire::{Form, Kind, Purpose, Reply, Request, answer::text},
};

/// Logs a creator in; ends with the name the wiki knows them by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LogIn {
    credentials: Option<Credentials>,
    /// What was answered to the wiki's first form beside name and password.
    #[serde(skip)]
    given: Answers,
    #[serde(skip)]
    token: Option<Secret>,
    /// Whether `badtoken` was answered with a fresh token already.
    token_renewed: bool,
    state: State,
}

/// Only what waits for the caller can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// What the wiki's log-in form asks is to be found out.
    #[serde(skip)]
    Offer,
    /// The form asks for more than name and password.
    Ask {
        offer: Offer,
        ask: Ask,
    },
    #[serde(skip)]
    Client(Sending),
    /// A form that waits for another token.
    #[serde(skip)]
    Renew(Sending),
    Step(Step),
    #[serde(skip)]
    Action(Action),
    /// The page that people log in on is to be fetched, where there is no API.
    #[serde(skip)]
    Page,
    /// Its form on its way.
    #[serde(skip)]
    Form(LoginForm),
    /// Who an access token stands for.
    #[serde(skip)]
    WhoAmI,
    Refused(Refused),
    #[serde(skip)]
    Done(Result<String, Error>),
}

/// A clientlogin request without its token.
#[derive(Debug, Clone)]
struct Sending {
    form: Form,
    /// The offer behind it, to begin anew with another token; none where it goes on.
    begins: Option<Offer>,
}

impl LogIn {
    /// To log in with `credentials`. Whoever was logged in before is not any more, and
    /// nothing can be created until the login has come to its end.
    pub fn new(credentials: Credentials, session: &mut Session) -> Self {
        session.log_out();
        session.login_pending = true;
        let state = match &credentials {
            Credentials::OAuth(token) if token.is_empty() => {
                let misuse = Misuse::new("the access token is empty; give one");
                State::Done(Err(misuse.into()))
            }
            // It stands in a header, which a line break would end.
            Credentials::OAuth(token) if !token.expose().bytes().all(|b| b.is_ascii_graphic()) => {
                let misuse = Misuse::new("the access token has characters that no token has");
                State::Done(Err(misuse.into()))
            }
            Credentials::OAuth(_) if session.needs_http_login => {
                State::Done(Err(http_login::beside_token()))
            }
            Credentials::OAuth(token) => {
                session.bear(Some(token.clone()));
                State::WhoAmI
            }
            Credentials::Password { name, password, .. } => {
                if name.trim().is_empty() || password.is_empty() {
                    let misuse = Misuse::new("to log in takes a name and a password; give both");
                    State::Done(Err(misuse.into()))
                } else if is_bot(name, password) {
                    State::Action(Action::default())
                } else if session.facts.api_off {
                    State::Page
                } else {
                    State::Offer
                }
            }
        };
        Self {
            credentials: Some(credentials),
            given: Answers::new(),
            token: None,
            token_renewed: false,
            state,
        }
    }

    /// What may be written down of it, if it waits for its caller.
    pub(crate) fn suspended(&self) -> Option<Self> {
        let waits = matches!(self.state, State::Ask { .. } | State::Step(_));
        waits.then(|| self.clone())
    }

    /// Takes up what was written down: the password must be asked for again.
    pub(crate) fn resumed(&mut self, session: &Session) {
        if let State::Ask { offer, .. } = &self.state {
            self.state = self.begin(session, offer.clone());
        }
    }

    fn offered(&mut self, session: &mut Session, reply: Reply) -> State {
        if session.shows_no_api(&reply) {
            session.facts.api_off = true;
            return State::Page;
        }
        match inform::read_login(session, reply) {
            Ok(Some((offer, token))) => {
                self.token = Some(token);
                self.begin(session, offer)
            }
            Ok(None) => State::Action(Action::default()),
            Err(error) => State::Done(Err(error)),
        }
    }

    /// Sends the form if what is known fills it.
    fn begin(&self, session: &Session, offer: Offer) -> State {
        let values = self.values(&offer);
        match fill_all(&offer, &values) {
            Ok(fields) => {
                let mut form = envelope(session);
                form.push("loginreturnurl", session.return_url());
                form.append(fields);
                self.with_token(Sending {
                    form,
                    begins: Some(offer),
                })
            }
            Err(_) => {
                let mut ask = offer.ask(None);
                ask.fields.retain(|field| values.get(&field.name).is_none());
                State::Ask { offer, ask }
            }
        }
    }

    /// Name and password as far as the form has fields for them, and further answers.
    fn values(&self, offer: &Offer) -> Answers {
        let mut values = self.given.clone();
        let fields = offer.shown();
        let mut set = |name: &str, value: Secret| {
            if fields.iter().any(|field| field.name == name) {
                values.set(name, value);
            }
        };
        if let Some(Credentials::Password {
            name,
            password,
            domain,
        }) = &self.credentials
        {
            set("username", Secret::from(name.as_str()));
            if !password.is_empty() {
                set("password", password.clone());
            }
            if let Some(domain) = domain {
                set("domain", Secret::from(domain.as_str()));
            }
        }
        values
    }

    /// A form can go out once there is a token; a resumed session has none.
    fn with_token(&self, sending: Sending) -> State {
        match self.token {
            Some(_) => State::Client(sending),
            None => State::Renew(sending),
        }
    }

    fn client_request(&self, session: &Session, sending: &Sending) -> Request {
        let mut form = sending.form.clone();
        if let Some(token) = &self.token {
            form.push_token("logintoken", token);
        }
        Request::post(Kind::Login, &session.api, form).purpose(Purpose::LogIn)
    }

    fn client(&mut self, session: &mut Session, sending: Sending, reply: Reply) -> State {
        let (response, answer) = match inform::answer(reply) {
            Ok(answered) => answered,
            Err(error) => return State::Done(Err(error)),
        };
        if let Some(error) = answer.error(&response) {
            if error.code == "badtoken" && !self.token_renewed && sending.begins.is_some() {
                self.token_renewed = true;
                return State::Offer;
            }
            let mut refused = refused(&error.code, error.info);
            refused.retry_after = error.retry_after;
            return State::Refused(refused);
        }
        match Said::read(answer.get("clientlogin"), &session.api) {
            Some(Said::Pass(name)) => self.logged_in(session, name),
            Some(Said::Fail(fail)) => State::Refused(self.fail(fail)),
            None => State::Done(Err(Error::new(
                Reason::Protocol,
                "the wiki's answer to the login has no status this library knows",
            ))),
            Some(said) => match Step::of(said) {
                Some(step) => State::Step(step),
                None => State::Offer,
            },
        }
    }

    fn fail(&self, fail: Fail) -> Refused {
        let message = fail
            .message
            .unwrap_or_else(|| format!("the wiki does not let this user log in ({})", fail.code));
        let mut refused = refused(&fail.code, message);
        refused.retry_after = fail.wait;
        refused
    }

    fn action(&mut self, session: &mut Session, action: Action, reply: Reply) -> State {
        let (response, answer) = match inform::answer(reply) {
            Ok(answered) => answered,
            Err(error) => return State::Done(Err(error)),
        };
        if let Some(error) = answer.error(&response) {
            let mut refused = refused(&error.code, error.info);
            refused.retry_after = error.retry_after;
            return State::Refused(refused);
        }
        match action.read(answer.get("login")) {
            Answered::Again(action) => State::Action(action),
            Answered::LoggedIn(name) => self.logged_in(session, name),
            Answered::SessionLost => State::Done(Err(refusal::session_lost(None))),
            Answered::Refused(refused) => State::Refused(refused),
        }
    }

    fn form_request(&self, form: &LoginForm) -> Request {
        match &self.credentials {
            Some(Credentials::Password {
                name,
                password,
                domain,
            }) => form.filled(name, password, domain.as_deref()),
            _ => form.filled("", &Secret::default(), None),
        }
    }

    /// What a page says, before the form is sent or after that.
    fn page(&mut self, session: &mut Session, reply: Reply, sent: bool) -> State {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) | Reply::Lost(fault) => return State::Done(Err(fault.into())),
        };
        match LoginPage::read(session, &response) {
            Ok(LoginPage::Form(form, _)) if !sent => State::Form(form),
            Ok(LoginPage::Form(form, _)) if form.continues => {
                let what = "the wiki asks for more than a name and a password, which is known through its API alone";
                State::Refused(refusal::ours(Reason::LoginFailed, what))
            }
            Ok(LoginPage::Form(_, said) | LoginPage::Other(said)) => {
                State::Refused(refused("", said))
            }
            Ok(LoginPage::LoggedIn(name)) => self.logged_in(session, Some(name)),
            Err(error) => State::Done(Err(error)),
        }
    }

    fn who_am_i(&mut self, session: &mut Session, reply: Reply) -> State {
        let fail = |session: &mut Session, state| {
            session.bear(None);
            state
        };
        let (response, answer) = match inform::answer(reply) {
            Ok(answered) => answered,
            Err(error) => return fail(session, State::Done(Err(error))),
        };
        if let Some(error) = answer.error(&response) {
            let refused = refused(&error.code, error.info);
            return fail(session, State::Refused(refused));
        }
        let user = &answer.get("query")["userinfo"];
        match text(user, "name") {
            Some(name) if user.get("anon").is_none() => self.logged_in(session, Some(name)),
            _ => {
                let what = "the wiki does not know this access token; get a new one";
                let refused = refusal::ours(Reason::LoginFailed, what);
                fail(session, State::Refused(refused))
            }
        }
    }

    /// The name is the wiki's; a wiki that gives none has taken the one it was given.
    fn logged_in(&mut self, session: &mut Session, name: Option<String>) -> State {
        let name = name.or_else(|| match &self.credentials {
            Some(Credentials::Password { name, .. }) => Some(name::normalise(name)),
            _ => None,
        });
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return State::Done(Err(Error::new(
                Reason::Protocol,
                "the wiki does not say who is logged in",
            )));
        };
        // The credentials have done their work.
        self.credentials = None;
        self.given = Answers::new();
        session.logged_in(&name);
        State::Done(Ok(name))
    }
}

impl Flow for LogIn {
    type Done = Result<String, Error>;

    fn poll(&self, session: &Session) -> Poll<Self::Done> {
        match &self.state {
            State::Offer => Poll::Send(inform::login_request(session)),
            State::Ask { ask, .. } => Poll::Pause(Pause::Ask(ask.clone())),
            State::Client(sending) => Poll::Send(self.client_request(session, sending)),
            State::Renew(_) => Poll::Send(inform::login_request(session)),
            State::Step(step) => Poll::Pause(step.pause(None)),
            State::Action(action) => Poll::Send(action.request(session, self.credentials.as_ref())),
            State::Page => Poll::Send(login_page(session)),
            State::Form(form) => Poll::Send(self.form_request(form)),
            State::WhoAmI => Poll::Send(inform::who_am_i(session)),
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(done) => Poll::Done(done.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Offer);
        self.state = match state {
            State::Offer => self.offered(session, reply),
            State::Client(sending) => self.client(session, sending, reply),
            State::Renew(sending) => match inform::read_login(session, reply) {
                Ok(Some((_, token))) => {
                    self.token = Some(token);
                    State::Client(sending)
                }
                Ok(None) => State::Done(Err(refusal::session_lost(None))),
                Err(error) => State::Done(Err(error)),
            },
            State::Action(action) => self.action(session, action, reply),
            State::Page => self.page(session, reply, false),
            State::Form(_) => self.page(session, reply, true),
            State::WhoAmI => self.who_am_i(session, reply),
            waiting => waiting,
        };
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match (&self.state, input) {
            (State::Ask { offer, ask }, Input::Answers(answers)) => {
                super::fields::check_names(&ask.fields, answers.names())?;
                let mut values = self.values(offer);
                let mut given = self.given.clone();
                for (name, answer) in answers {
                    values.set(name.as_str(), answer.clone());
                    given.set(name, answer);
                }
                fill_all(offer, &values)?;
                let offer = offer.clone();
                self.given = given;
                self.state = self.begin(session, offer);
                Ok(())
            }
            (State::Step(step), input) => {
                let fields = step.fill(input)?;
                let mut form = envelope(session);
                match step.restarts() {
                    Some(preserves) => {
                        form.push("loginreturnurl", session.return_url());
                        if preserves {
                            form.push("loginpreservestate", "1");
                        }
                    }
                    None => form.push("logincontinue", "1"),
                }
                form.append(fields);
                self.state = self.with_token(Sending { form, begins: None });
                Ok(())
            }
            (State::Ask { .. }, _) => Err(Misuse::new("the wiki waits for answers to its fields")),
            (State::Refused(_), _) => Err(Misuse::new(
                "the wiki did not let this user log in; begin again with other credentials",
            )),
            _ => Err(Misuse::new("nothing is asked now")),
        }
    }
}

/// Bot passwords come as `User@bot` and the password, or as the user and `bot@password`
/// (1.27 and later: `BotPassword::canonicalizeLoginData`).
fn is_bot(name: &str, password: &Secret) -> bool {
    let is_generated = |password: &str| {
        password.len() >= 32
            && password
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'v'))
    };
    let generated = password.expose().rsplit_once('@');
    name.contains('@') || generated.is_some_and(|(_, password)| is_generated(password))
}

fn envelope(session: &Session) -> Form {
    let mut form = Form::new(&[
        ("action", "clientlogin"),
        ("format", "json"),
        ("formatversion", "2"),
    ]);
    if session.facts.codes_only_raw {
        form.push("loginmessageformat", "raw");
    }
    form
}

/// A refusal to log in: whatever a wiki says there that means nothing else is about the
/// login.
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
