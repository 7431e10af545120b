//! Creating an account through the API of 1.21 to 1.26 (`ApiCreateAccount`).
//!
//! ```text
//!  Token ──► Create ──► Success, Warning      Done(Created)
//!    ▲        │ ▲  └──► NeedCaptcha ─► Ask ──► Create
//!    │        │ └─────  NeedToken, once
//!    │        ▼
//!    └────  Refused
//! ```
//!
//! One request with everything but the password fetches the token and tells of
//! missing rights, blocks and a read-only wiki before a secret is sent.

mod said;

use self::said::{LegacyCaptcha, Said};
use super::{Flow, Input, Outcome, Pause, Poll, refusal};
use crate::{
    Answer, Answers, Captcha, Created, Dialect, Error, Misuse, NewAccount, Reason, Refused, Secret,
    Session, Unknown, Warning, name,
    reason::{Phase, created_despite, precedes_captcha},
    wire::{
        Form, Kind, Reply, Request,
        answer::{Answer as ApiAnswer, ApiError},
    },
};

/// The machine.
#[derive(Debug, Clone)]
pub(crate) struct LegacyApi {
    account: NewAccount,
    /// The captcha that the wiki showed last, until it is spent.
    captcha: Option<LegacyCaptcha>,
    /// The answer to it, by the wiki's parameters; kept while the captcha is good.
    solution: Option<Vec<(&'static str, Secret)>>,
    /// Whether a token that came in this try was sent.
    fresh_token: bool,
    /// Whether the early bug that answers `nocookiesfornew` was met.
    cookies_retried: bool,
    state: State,
}

#[derive(Debug, Clone)]
enum State {
    /// A request without token and password, to get the token.
    Token,
    Create,
    /// The wiki wants its captcha answered.
    Ask,
    Refused(Refused),
    Done(Outcome),
}

impl LegacyApi {
    /// To create `account`.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let mut this = Self {
            account,
            captcha: None,
            solution: None,
            fresh_token: false,
            cookies_retried: false,
            state: State::Token,
        };
        this.begin(session);
        this
    }

    /// Begins a try with the account as it is now.
    fn begin(&mut self, session: &Session) {
        self.fresh_token = false;
        self.cookies_retried = false;
        self.state = match self.objection() {
            Some(state) => state,
            None if self.captcha.is_some() && self.solution.is_none() => self.ask_or_send(),
            None if session.create_token.is_some() => State::Create,
            None => State::Token,
        };
    }

    /// What speaks against sending this account at all.
    fn objection(&self) -> Option<State> {
        let failed = |misuse: Misuse| Some(State::Done(Outcome::Failed(misuse.into())));
        let account = &self.account;
        if account.name.trim().is_empty() {
            return failed(Misuse::of("username", "the name of the account is empty"));
        }
        if account.password.is_none() && !account.mail_password {
            return failed(Misuse::of(
                "password",
                "a new account needs a password; give one",
            ));
        }
        if let Some(refused) = refusal::empty_password(account) {
            return Some(State::Refused(refused));
        }
        let known = [Captcha::FIELD, Captcha::CHALLENGE_FIELD];
        if let Some(name) = account.fields.names().find(|name| !known.contains(name)) {
            return failed(Misuse::of(
                name,
                format!("a wiki of 1.21 to 1.26 knows no field \"{name}\"; leave it out"),
            ));
        }
        let altering =
            name::altered_by_legacy(&account.name).filter(|_| !account.allow_altered_name);
        altering.map(|c| {
            State::Refused(refusal::ours(
                Reason::NameInvalid,
                format!("with {c:?} in it this wiki would create another name than the one asked for; choose a name without it"),
            ))
        })
    }

    /// Shows the captcha, or sends the answer that the caller knew beforehand.
    fn ask_or_send(&mut self) -> State {
        let Some(captcha) = &self.captcha else {
            return State::Create;
        };
        let known = &self.account.fields;
        match captcha.solution(known) {
            Ok(solution) => {
                self.solution = Some(solution);
                State::Create
            }
            Err(_) => State::Ask,
        }
    }

    fn form(&self, session: &Session) -> Form {
        let account = &self.account;
        let mut form = Form::new(&[
            ("action", "createaccount"),
            ("format", session.format.as_str()),
            ("name", &account.name),
        ]);
        for (parameter, wish) in [
            ("email", &account.email),
            ("realname", &account.real_name),
            ("domain", &account.domain),
            ("reason", &account.reason),
            ("language", &account.language),
        ] {
            if let Some(wish) = wish {
                form.push(parameter, wish);
            }
        }
        if account.mail_password {
            form.push("mailpassword", "1");
        }
        form
    }

    fn token_request(&self, session: &Session) -> Request {
        Request::post(Kind::Read, &session.api, self.form(session))
    }

    fn create_request(&self, session: &Session) -> Request {
        let mut form = self.form(session);
        if let (Some(password), false) = (&self.account.password, self.account.mail_password) {
            form.push_secret("password", password);
        }
        if let Some(token) = &session.create_token {
            form.push_secret("token", token);
        }
        for (parameter, value) in self.solution.iter().flatten() {
            form.push_secret(parameter, value);
        }
        Request::post(Kind::MayCreate, &session.api, form)
    }

    /// What a request brought; `creates` tells whether an account may have come of it.
    fn read(&mut self, session: &mut Session, reply: Reply, creates: bool) -> State {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::Lost(fault) if creates => return self.unknown(fault.into()),
            Reply::NotSent(fault) | Reply::Lost(fault) => {
                return State::Done(Outcome::Failed(fault.into()));
            }
        };
        let answer = match ApiAnswer::read(&response, session.format) {
            Ok(answer) => answer,
            Err(no) if creates && no.may_have_acted => return self.unknown(no.error),
            Err(no) => return State::Done(Outcome::Failed(no.error)),
        };
        if let Some(error) = answer.error(&response) {
            return self.error(error, creates);
        }
        match Said::read(answer.get("createaccount"), &session.api) {
            Some(Said::NeedToken(token)) => self.need_token(session, token),
            Some(Said::NeedCaptcha(captcha)) => self.need_captcha(captcha),
            Some(Said::Created {
                name,
                userid,
                warnings,
            }) => {
                session.create_token = None;
                self.created(name, userid, warnings)
            }
            Some(Said::Refused { code }) => self.refused(&code, String::new()),
            None if creates => self.unknown(Error::new(
                Reason::Protocol,
                "the wiki's answer has no result this library knows",
            )),
            None => State::Done(Outcome::Failed(Error::new(
                Reason::Protocol,
                "the wiki neither gives a token for creating accounts nor says why; it is no MediaWiki of 1.21 to 1.26",
            ))),
        }
    }

    /// A token is good until a creation has used it up. One that a former try left
    /// may be used up; one that came in this try is not, so if it does not help,
    /// the session's cookies are being lost.
    fn need_token(&mut self, session: &mut Session, token: Secret) -> State {
        if self.fresh_token {
            session.create_token = None;
            return State::Done(Outcome::Failed(refusal::session_lost(None)));
        }
        self.fresh_token = true;
        session.create_token = Some(token);
        State::Create
    }

    fn need_captcha(&mut self, captcha: LegacyCaptcha) -> State {
        if let Some(trouble) = captcha.trouble() {
            self.captcha = None;
            self.solution = None;
            return State::Refused(trouble);
        }
        self.captcha = Some(captcha);
        match self.solution.take() {
            None => self.ask_or_send(),
            Some(_) => State::Refused(refusal::refused(
                Dialect::LegacyApi,
                "captcha-createaccount-fail",
                "the wiki does not accept the answer to its captcha".to_owned(),
            )),
        }
    }

    fn created(&mut self, name: String, userid: Option<u64>, codes: Vec<String>) -> State {
        let mut warnings: Vec<Warning> = name::changed(&self.account.name, &name)
            .into_iter()
            .collect();
        for code in codes {
            let message = format!("the wiki created the account and warns: {code}");
            warnings.push(Warning::new(&code, message));
        }
        if self.solution.is_none() {
            warnings.extend(self.account.fields.names().map(|unused| {
                let message = format!("the wiki did not ask for \"{unused}\"");
                Warning::new(Warning::FIELD_UNUSED, message)
            }));
        }
        State::Done(Outcome::Created(Created {
            name,
            userid,
            warnings,
        }))
    }

    fn error(&mut self, error: ApiError, creates: bool) -> State {
        // An early 1.21 answers the first request of a session with this error
        // instead of a token: its cookies are there now.
        if error.code == "nocookiesfornew" && !self.cookies_retried {
            self.cookies_retried = true;
            return State::Token;
        }
        if creates && created_despite(Dialect::LegacyApi, &error.code) {
            let mut created = self.created(self.account.name.clone(), None, Vec::new());
            if let State::Done(Outcome::Created(created)) = &mut created {
                let message = format!("the account exists, its mail was not sent: {}", error.info);
                created.warnings.push(Warning::new(&error.code, message));
                created.name = name::normalise(&created.name);
            }
            return created;
        }
        let wants_other_token = ["createnotoken", "notoken", "missingparam"];
        if wants_other_token.contains(&error.code.as_str()) {
            return State::Done(Outcome::Failed(
                Error::new(
                    Reason::Protocol,
                    "this wiki speaks AuthManager (it is of 1.27 or later); use the authmanager dialect",
                )
                .with_code(error.code),
            ));
        }
        let reason = Reason::classify(Dialect::LegacyApi, Phase::Create, &error.code);
        if reason == Reason::SessionLost {
            return State::Done(Outcome::Failed(refusal::session_lost(Some(error.code))));
        }
        let is_servers_own =
            error.code.starts_with("internal_api_error") || error.code == "unknownerror";
        if creates && is_servers_own {
            return self.unknown(Error::new(reason, error.info).with_code(error.code));
        }
        let wait = error.retry_after;
        match self.refused(&error.code, error.info) {
            State::Refused(refused) => State::Refused(refusal::after(refused, wait)),
            state => state,
        }
    }

    fn refused(&mut self, code: &str, message: String) -> State {
        if self.solution.is_some() && !precedes_captcha(Dialect::LegacyApi, code) {
            self.captcha = None;
            self.solution = None;
        }
        State::Refused(refusal::refused(Dialect::LegacyApi, code, message))
    }

    fn unknown(&self, error: Error) -> State {
        State::Done(Outcome::Unknown(Unknown::new(&self.account.name, error)))
    }

    fn accept(&mut self, answers: &Answers) -> Result<(), Misuse> {
        let captcha = self.captcha.as_ref();
        let captcha = captcha.ok_or_else(|| Misuse::new("no captcha is asked now"))?;
        self.solution = Some(captcha.solution(answers)?);
        self.state = State::Create;
        Ok(())
    }
}

