//! Creating an account through the API of 1.21 to 1.26 (`ApiCreateAccount`).
//!
//! ```text
//!  Ask ◄── begin ──► Token ──► WhoAmI? ──► Create ──► Success, Warning   Done(Created)
//!   │        ▲                    ▲         │ ▲ ├──► NeedCaptcha ─► Ask ──► Create
//!   └────────┤                    └─────────┘ │ └──► refused by a hook ─► Form ─► Ask
//!            │                  (NeedToken, once)
//!            └──── Refused ◄──────────────────┴──► lost, unclear ─► Settle
//! ```
//!
//! An API without the hooks that came with 1.23, or with a ConfirmEdit that does not know
//! them, wants a captcha and does not show it. The sign-up form does, in the same session.
//!
//! One request with everything but the password fetches the token and tells of
//! missing rights, blocks and a read-only wiki before a secret is sent.

mod said;

use serde::{Deserialize, Serialize};

use self::said::{LegacyCaptcha, Said};
use super::{
    Flow, Input, Outcome, Pause, Poll,
    create::Hand,
    fields::check_names,
    inform, refusal,
    settle::{Known, Settle, Verdict},
    web_form,
};
use crate::{
    Answers, Ask, Captcha, Created, Dialect, Field, FieldKind, Misuse, NewAccount, Reason, Refused,
    Secret, Session, Unknown, Warning, name,
    reason::{created_despite, precedes_captcha},
    wire::{
        Form, Kind, Purpose, Reply, Request,
        answer::{Answer as ApiAnswer, ApiError, text},
    },
};

/// The field in which a password is asked for.
const PASSWORD: &str = "password";

/// The machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LegacyApi {
    account: NewAccount,
    /// The captcha that the wiki showed last, until it is spent.
    captcha: Option<LegacyCaptcha>,
    /// The answer to it, by the wiki's parameters; kept while the captcha is good.
    #[serde(skip)]
    solution: Option<Vec<(String, Secret)>>,
    /// What a hook said when the captcha in the form had not been answered.
    hook_said: Option<String>,
    /// Whether a token that came in this try was sent.
    fresh_token: bool,
    /// Whether the early bug that answers `nocookiesfornew` was met.
    cookies_retried: bool,
    state: State,
}

/// Only what waits for the caller can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// A request without token and password, to get the token.
    #[serde(skip)]
    Token,
    /// Whether the creator's login still stands, on wikis that cannot be told to mind it;
    /// if it does, this refusal stands too.
    #[serde(skip)]
    WhoAmI(Option<Refused>),
    #[serde(skip)]
    Create,
    /// A hook refused, perhaps for a captcha that is to be seen in the form alone.
    #[serde(skip)]
    Form {
        refused: Refused,
        /// Whether a captcha of the form had been answered.
        answered: bool,
    },
    /// The password or the answer to a captcha is wanted.
    Ask(Ask),
    /// What came of a request is to be found out; if nothing, this is the refusal.
    #[serde(skip)]
    Settle {
        settle: Settle,
        otherwise: Refused,
    },
    Refused(Refused),
    #[serde(skip)]
    Done(Outcome),
}

