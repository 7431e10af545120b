//! Creating an account through the API of 1.21 to 1.26 (`ApiCreateAccount`).
//!
//! ```text
//!  Ask ◄── begin ─► SignupPage? ─► Token ─► WhoAmI? ─► Create ─► Success, Warning     Created
//!   │        ▲                               ▲          │ ▲ ├─► NeedCaptcha ─► Ask ─► Create
//!   └────────┤                               └──────────┘ │ └─► refused by a hook ─► Explain
//!            │                             (NeedToken, once) │    Explain ─► Refused, Form ─► Ask
//!            └──── Refused ◄──────────────────────────────┴─► lost, unclear ─► CheckExistence
//! ```
//!
//! The API accepts values that the wiki has no field for, and ignores them or refuses them with
//! another message. If the account has such a value, the sign-up page shows beforehand whether the
//! wiki has the field: see `signup_page`.
//!
//! An API without the hooks of 1.23, or with a ConfirmEdit that does not use them, requires a
//! captcha but does not show it. The sign-up form shows it in the same session, and is asked for if a
//! hook's text is none of the wiki's messages.
//!
//! The first request contains everything but the password. It returns the token, and it reports
//! missing rights, blocks and read-only mode before a secret is sent. A sign-up page with the form
//! shows that there are none of these, and has the token, which is used unless a creator is logged
//! in.

mod captcha;
mod explain;
mod requests;
mod responses;
mod signup_page;

use serde::{Deserialize, Serialize};

use self::explain::Explain;
use super::{
    Input, Poll,
    attempt::{Attempt, Fallback, Outcome, PendingCheck},
    conclusion::Conclusion,
    detect,
    existence::{Evidence, Existence},
    fields::check_names,
    input::ExpectedInput,
    refusal, web_form, who_am_i,
};
use crate::{
    Answers, Ask, Captcha, Dialect, Error, Field, FieldKind, InvalidInput, NewAccount, Purpose,
    Reason, Refused, Secret, Session, Step, Warning, http::Reply,
    mediawiki::create_account_result::LegacyCaptcha, reason::precedes_captcha,
};

/// The name of the field that asks for a password.
const PASSWORD: &str = "password";

/// A creation through the legacy API.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LegacyApi {
    attempt: Attempt,
    state: State,
    /// The captcha that the wiki showed last, until its answer is used.
    captcha: Option<LegacyCaptcha>,
    /// The text of a hook's refusal from before the captcha of the form was answered.
    hook_message: Option<String>,
    /// True if the token was received in this attempt.
    token_is_fresh: bool,
    /// True if the sign-up page was asked for in this creation.
    #[serde(default)]
    signup_page_tried: bool,
    /// True if the `nocookiesfornew` error of early 1.21 was already answered with another request.
    cookies_retried: bool,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// Reading from the sign-up page which values the wiki has a field for.
    #[serde(skip)]
    SignupPage,
    /// A request without token and password, to get the token.
    #[serde(skip)]
    Token,
    /// Checking whether the creator is still logged in, on wikis without `assert`.
    #[serde(skip)]
    WhoAmI(AfterWhoAmI),
    #[serde(skip)]
    Create,
    /// Asking what the text of a hook's refusal means.
    #[serde(skip)]
    Explain {
        explain: Explain,
        refused: Refused,
        /// True if a captcha of the form had been answered.
        captcha_answered: bool,
    },
    /// Looking for the captcha in the sign-up form, after a hook refused. The hook may require a
    /// captcha that only the form shows.
    #[serde(skip)]
    Form {
        refused: Refused,
        /// True if a captcha of the form had been answered.
        captcha_answered: bool,
    },
    /// Asking for the password or the captcha answer.
    Ask(Ask),
    /// Checking whether a request created the account.
    #[serde(skip)]
    CheckExistence(Box<PendingCheck>),
    Concluded(Conclusion),
}

/// The use of the knowledge that the creator is still logged in.
#[derive(Debug, Clone)]
enum AfterWhoAmI {
    /// This token is the creator's. Until then nothing is created with it, in no attempt of the session:
    /// a wiki that has lost the login gives a visitor's token.
    Use(Secret),
    Refuse(Refused),
}

impl From<Outcome> for State {
    fn from(outcome: Outcome) -> Self {
        outcome
            .conclusion()
            .map_or_else(Self::CheckExistence, Self::Concluded)
    }
}

impl From<Result<Step, Error>> for State {
    fn from(ended: Result<Step, Error>) -> Self {
        Self::Concluded(ended.into())
    }
}

impl From<Refused> for State {
    fn from(refused: Refused) -> Self {
        Self::Concluded(Conclusion::Refused(refused))
    }
}