impl Flow for LegacyApi {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        match &self.state {
            State::Token => Poll::Send(self.token_request(session)),
            State::Create => Poll::Send(self.create_request(session)),
            State::Ask => Poll::Pause(Pause::Ask(
                self.captcha
                    .as_ref()
                    .map(LegacyCaptcha::ask)
                    .unwrap_or_default(),
            )),
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(outcome) => Poll::Done(outcome.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let creates = match self.state {
            State::Token => false,
            State::Create => true,
            State::Ask | State::Refused(_) | State::Done(_) => return,
        };
        self.state = self.read(session, reply, creates);
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match (&self.state, input) {
            (State::Ask, Input::Answers(answers)) => self.accept(&answers),
            (State::Ask | State::Refused(_), Input::Revise(account)) => {
                self.account = account;
                self.begin(session);
                Ok(())
            }
            (State::Ask, Input::Returned(_)) => {
                Err(Misuse::new("the wiki waits for the answer to its captcha"))
            }
            (State::Refused(_), _) => Err(Misuse::new(
                "the wiki refused; revise the account to try again",
            )),
            _ => Err(Misuse::new("nothing is asked now")),
        }
    }
}

/// The text of an answer to a captcha.
fn given(answers: &Answers, name: &str) -> Result<Secret, Misuse> {
    match answers.get(name) {
        Some(Answer::Text(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Answer::Checked(_) | Answer::Many(_)) => Err(Misuse::of(
            name,
            format!("the field \"{name}\" takes a text"),
        )),
        _ => Err(Misuse::of(
            name,
            format!("the field \"{name}\" must be filled"),
        )),
    }
}