impl LegacyApi {
    /// To create `account`.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let mut this = Self {
            account,
            captcha: None,
            solution: None,
            hook_said: None,
            fresh_token: false,
            cookies_retried: false,
            state: State::Token,
        };
        this.state = match this.begun(session) {
            Ok(state) => state,
            Err(misuse) => State::Done(Outcome::Failed(misuse.into())),
        };
        this
    }

    /// Begins a try with the account as it is now.
    fn begun(&mut self, session: &Session) -> Result<State, Misuse> {
        self.fresh_token = false;
        self.cookies_retried = false;
        if let Some(refused) = self.objection()? {
            return Ok(State::Refused(refused));
        }
        Ok(match &session.create_token {
            _ if self.lacks_password() => self.ask_or_send(),
            Some(_) => self.ask_or_send(),
            None => State::Token,
        })
    }

    /// What speaks against sending this account at all.
    fn objection(&self) -> Result<Option<Refused>, Misuse> {
        let account = &self.account;
        if name::normalise(&account.name).is_empty() {
            return Err(Misuse::of("username", "the name of the account is empty"));
        }
        let mut names = account.fields.names();
        if let Some(name) = names.find(|name| !Captcha::FIELDS.contains(name)) {
            return Err(Misuse::of(
                name,
                format!("a wiki of 1.21 to 1.26 knows no field \"{name}\"; leave it out"),
            ));
        }
        if let Some(refused) = refusal::empty_password(account) {
            return Ok(Some(refused));
        }
        Ok(refusal::altered_name(account))
    }

    fn lacks_password(&self) -> bool {
        self.account.password.is_none() && !self.account.mail_password
    }

    /// Asks for what is lacking, or sends what is there: a captcha's answer that the
    /// caller knew beforehand is used once.
    fn ask_or_send(&mut self) -> State {
        if let Some(captcha) = &self.captcha
            && self.solution.is_none()
            && let Ok(solution) = captcha.solution(&self.account.fields)
        {
            self.solution = Some(solution);
            for field in Captcha::FIELDS {
                self.account.fields.take(field);
            }
        }
        let captcha = self.captcha.as_ref().filter(|_| self.solution.is_none());
        let mut ask = captcha.map(LegacyCaptcha::ask).unwrap_or_default();
        // An old wiki asks for everything before it makes the account.
        ask.account_exists = Some(false);
        if self.lacks_password() {
            let label = Some("Password".to_owned());
            ask.fields
                .insert(0, Field::new(PASSWORD, FieldKind::Password, label));
        }
        match ask.fields.is_empty() {
            true => State::Create,
            false => State::Ask(ask),
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
        session.assert(&mut form);
        form
    }

    fn token_request(&self, session: &Session) -> Request {
        Request::post(Kind::Read, &session.api, self.form(session)).purpose(Purpose::Token)
    }

    fn create_request(&self, session: &Session) -> Request {
        let mut form = self.form(session);
        if let (Some(password), false) = (&self.account.password, self.account.mail_password) {
            form.push_secret("password", password);
        }
        if let Some(token) = &session.create_token {
            form.push_token("token", token);
        }
        for (parameter, value) in self.solution.iter().flatten() {
            form.push(parameter, value.expose());
        }
        Request::post(Kind::MayCreate, &session.api, form).purpose(Purpose::Create)
    }

    /// What a request brought; `creates` tells whether an account may have come of it.
    fn read(&mut self, session: &mut Session, reply: Reply, creates: bool) -> State {
        let known = Known {
            since: session.previous_date(&reply),
            token: session.create_token.clone(),
            ..Known::default()
        };
        let response = match reply {
            Reply::Got(response) => response,
            Reply::Lost(fault) if creates => {
                let known = Known {
                    timed_out: fault.timed_out,
                    ..known
                };
                return self.settle(known, refusal::of(fault.into()));
            }
            Reply::NotSent(fault) | Reply::Lost(fault) => {
                return State::Done(Outcome::Failed(fault.into()));
            }
        };
        let answer = match ApiAnswer::read(&response, session.format) {
            Ok(answer) => answer,
            Err(no) if creates && no.may_have_acted => {
                let known = Known {
                    answered: !no.may_go_on,
                    timed_out: no.may_go_on,
                    ..known
                };
                return self.settle(known, refusal::of(no.error));
            }
            Err(no) => return State::Done(Outcome::Failed(no.error)),
        };
        let known = Known {
            answered: true,
            ..known
        };
        if let Some(error) = answer.error(&response) {
            return self.error(session, error, creates.then_some(known));
        }
        match Said::read(answer.get("createaccount"), &session.api) {
            Some(Said::NeedToken(token)) => {
                let minds = !answer.warnings().contains("'assert'");
                self.need_token(session, token, minds)
            }
            Some(Said::NeedCaptcha(captcha)) => self.need_captcha(captcha),
            Some(Said::Created {
                name,
                userid,
                warnings,
            }) => self.created(session, name, userid, warnings),
            Some(Said::Refused { code }) => self.refused(&code, String::new()),
            None => {
                let what = "the wiki neither gives a token for creating accounts nor says why; it is no MediaWiki of 1.21 to 1.26";
                let refused = refusal::ours(Reason::Protocol, what);
                match creates {
                    true => self.settle(known, refused),
                    false => State::Refused(refused),
                }
            }
        }
    }

    /// A token is good until a creation has used it up. One that a former try left
    /// may be used up; one that came in this try is not, so if it does not help,
    /// the session's cookies are being lost.
    ///
    /// `minds` tells whether the wiki heeds `assert`: before 1.23 it does not, and a lost
    /// login would make the account an anonymous one.
    fn need_token(&mut self, session: &mut Session, token: Secret, minds: bool) -> State {
        if self.fresh_token {
            session.create_token = None;
            return State::Done(Outcome::Failed(refusal::session_lost(None)));
        }
        if session.create_token.is_some() {
            // The captcha went with the session that knew the old token.
            self.captcha = None;
            self.solution = None;
        }
        self.fresh_token = true;
        session.create_token = Some(token);
        match session.creator {
            Some(_) if !minds => State::WhoAmI(None),
            _ => self.ask_or_send(),
        }
    }

    /// Whether it is still the creator who speaks.
    fn who_am_i(&mut self, session: &Session, reply: Reply, refused: Option<Refused>) -> State {
        let answer = match inform::answer(reply) {
            Ok((_, answer)) => answer,
            Err(error) => return State::Done(Outcome::Failed(error)),
        };
        let user = &answer.get("query")["userinfo"];
        let name = text(user, "name").filter(|_| user.get("anon").is_none());
        let name = name.unwrap_or_default();
        match session.creator() {
            Some(creator)
                if !name.is_empty() && name::normalise(creator) == name::normalise(&name) =>
            {
                refused.map_or_else(|| self.ask_or_send(), State::Refused)
            }
            _ => State::Done(Outcome::Failed(refusal::session_lost(None))),
        }
    }

    fn need_captcha(&mut self, captcha: LegacyCaptcha) -> State {
        // It shows that the token was good; when the answer comes it may not be any more.
        self.fresh_token = false;
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

    fn created(
        &mut self,
        session: &mut Session,
        name: String,
        userid: Option<u64>,
        codes: Vec<String>,
    ) -> State {
        let warnings = codes.into_iter().map(|code| {
            let message = format!("the wiki created the account and warns: {code}");
            Warning::new(&code, message)
        });
        let mut warnings = Vec::from_iter(warnings);
        warnings.extend(name::changed(&self.account.name, &name));
        self.exists(session, name, userid, warnings)
    }

    /// The end; a creation has used the token up.
    fn exists(
        &mut self,
        session: &mut Session,
        name: String,
        userid: Option<u64>,
        mut warnings: Vec<Warning>,
    ) -> State {
        session.create_token = None;
        warnings.extend(self.account.fields.names().map(|unused| {
            let message = format!("the wiki did not ask for \"{unused}\"");
            Warning::new(Warning::FIELD_UNUSED, message)
        }));
        State::Done(Outcome::Created(Created {
            name,
            userid,
            warnings,
        }))
    }

    /// An error; `known` if the account may exist all the same.
    fn error(&mut self, session: &mut Session, error: ApiError, known: Option<Known>) -> State {
        let ApiError {
            code,
            info,
            retry_after,
        } = error;
        // An early 1.21 answers the first request of a session with this error
        // instead of a token: its cookies are there now.
        if code == "nocookiesfornew" && !self.cookies_retried {
            self.cookies_retried = true;
            return State::Token;
        }
        if matches!(code.as_str(), "createnotoken" | "notoken" | "missingparam") {
            session.facts.dialect = None;
            let what = "this wiki speaks AuthManager, so it is of 1.27 or later; use the authmanager dialect";
            let error = crate::Error::new(Reason::Protocol, what).with_code(code);
            return State::Done(Outcome::Failed(error));
        }
        let reason = refusal::reason(Dialect::LegacyApi, &code);
        if reason == Reason::SessionLost {
            return State::Done(Outcome::Failed(refusal::session_lost(Some(code))));
        }
        if known.is_some() && created_despite(Dialect::LegacyApi, &code) {
            let name = name::normalise(&self.account.name);
            let message = format!("the account exists, its mail was not sent: {info}");
            let mut warnings = vec![Warning::new(&code, message)];
            if name::altered_by_legacy(&name).is_some() {
                let message = "the wiki may have made another name of it, and does not say which";
                warnings.push(Warning::new(Warning::NAME_CHANGED, message));
            }
            return self.exists(session, name, None, warnings);
        }
        // The mail is sent after the creation, and its errors have many codes.
        let mail = self.account.mail_password || self.account.email.is_some();
        let is_unclear = code.starts_with("internal_api_error")
            || code == "unknownerror"
            || reason == Reason::Other
            || (reason == Reason::EmailRequired && mail);
        let answered = self.solution.is_some();
        let mut refused = self.refusal(&code, info);
        refused.retry_after = retry_after;
        match known {
            Some(_) if is_hooks(&code) => State::Form { refused, answered },
            Some(known) if is_unclear => self.settle(known, refused),
            // A creator may lack the right, or not be the creator any more.
            _ if reason == Reason::NotPermitted && session.creator.is_some() => {
                State::WhoAmI(Some(refused))
            }
            _ => State::Refused(refused),
        }
    }

    /// What the form tells of a hook's refusal.
    fn form_seen(
        &mut self,
        session: &Session,
        reply: Reply,
        refused: Refused,
        answered: bool,
    ) -> State {
        // A hook comes after the token, so that was good; when the answer comes it may not be.
        self.fresh_token = false;
        let captcha = match &reply {
            Reply::Got(response) => web_form::captcha_in(session, response),
            Reply::NotSent(_) | Reply::Lost(_) => None,
        };
        let Some(captcha) = captcha.and_then(LegacyCaptcha::of_form) else {
            return State::Refused(refused);
        };
        self.captcha = Some(captcha);
        if !answered {
            self.hook_said = Some(refused.message);
            return self.ask_or_send();
        }
        // The same words as without an answer are about the answer.
        let is_about_captcha = self.hook_said.as_ref() == Some(&refused.message);
        State::Refused(match is_about_captcha {
            true => Refused {
                reason: Reason::CaptchaWrong,
                ..refused
            },
            false => refused,
        })
    }

    fn refused(&mut self, code: &str, message: String) -> State {
        let mut refused = self.refusal(code, message);
        if refused.reason == Reason::Other {
            refused.reason = Reason::RefusedByExtension;
        }
        State::Refused(refused)
    }

    fn refusal(&mut self, code: &str, message: String) -> Refused {
        if self.solution.is_some() && !precedes_captcha(Dialect::LegacyApi, code) {
            self.captcha = None;
            self.solution = None;
        }
        refusal::refused(Dialect::LegacyApi, code, message)
    }

    fn settle(&mut self, known: Known, otherwise: Refused) -> State {
        self.captcha = None;
        self.solution = None;
        if otherwise.reason == Reason::Cancelled {
            return self.unknown(otherwise, None);
        }
        let settle = Settle::new(&self.account.name, Dialect::LegacyApi, known);
        State::Settle { settle, otherwise }
    }

    fn settled(&mut self, session: &mut Session, verdict: Verdict, otherwise: Refused) -> State {
        match verdict {
            Verdict::Created { userid } => {
                let name = name::normalise(&self.account.name);
                let warning = Warning::found(&otherwise);
                self.exists(session, name, userid, vec![warning])
            }
            Verdict::NotThere => State::Refused(refusal::settled(otherwise)),
            Verdict::Older => State::Refused(refusal::older(&self.account.name)),
            Verdict::Unclear(what) => self.unknown(otherwise, Some(what)),
        }
    }

    fn unknown(&self, cause: Refused, what: Option<String>) -> State {
        State::Done(Outcome::Unknown(Unknown::new(
            &self.account.name,
            cause,
            what,
        )))
    }

    fn accept(&mut self, session: &Session, ask: &Ask, answers: &Answers) -> Result<(), Misuse> {
        check_names(&ask.fields, answers.names())?;
        let password = match ask.field(PASSWORD) {
            Some(_) => Some(said::given(answers, PASSWORD)?),
            None => None,
        };
        if let (Some(captcha), Some(_)) = (&self.captcha, &ask.captcha) {
            self.solution = Some(captcha.solution(answers)?);
        }
        if password.is_some() {
            self.account.password = password;
        }
        self.state = match session.create_token {
            Some(_) => self.ask_or_send(),
            None => State::Token,
        };
        Ok(())
    }

    /// What another dialect needs to go on in its place.
    pub fn hand(&self) -> Option<Hand> {
        Some(Hand {
            account: self.account.clone(),
            given: Answers::new(),
        })
    }

    /// What may be written down of it, if it waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        if !matches!(self.state, State::Ask(_) | State::Refused(_)) {
            return None;
        }
        let mut open = self.clone();
        open.account.fields.retain(|_| false);
        Some(open)
    }

    /// Takes up what was written down: the password must be asked for again.
    pub fn resumed(&mut self) {
        if let State::Ask(_) = self.state {
            self.state = self.ask_or_send();
        }
    }

    fn revise(&mut self, session: &Session, account: NewAccount) -> Result<(), Misuse> {
        let mut revised = Self {
            account,
            ..self.clone()
        };
        revised.state = revised.begun(session)?;
        *self = revised;
        Ok(())
    }
}