impl LegacyApi {
    /// Starts a creation.
    pub fn new(attempt: Attempt, session: &Session) -> Self {
        let mut this = Self {
            attempt,
            state: State::Token,
            captcha: None,
            hook_message: None,
            token_is_fresh: false,
            signup_page_tried: false,
            cookies_retried: false,
        };
        let begun = this.begin(session);
        this.state = begun.unwrap_or_else(|invalid| State::Concluded(invalid.into()));
        this
    }

    /// Starts an attempt with the current account.
    fn begin(&mut self, session: &Session) -> Result<State, InvalidInput> {
        self.token_is_fresh = false;
        self.cookies_retried = false;
        if let Some(refused) = check_account(&self.attempt.account)? {
            return Ok(refused.into());
        }
        self.next_state(session)
    }

    /// Returns the next state before the creation is sent.
    fn next_state(&mut self, session: &Session) -> Result<State, InvalidInput> {
        if self.needs_signup_page(session) {
            return Ok(State::SignupPage);
        }
        self.check_offered(session)?;
        Ok(match &session.create_token {
            None if !self.lacks_password() => State::Token,
            _ => self.ask_or_send(),
        })
    }

    fn proceed(&mut self, session: &Session) -> State {
        let next = self.next_state(session);
        next.unwrap_or_else(|invalid| State::Concluded(invalid.into()))
    }

    fn lacks_password(&self) -> bool {
        let account = &self.attempt.account;
        account.password.is_none() && !account.mail_password
    }

    /// Asks for missing values, or sends the creation.
    fn ask_or_send(&self) -> State {
        let is_unanswered = |shown: &&LegacyCaptcha| {
            captcha::parameters(shown, |name| self.captcha_answer(name)).is_err()
        };
        let unanswered = self.captcha.as_ref().filter(is_unanswered);
        let mut ask = unanswered.map(captcha::ask).unwrap_or_default();
        // A legacy wiki asks for everything before it creates the account.
        ask.account_exists = self.attempt.state.account_exists();
        if self.lacks_password() {
            let label = Some("Password".to_owned());
            ask.fields
                .insert(0, Field::new(PASSWORD, FieldKind::Password, label));
        }
        if ask.fields.is_empty() {
            State::Create
        } else {
            State::Ask(ask)
        }
    }

    /// Reads whether the creator is still logged in.
    fn who_am_i(&mut self, session: &mut Session, reply: Reply, next: AfterWhoAmI) -> State {
        let answer = match detect::api_response(reply) {
            Ok(answer) => answer,
            Err(error) => return self.failed(session, error),
        };
        if !who_am_i::is_creator(session, &answer.get("query")["userinfo"]) {
            return self.failed(session, refusal::session_lost(None));
        }
        match next {
            AfterWhoAmI::Use(token) => {
                session.create_token = Some(token);
                self.proceed(session)
            }
            AfterWhoAmI::Refuse(refused) => refused.into(),
        }
    }

    fn created(
        &mut self,
        session: &mut Session,
        name: Option<String>,
        user_id: Option<u64>,
        warnings: impl IntoIterator<Item = Warning>,
    ) -> State {
        let step = self.attempt.created(session, name, user_id, warnings);
        self.finish(session, step)
    }

    /// Ends with a step. A created account has used the token. Fields that the wiki did not ask for
    /// become warnings.
    fn finish(&mut self, session: &mut Session, mut step: Step) -> State {
        if let Step::Created(created) = &mut step {
            session.create_token = None;
            self.discard_captcha(session);
            let unused = self.attempt.account.fields.names().map(|unused| {
                let message = format!("the wiki did not ask for \"{unused}\"");
                Warning::new(Warning::FIELD_UNUSED, message)
            });
            created.warnings.extend(unused);
        }
        Ok(step).into()
    }

    /// Returns the refusal for a code. If the wiki checks the captcha before it reports this code,
    /// the captcha is used up.
    fn refusal(&mut self, session: &mut Session, code: &str, message: String) -> Refused {
        if !precedes_captcha(Dialect::LegacyApi, code) {
            self.discard_captcha(session);
        }
        refusal::refused(Dialect::LegacyApi, code, message)
    }

    /// Handles a request that certainly had no effect.
    fn failed(&mut self, session: &Session, error: Error) -> State {
        self.attempt
            .failed(session, Dialect::LegacyApi, error)
            .into()
    }

    fn check_existence(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        cause: Refused,
    ) -> State {
        self.discard_captcha(session);
        self.attempt
            .check_existence(session, Dialect::LegacyApi, evidence, cause)
            .into()
    }

    fn conclude(&mut self, session: &mut Session, existence: Existence, cause: Refused) -> State {
        if matches!(existence, Existence::Missing) && cause.reason == Reason::RefusedByExtension {
            self.attempt.note_nothing_created();
            return Self::explain(cause, self.hook_message.is_some());
        }
        let step = self.attempt.conclude(session, existence, cause);
        self.finish(session, step)
    }

