//! Creating an account with the sign-up form of the web site: on wikis whose API does not create
//! accounts (up to 1.20), and on any release whose API is disabled or refuses.
//!
//! ```text
//!  Page ─► plan ─► Send ─► login cookie                       Created
//!    ▲      │       ▲ ├──► initial form ─► Explain? ─►        Refused ─► plan
//!    │      ▼       │ ├──► further form (1.27+) ─►            Ask ─► Send
//!    │     Ask ─────┘ └──► no form, lost ─► CheckExistence ─► Created, Refused, Unknown
//!    └──────────────────── session lost, once
//! ```
//!
//! Success is recognised by cookies, not by text. A creator gets no cookie and sees only a text, so
//! the page must contain the new name, and the existence of the account with this name is checked.
//! The reason of a refusal is found by comparing its text with the wiki's own messages. Up to 1.26 a
//! page may also say that a mail was not sent, which is found in the same way: after a creation
//! (AskMail), or when the form is shown again although the account was created (Explain).

mod explain;
mod form_page;
mod mail_failure;
mod message_search;
mod responses;

use serde::{Deserialize, Serialize};
use url::Url;

pub(super) use self::form_page::{FormPage, PageRefusal, form_in, page_request};
use self::{explain::Explain, mail_failure::MailQuestion};
use super::{
    Input, Poll,
    attempt::{Attempt, Outcome, PendingCheck},
    conclusion::Conclusion,
    existence::{Evidence, Existence},
    fields::{check_names, fill_all},
    input::ExpectedInput,
    not_offered::left_out,
    plan::{self, Plan, plan},
    refusal,
};
use crate::{
    Answers, Ask, Dialect, Error, InvalidInput, NewAccount, Purpose, Reason, Refused, Session,
    Step, Warning,
    account::non_empty,
    http::{Effect, Form, Reply, Request, origin},
    mediawiki::page::SignupForm,
    reason::precedes_captcha,
};

/// A creation with the sign-up form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WebForm {
    attempt: Attempt,
    state: State,
    /// The form for the next attempt; `None` if it must be fetched.
    form: Option<SignupForm>,
    /// The language of the last page, if it was requested.
    #[serde(skip)]
    page_language: Option<String>,
    /// True if a lost session was already followed by another attempt.
    session_renewed: bool,
    /// The API's error, reported if there is no form either.
    #[serde(skip)]
    fallback_cause: Option<Error>,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// Fetching the form.
    #[serde(skip)]
    Page,
    Ask(Ask),
    /// A filled form to send.
    #[serde(skip)]
    Send(Form),
    /// A filled form that waits for new tokens.
    #[serde(skip)]
    Renew(Form),
    /// Asking for the cause of a refusal, which the wiki gave as text. With evidence, the text may
    /// also be about the mail of a created account.
    #[serde(skip)]
    Explain {
        explain: Explain,
        refusal: PageRefusal,
        evidence: Option<Box<Evidence>>,
    },
    /// Asking whether the page about the created account says that its mail was not sent.
    #[serde(skip)]
    AskMail {
        question: MailQuestion,
        name: Option<String>,
        user_id: Option<u64>,
    },
    /// Checking whether the form created the account.
    #[serde(skip)]
    CheckExistence {
        pending: Box<PendingCheck>,
        answer: Inconclusive,
    },
    Concluded(Conclusion),
}

/// A response that does not show whether the account was created.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Inconclusive {
    /// The response was lost, or shows nothing about the account, as an error of the server.
    Lost,
    /// A redirect, although the form was not fetched before it was sent: its page may lead elsewhere.
    Redirected,
    /// A page of MediaWiki without the form, usually a refusal.
    NoForm,
    /// The same, whose text was compared with the wiki's messages.
    Explained,
    /// The form again, although the account may have been created (up to 1.26, if a password was to
    /// be mailed).
    FormAgain,
    /// A page that reports success to a creator, and shows the account by this name.
    Success {
        name: String,
        mail: Option<MailQuestion>,
    },
}

impl WebForm {
    /// Starts a creation. `fallback_cause` is the API's error, if the form replaces the API.
    pub fn new(attempt: Attempt, fallback_cause: Option<Error>, session: &mut Session) -> Self {
        let form = session.take_form().or_else(|| {
            if session.has_invitation() {
                return None;
            }
            let (requests, token) = (
                session.auth_requests.as_ref()?,
                session.create_token.as_ref()?,
            );
            Some(SignupForm::from_requests(requests, token, &session.index()))
        });
        let unknown_creator = refusal::api_only_creator(session, fallback_cause.as_ref());
        let mut this = Self {
            attempt,
            state: State::Page,
            form,
            page_language: None,
            session_renewed: false,
            fallback_cause,
        };
        match unknown_creator {
            Some(error) => this.state = State::Concluded(Err(error).into()),
            None => this.replan(),
        }
        this
    }