/// Whether a code is what a hook's refusal is called, or its text (1.22).
fn is_hooks(code: &str) -> bool {
    refusal::reason(Dialect::LegacyApi, code) == Reason::RefusedByExtension
}

impl Flow for LegacyApi {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        match &self.state {
            State::Token => Poll::Send(self.token_request(session)),
            State::WhoAmI(_) => Poll::Send(inform::who_am_i(session)),
            State::Create => Poll::Send(self.create_request(session)),
            State::Form { .. } => {
                Poll::Send(web_form::page_request(session).purpose(Purpose::Explain))
            }
            State::Ask(ask) => Poll::Pause(Pause::Ask(ask.clone())),
            State::Settle { settle, .. } => Poll::Send(settle.request(session)),
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(outcome) => Poll::Done(outcome.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Token);
        self.state = match state {
            State::Token => self.read(session, reply, false),
            State::WhoAmI(refused) => self.who_am_i(session, reply, refused),
            State::Create => self.read(session, reply, true),
            State::Form { refused, answered } => self.form_seen(session, reply, refused, answered),
            State::Settle {
                mut settle,
                otherwise,
            } => match settle.read(session, reply) {
                None => State::Settle { settle, otherwise },
                Some(verdict) => self.settled(session, verdict, otherwise),
            },
            waiting => waiting,
        };
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match (&self.state, input) {
            (State::Ask(ask), Input::Answers(answers)) => {
                let ask = ask.clone();
                self.accept(session, &ask, &answers)
            }
            (State::Ask(_) | State::Refused(_), Input::Revise(account)) => {
                self.revise(session, account)
            }
            (State::Done(Outcome::Failed(error)), Input::Revise(account))
                if error.reason == Reason::InvalidArgument =>
            {
                self.revise(session, account)
            }
            (State::Ask(_), Input::Returned(_)) => {
                Err(Misuse::new("the wiki waits for answers to its fields"))
            }
            (State::Refused(_), _) => Err(Misuse::new(
                "the wiki refused; revise the account to try again",
            )),
            _ => Err(Misuse::new("nothing is asked now")),
        }
    }
}