    fn accept_answers(&mut self, session: &Session, answers: Answers) -> Result<(), InvalidInput> {
        let State::Ask(ask) = &self.state else {
            return Err(ExpectedInput::Nothing.error());
        };
        check_names(&ask.fields, answers.names())?;
        let password = match ask.field(PASSWORD) {
            Some(_) => Some(captcha::filled(PASSWORD, answers.get(PASSWORD))?),
            None => None,
        };
        if let (Some(shown), Some(_)) = (&self.captcha, &ask.captcha) {
            captcha::parameters(shown, |name| answers.get(name))?;
        }
        for (name, answer) in answers {
            if Captcha::FIELDS.contains(&name.as_str()) {
                self.attempt.answers.set(name, answer);
            }
        }
        if password.is_some() {
            self.attempt.account.password = password;
        }
        self.state = match session.create_token {
            Some(_) => self.ask_or_send(),
            None => State::Token,
        };
        Ok(())
    }

    /// Returns the attempt for the sign-up form, if the API does not create accounts.
    pub fn fall_back(&mut self) -> Option<Fallback> {
        match &self.state {
            State::Concluded(conclusion) => Fallback::take(conclusion, &mut self.attempt),
            _ => None,
        }
    }

    /// Returns a serialisable copy, if the flow waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        let is_waiting = matches!(
            self.state,
            State::Ask(_) | State::Concluded(Conclusion::Refused(_))
        );
        is_waiting.then(|| Self {
            attempt: self.attempt.suspended(),
            ..self.clone()
        })
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self) {
        if let State::Ask(_) = self.state {
            self.state = self.ask_or_send();
        }
    }

    fn revise(&mut self, session: &Session, account: NewAccount) -> Result<(), InvalidInput> {
        let mut revised = Self {
            attempt: self.attempt.revised(account),
            ..self.clone()
        };
        revised.state = revised.begin(session)?;
        *self = revised;
        Ok(())
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        Poll::Step(Ok(match &self.state {
            State::SignupPage => return Poll::Send(web_form::page_request(session)),
            State::Token => return Poll::Send(self.token_request(session)),
            State::WhoAmI(_) => return Poll::Send(who_am_i::request(session)),
            State::Create => return Poll::Send(self.create_request(session)),
            State::Explain { explain, .. } => return Poll::Send(explain.request(session)),
            State::Form { .. } => {
                return Poll::Send(web_form::page_request(session).purpose(Purpose::Explain));
            }
            State::CheckExistence(pending) => return Poll::Send(pending.request(session)),
            State::Ask(ask) => Step::Ask(ask.clone()),
            State::Concluded(conclusion) => return Poll::Step(conclusion.step()),
        }))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Token);
        self.state = match state {
            State::SignupPage => self.read_signup_page(session, &reply),
            State::Token => self.read_token(session, reply),
            State::WhoAmI(next) => self.who_am_i(session, reply, next),
            State::Create => self.read_creation(session, reply),
            State::Explain {
                explain,
                refused,
                captcha_answered,
            } => self.read_explanation(reply, explain, refused, captcha_answered),
            State::Form {
                refused,
                captcha_answered,
            } => self.read_captcha_form(session, reply, refused, captcha_answered),
            State::CheckExistence(mut pending) => match pending.feed(session, reply) {
                None => State::CheckExistence(pending),
                Some(existence) => self.conclude(session, existence, pending.cause),
            },
            unchanged => unchanged,
        };
    }

    pub fn answer(&mut self, session: &Session, input: Input) -> Result<(), InvalidInput> {
        match (&self.state, input) {
            (State::Ask(_), Input::Answers(answers)) => self.accept_answers(session, answers),
            (state, Input::Revise(account)) if state.can_revise() => self.revise(session, account),
            (state, _) => Err(state.expected_input().error()),
        }
    }
}

impl State {
    fn can_revise(&self) -> bool {
        match self {
            Self::Ask(_) => true,
            Self::Concluded(conclusion) => conclusion.can_revise(),
            _ => false,
        }
    }

    fn expected_input(&self) -> ExpectedInput {
        match self {
            Self::Ask(_) => ExpectedInput::Answers,
            Self::Concluded(conclusion) => conclusion.expected_input(),
            _ => ExpectedInput::Nothing,
        }
    }
}

/// Fails if no wiki of 1.21 to 1.26 accepts the account. Returns a refusal if each of them would
/// refuse or change it.
fn check_account(account: &NewAccount) -> Result<Option<Refused>, InvalidInput> {
    let mut names = account.fields.names();
    if let Some(name) = names.find(|name| !Captcha::FIELDS.contains(name)) {
        return Err(InvalidInput::in_field(
            name,
            format!("a wiki of 1.21 to 1.26 has no field \"{name}\"; leave it out"),
        ));
    }
    Ok(refusal::empty_password(account).or_else(|| refusal::altered_name(account, false)))
}