    /// Chooses the next state from the account, the answers and the form.
    fn replan(&mut self) {
        let planned = self.plan_state();
        self.state = planned.unwrap_or_else(|invalid| State::Concluded(invalid.into()));
    }

    fn plan_state(&mut self) -> Result<State, InvalidInput> {
        let Some(signup) = &self.form else {
            return Ok(State::Page);
        };
        let attempt = &mut self.attempt;
        attempt.note_fields(&signup.requests);
        if let Some(refused) = refusal::altered_name(&attempt.account, signup.modern) {
            return Ok(State::Concluded(Conclusion::Refused(refused)));
        }
        Ok(
            match plan(&signup.requests, &attempt.account, &attempt.answers)? {
                Plan::Send {
                    mut form,
                    mut warnings,
                    ..
                } => {
                    match attempt.account.language_code() {
                        Some(language) if signup.takes_language => form.push("uselang", &language),
                        Some(_) => warnings.push(left_out("language")),
                        None => {}
                    }
                    attempt.warnings = warnings;
                    self.send_or_renew(form)
                }
                Plan::Ask(ask) => State::Ask(Ask {
                    account_exists: attempt.state.account_exists(),
                    ..ask
                }),
                Plan::Refused(refused) => State::Concluded(Conclusion::Refused(refused)),
            },
        )
    }

    /// Returns the state for sending, or for fetching tokens first. A resumed conversation has
    /// none.
    fn send_or_renew(&self, form: Form) -> State {
        if self.form.as_ref().is_some_and(SignupForm::has_tokens) {
            State::Send(form)
        } else {
            State::Renew(form)
        }
    }

    fn send_request(&self, session: &Session, filled: &Form) -> Request {
        let (action, form) = match &self.form {
            Some(signup) => (&signup.action, signup.complete(filled)),
            None => (&session.api, filled.clone()),
        };
        let purpose = if self.attempt.state.has_begun {
            Purpose::Continue
        } else {
            Purpose::Create
        };
        let action = with_invitation(action, &form, session);
        Request::post(Effect::MayCreate, &action, form).purpose(purpose)
    }

    /// Ends with a refusal whose cause is known, as far as it can be. `form` is for the next
    /// attempt.
    fn refused(
        &mut self,
        session: &mut Session,
        mut refused: Refused,
        otherwise: Reason,
        form: Option<SignupForm>,
    ) -> State {
        if refused.reason == Reason::Other {
            refused.reason = otherwise;
        }
        let Some(mut form) = form else {
            // The next form has a captcha of its own.
            if self.form.take().is_some() {
                self.attempt.discard_captcha(session);
            }
            return State::Concluded(Conclusion::Refused(refused));
        };
        if refused.reason == Reason::SessionLost {
            return self.retry_with(session, form);
        }
        let lacks_email = non_empty(&self.attempt.account.email).is_none();
        let is_unclear = refused.code.is_none()
            && matches!(refused.reason, Reason::Other | Reason::RefusedByExtension);
        if is_unclear && lacks_email && form.wants_email() {
            refused.reason = Reason::EmailRequired;
        }
        if is_unclear && form.lacks_answer() {
            refused.reason = Reason::FieldInvalid;
        }
        if self.asks_for_captcha_now(&refused, &form) {
            return self.ask_for_captcha(refused, form);
        }
        let code = refused.code.as_deref().unwrap_or_default();
        let rules = if form.modern {
            Dialect::AuthManager
        } else {
            Dialect::LegacyApi
        };
        match &self.form {
            Some(sent) if precedes_captcha(rules, code) => form.copy_captcha_from(sent),
            _ => self.attempt.discard_captcha(session),
        }
        self.form = Some(form);
        State::Concluded(Conclusion::Refused(refused))
    }

    /// Returns whether a form that came back asks for a captcha that the sent one did not have, as
    /// ConfirmEdit and AbuseFilter do after they have refused a creation without it.
    fn asks_for_captcha_now(&self, refused: &Refused, form: &SignupForm) -> bool {
        let may_be_about_captcha = refusal::may_be_about_captcha(refused);
        let had_captcha = |sent: &SignupForm| sent.captcha().is_some();
        // A warning is passed only if the caller sends the account again.
        may_be_about_captcha
            && !refused.may_resubmit
            && form.captcha().is_some()
            && !self.form.as_ref().is_some_and(had_captcha)
    }

    /// Asks for the captcha of a form that came back.
    fn ask_for_captcha(&mut self, refused: Refused, form: SignupForm) -> State {
        self.form = Some(form);
        match self.plan_state() {
            Ok(State::Ask(mut ask)) => {
                ask.message.get_or_insert(refused.message);
                State::Ask(ask)
            }
            _ => State::Concluded(Conclusion::Refused(refused)),
        }
    }

    fn created(
        &mut self,
        session: &mut Session,
        name: Option<String>,
        user_id: Option<u64>,
        warning: Option<Warning>,
    ) -> State {
        let step = self.attempt.created(session, name, user_id, warning);
        self.end(session, step)
    }

    /// Ends with a step. The sign-up form logs the new user in, so the session is logged out: the
    /// next account must not be created by this user.
    fn end(&mut self, session: &mut Session, step: Step) -> State {
        if matches!(step, Step::Created(_)) {
            session.facts.dialect = Some(Dialect::WebForm);
        }
        if matches!(step, Step::Created(_) | Step::Unknown(_)) {
            self.form = None;
            if session.creator.is_none() {
                session.log_out();
            }
        }
        State::Concluded(Ok(step).into())
    }

    fn failed(&mut self, session: &mut Session, error: Error) -> State {
        self.forget_step(session);
        let outcome = self.attempt.failed(session, Dialect::WebForm, error);
        self.apply_outcome(session, outcome, Inconclusive::Lost)
    }

    /// Checks whether earlier requests have created the account, after the wiki refused the last
    /// one.
    fn settle(&mut self, session: &mut Session, cause: Refused) -> State {
        self.forget_step(session);
        let outcome = self.attempt.settle(session, Dialect::WebForm, cause);
        self.apply_outcome(session, outcome, Inconclusive::Lost)
    }

    /// Forgets the form of a step, which cannot be sent any more.
    fn forget_step(&mut self, session: &mut Session) {
        if self.attempt.state.has_begun {
            self.attempt.discard_captcha(session);
            self.form = None;
        }
    }

    fn check_existence(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        cause: Refused,
        answer: Inconclusive,
    ) -> State {
        self.attempt.discard_captcha(session);
        self.form = None;
        let outcome = self
            .attempt
            .check_existence(session, Dialect::WebForm, evidence, cause);
        self.apply_outcome(session, outcome, answer)
    }

    fn apply_outcome(
        &mut self,
        session: &mut Session,
        outcome: Outcome,
        answer: Inconclusive,
    ) -> State {
        match outcome {
            Outcome::Check(pending) => State::CheckExistence { pending, answer },
            Outcome::Known(Ok(step)) => self.end(session, step),
            Outcome::Known(Err(error)) => State::Concluded(Err(error).into()),
        }
    }

    fn conclude(
        &mut self,
        session: &mut Session,
        existence: Existence,
        cause: Refused,
        answer: Inconclusive,
    ) -> State {
        match (existence, answer) {
            (Existence::Created(account), Inconclusive::Success { name, mail }) => {
                let name = account.name.or(Some(name));
                self.created_with_mail(session, name, account.user_id, mail)
            }
            (Existence::Created(account), Inconclusive::FormAgain) => {
                let warning = mail_failure::above_form(&cause.message);
                self.created(session, account.name, account.user_id, Some(warning))
            }
            (Existence::Missing, Inconclusive::Redirected) if self.attempt.is_settled() => {
                self.attempt.note_nothing_created();
                State::Page
            }
            (Existence::Missing, Inconclusive::Explained) => {
                self.attempt.note_nothing_created();
                self.refused(session, cause, Reason::Other, None)
            }
            (Existence::Missing, Inconclusive::FormAgain) if !session.facts.api_off => {
                self.attempt.note_nothing_created();
                self.refused(session, cause, Reason::Other, None)
            }
            (Existence::Other(_), Inconclusive::FormAgain) => {
                self.attempt.note_nothing_created();
                self.refused(session, cause, Reason::NameTaken, None)
            }
            // With an API, the messages were compared before the check.
            (Existence::Missing, Inconclusive::NoForm | Inconclusive::FormAgain) => {
                let refusal = PageRefusal {
                    text: cause.message,
                    reason: cause.reason,
                    form: None,
                    account_request_url: None,
                };
                self.explain_refusal(session, refusal)
            }
            (existence, _) => {
                let step = self.attempt.conclude(session, existence, cause);
                self.end(session, step)
            }
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
        let Some(form) = self.form.as_ref().filter(|form| !form.continues) else {
            return;
        };
        let attempt = &self.attempt;
        if let State::Ask(ask) = &mut self.state
            && let Ok(Plan::Ask(updated)) = plan(&form.requests, &attempt.account, &attempt.answers)
        {
            ask.fields = updated.fields;
        }
    }

    fn revise(&mut self, account: NewAccount) -> Result<(), InvalidInput> {
        let mut revised = Self {
            attempt: self.attempt.revised(account),
            session_renewed: false,
            ..self.clone()
        };
        revised.state = revised.plan_state()?;
        *self = revised;
        Ok(())
    }

    /// Accepts answers to an ask, before the form is sent or at a step.
    fn accept(&mut self, answers: Answers) -> Result<(), InvalidInput> {
        let (State::Ask(ask), Some(form)) = (&self.state, &self.form) else {
            return Err(ExpectedInput::Nothing.error());
        };
        if form.continues {
            check_names(&ask.fields, answers.names())?;
            self.state = self.send_or_renew(fill_all(&form.requests, &answers)?);
        } else {
            let attempt = &mut self.attempt;
            let (account, given) = (&attempt.account, &attempt.answers);
            attempt.answers = plan::merge_answers(&form.requests, ask, account, given, answers)?;
            self.replan();
        }
        Ok(())
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        Poll::Step(Ok(match &self.state {
            State::Page | State::Renew(_) => return Poll::Send(page_request(session)),
            State::Send(filled) => return Poll::Send(self.send_request(session, filled)),
            State::Explain { explain, .. } => return Poll::Send(explain.request(session)),
            State::AskMail { question, .. } => return Poll::Send(question.request(session)),
            State::CheckExistence { pending, .. } => return Poll::Send(pending.request(session)),
            State::Ask(ask) => Step::Ask(ask.clone()),
            State::Concluded(conclusion) => return Poll::Step(conclusion.step()),
        }))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Page);
        self.state = match state {
            State::Page => match self.read_form_page(session, reply) {
                Ok(form) => {
                    self.form = Some(form);
                    return self.replan();
                }
                Err(state) => *state,
            },
            State::Renew(filled) => match self.read_form_page(session, reply) {
                Ok(fetched) => {
                    self.form
                        .iter_mut()
                        .for_each(|form| form.copy_tokens_from(&fetched));
                    State::Send(filled)
                }
                Err(state) => *state,
            },
            State::Send(_) => self.read_submission(session, reply),
            State::Explain {
                explain,
                refusal,
                evidence,
            } => {
                let explanation = explain.read(session, reply, &refusal.text);
                self.explain_further(session, explanation, refusal, evidence)
            }
            State::AskMail {
                question,
                name,
                user_id,
            } => {
                let messages = MailQuestion::read(reply);
                let warning = question.warning(&messages);
                session.mail_messages.keep(question.language, messages);
                self.created(session, name, user_id, warning)
            }
            State::CheckExistence {
                mut pending,
                answer,
            } => match pending.feed(session, reply) {
                None => State::CheckExistence { pending, answer },
                Some(existence) => self.conclude(session, existence, pending.cause, answer),
            },
            unchanged => unchanged,
        };
    }

    pub fn answer(&mut self, input: Input) -> Result<(), InvalidInput> {
        match (&self.state, input) {
            (State::Ask(_), Input::Answers(answers)) => self.accept(answers),
            (_, Input::Revise(account)) if self.can_revise() => self.revise(account),
            (state, _) => Err(state.expected_input().error()),
        }
    }

    fn can_revise(&self) -> bool {
        match &self.state {
            // The account may exist at a step.
            State::Ask(_) => !self.attempt.state.has_begun,
            State::Concluded(conclusion) => conclusion.can_revise(),
            _ => false,
        }
    }
}

/// Returns the address of the form with the parameters of an invitation that neither it nor the form has.
fn with_invitation(action: &Url, form: &Form, session: &Session) -> Url {
    let mut address = action.clone();
    if !origin::is_same_or_upgraded(&session.index(), action) {
        return address;
    }
    for (name, value) in session.invitation() {
        let is_there = action.query_pairs().any(|(known, _)| known == name);
        if !is_there && form.get(&name).is_none() {
            address.query_pairs_mut().append_pair(&name, &value);
        }
    }
    address
}

impl State {
    fn expected_input(&self) -> ExpectedInput {
        match self {
            Self::Ask(_) => ExpectedInput::Answers,
            Self::Concluded(conclusion) => conclusion.expected_input(),
            _ => ExpectedInput::Nothing,
        }
    }
}
