//! Creating an account through the page that people sign up on: wikis without an API for it,
//! up to 1.20, and those of any age whose API is off or refuses.
//!
//! ```text
//!  Page ─► plan ─► Send ─► name cookie                       Created
//!    ▲      │       ▲ ├──► the form again ─► Explain? ─►     Refused ─► plan
//!    │      ▼       │ ├──► a form that goes on (1.27+) ─►    Ask ─► Send
//!    │     Ask ─────┘ └──► neither, lost ─► Settle ─►        Created, Refused, Unknown
//!    └──────────────────── session lost, once
//! ```
//!
//! No text is read to tell what came of it, but for a creator, who is told in words alone: there
//! only the new name is looked for, and the wiki is asked. What a refusal is about is taken from
//! its text, which is compared with the wiki's own messages.

mod explain;
mod form_page;

use serde::{Deserialize, Serialize};

pub(super) use self::form_page::{FormPage, PageRefusal, captcha_in, page_request};
use self::{explain::Explain, form_page::form_of};
use super::{
    Input, Poll,
    attempt::{Attempt, Ending, Inquiry},
    conclusion::Conclusion,
    existence::{Evidence, Existence},
    fields::{check_names, fill_all},
    input::Awaits,
    plan::{self, Plan, plan},
    refusal,
};
use crate::{
    Answers, Ask, Dialect, Error, InvalidInput, NewAccount, Purpose, Reason, Refused, Session,
    Step, Warning,
    http::{Effect, Form, Reply, Request, Response},
    mediawiki::{
        api_response,
        page::{LoggedInUser, Page, SignupForm, is_cookie_check},
        username,
    },
    reason::precedes_captcha,
};

/// The flow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WebForm {
    attempt: Attempt,
    state: State,
    /// The form for the next try; none where it is to be fetched.
    form: Option<SignupForm>,
    /// Whether a lost session was followed by another try already.
    renewed: bool,
    /// Why the API does not do it, in case that there is no form either.
    #[serde(skip)]
    instead_of: Option<Error>,
}

/// Only what waits for the caller can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// The form is to be fetched.
    #[serde(skip)]
    Page,
    Ask(Ask),
    /// A form on its way.
    #[serde(skip)]
    Send(Form),
    /// The same, waiting for tokens.
    #[serde(skip)]
    Renew(Form),
    /// A refusal in the wiki's words, whose cause is still to be learnt.
    #[serde(skip)]
    Explain {
        explain: Explain,
        refusal: PageRefusal,
    },
    /// What came of a form is to be found out.
    #[serde(skip)]
    Settle {
        inquiry: Box<Inquiry>,
        answer: Inconclusive,
    },
    Concluded(Conclusion),
}

/// An answer that does not say what came of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inconclusive {
    /// It was lost, or is the server's own.
    Lost,
    /// A page of the wiki's without the form, as those are that deny something.
    Denied,
    /// A page that tells a creator that the account was made.
    Done,
}

impl WebForm {
    /// Begins to create an account; `instead_of` says why it is the form that is tried.
    pub fn new(attempt: Attempt, instead_of: Option<Error>, session: &mut Session) -> Self {
        let form = session.signup_form.take().or_else(|| {
            let (requests, token) = (
                session.auth_requests.as_ref()?,
                session.create_token.as_ref()?,
            );
            Some(SignupForm::of_requests(requests, token, &session.index()))
        });
        let mut this = Self {
            attempt,
            state: State::Page,
            form,
            renewed: false,
            instead_of,
        };
        this.replan();
        this
    }

    /// Finds out what to do next from the account, the answers and the form.
    fn replan(&mut self) {
        let planned = self.planned();
        self.state = planned.unwrap_or_else(|invalid| State::Concluded(invalid.into()));
    }

    fn planned(&mut self) -> Result<State, InvalidInput> {
        let Some(signup) = &self.form else {
            return Ok(State::Page);
        };
        let attempt = &mut self.attempt;
        attempt.note_fields(&signup.requests);
        if let Some(refused) = refusal::altered_name(&attempt.account).filter(|_| !signup.modern) {
            return Ok(State::Concluded(Conclusion::Refused(refused)));
        }
        Ok(
            match plan(&signup.requests, &attempt.account, &attempt.answers)? {
                Plan::Send {
                    mut form,
                    mut warnings,
                    ..
                } => {
                    match &attempt.account.language {
                        Some(language) if signup.takes_language => form.push("uselang", language),
                        Some(_) => warnings.push(Warning::new(
                            Warning::NOT_OFFERED,
                            "the wiki takes no language here; it was left out",
                        )),
                        None => {}
                    }
                    attempt.warnings = warnings;
                    self.sending(form)
                }
                Plan::Ask(ask) => State::Ask(Ask {
                    // Before the form is sent.
                    account_exists: Some(false),
                    ..ask
                }),
                Plan::Refused(refused) => State::Concluded(Conclusion::Refused(refused)),
            },
        )
    }

    /// A form can go out with its tokens; a resumed conversation has none.
    fn sending(&self, form: Form) -> State {
        if self.form.as_ref().is_some_and(SignupForm::is_armed) {
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
        Request::post(Effect::MayCreate, action, form).purpose(purpose)
    }

    /// Returns the form of the page that was asked for, or what to do where it has none.
    fn fetched(&mut self, session: &mut Session, reply: Reply) -> Result<SignupForm, Box<State>> {
        let evidence = self.attempt.evidence(session, &reply);
        let shown = match reply {
            Reply::Got(response) => FormPage::read(session, &response),
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
        };
        let error = match shown {
            Ok(FormPage::Form(form)) => return Ok(form),
            Ok(FormPage::Refused(refusal)) => match self.instead_of.take() {
                Some(error) if refusal.text.is_empty() => error,
                _ => return Err(Box::new(self.denied(session, refusal))),
            },
            Ok(FormPage::Foreign(error)) => self.instead_of.take().unwrap_or(error),
            Err(error) => error,
        };
        Err(Box::new(self.failed(session, evidence, error)))
    }

    /// Takes what came of the form that was sent.
    fn answered(&mut self, session: &mut Session, reply: Reply) -> State {
        let evidence = self.attempt.evidence_of_creation(session, &reply);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) => return self.failed(session, evidence, error.into()),
            Reply::Lost(error) => {
                let evidence = Evidence {
                    timed_out: error.timed_out,
                    ..evidence
                };
                let cause = refusal::of(error.into());
                return self.settle(session, evidence, cause, Inconclusive::Lost);
            }
        };
        let evidence = Evidence {
            answered: true,
            ..evidence
        };
        let page = Page::read(&response);
        let refused = |page: &Page| refusal::refused(Dialect::WebForm, "", page.errors());
        match form_of(session, &page) {
            Ok(Some(form)) if form.continues => self.goes_on(session, form, &page),
            // The form from the beginning: whatever had begun has ended.
            Ok(Some(_)) if self.attempt.state.has_begun => {
                self.settle(session, evidence, refused(&page), Inconclusive::Lost)
            }
            // Up to 1.26 the form also comes when the account was made and its mail failed.
            Ok(Some(form)) if self.attempt.account.mail_password && !form.modern => {
                self.settle(session, evidence, refused(&page), Inconclusive::Denied)
            }
            Ok(Some(form)) => {
                self.attempt.nothing_created();
                self.form_again(session, &page, form)
            }
            Err(error) => self.failed(session, evidence, error),
            Ok(None) => match LoggedInUser::in_cookies(&response) {
                // A page that denies something may remind of whom the server has logged in.
                Some(new)
                    if session.creator.is_none()
                        && (!page.denies() || self.is_about(&new.name)) =>
                {
                    self.created(session, Some(new.name), new.id)
                }
                _ => self.no_form(session, evidence, &page, &response),
            },
        }
    }

    fn is_about(&self, name: &str) -> bool {
        username::normalise(name) == username::normalise(&self.attempt.account.name)
    }

    /// The wiki wants more before it is done, as a second factor.
    fn goes_on(&mut self, session: &mut Session, form: SignupForm, page: &Page) -> State {
        self.attempt.spend_captcha(session);
        self.attempt.step_came();
        let ask = form.requests.ask(page.notice());
        self.form = Some(form);
        State::Ask(ask)
    }

    /// The form once more: nothing was created.
    fn form_again(&mut self, session: &mut Session, page: &Page, form: SignupForm) -> State {
        let sent = self.form.as_ref();
        if sent.is_some_and(|sent| sent.is_of_lost_session(&form)) {
            return self.try_again(session, form);
        }
        let refusal = PageRefusal {
            text: page.errors(),
            reason: Reason::Other,
            form: Some(form),
        };
        self.denied(session, refusal)
    }

    /// After the session was lost, and the captcha with it.
    fn try_again(&mut self, session: &mut Session, form: SignupForm) -> State {
        if self.renewed {
            return State::Concluded(Err(refusal::session_lost(None)).into());
        }
        self.renewed = true;
        self.attempt.spend_captcha(session);
        self.form = Some(form);
        self.planned()
            .unwrap_or_else(|invalid| State::Concluded(invalid.into()))
    }

    /// Neither a form nor a cookie: a creator is told in words alone; a page that denies
    /// something looks the same to whoever cannot read it.
    fn no_form(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        page: &Page,
        response: &Response,
    ) -> State {
        if is_cookie_check(session.answered_from(), response) {
            // It only wants to know whether its cookies were kept.
            return self.created(session, None, None);
        }
        if !page.is_mediawiki() {
            let no = api_response::no_page(response);
            if !no.may_have_acted {
                return self.failed(session, evidence, no.error);
            }
            let evidence = evidence.after_unreadable(&no);
            return self.settle(session, evidence, refusal::of(no.error), Inconclusive::Lost);
        }
        let refusal = PageRefusal::of(page);
        if page.denies() && !self.attempt.state.has_begun {
            return self.denied(session, refusal);
        }
        let is_done = session.creator.is_some()
            && page.errors().is_empty()
            && page.names(&self.attempt.account.name);
        let evidence = Evidence {
            // Whose account it is, the page has said.
            seen_free: is_done || evidence.seen_free,
            ..evidence
        };
        let cause = refusal::refused(Dialect::WebForm, "", refusal.text);
        let answer = if is_done {
            Inconclusive::Done
        } else {
            Inconclusive::Denied
        };
        self.settle(session, evidence, cause, answer)
    }

    fn denied(&mut self, session: &mut Session, refusal: PageRefusal) -> State {
        let account = &self.attempt.account;
        // Where a page denies something it is not about the name.
        let name = refusal.form.as_ref().map(|_| account.name.as_str());
        let takes_language = self.form.as_ref().is_some_and(|form| form.takes_language);
        let language = account.language.as_deref().filter(|_| takes_language);
        match Explain::needed(&refusal.text, name, language, session) {
            Some(explain) => State::Explain { explain, refusal },
            None => {
                let refused = refusal::refused(Dialect::WebForm, "", refusal.text);
                self.refused(session, refused, refusal.reason, refusal.form)
            }
        }
    }

    /// A refusal whose cause is known as far as it can be; `form` is there for the next try.
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
                self.attempt.spend_captcha(session);
            }
            return State::Concluded(Conclusion::Refused(refused));
        };
        if refused.reason == Reason::SessionLost {
            return self.try_again(session, form);
        }
        let email = self.attempt.account.email.as_deref();
        let lacks_email = email.unwrap_or_default().is_empty();
        if refused.reason == Reason::Other && lacks_email && form.wants_email() {
            refused.reason = Reason::EmailRequired;
        }
        let code = refused.code.as_deref().unwrap_or_default();
        let rules = if form.modern {
            Dialect::AuthManager
        } else {
            Dialect::LegacyApi
        };
        match &self.form {
            Some(sent) if precedes_captcha(rules, code) => form.keep_captcha(sent),
            _ => self.attempt.spend_captcha(session),
        }
        self.form = Some(form);
        State::Concluded(Conclusion::Refused(refused))
    }

    fn created(
        &mut self,
        session: &mut Session,
        name: Option<String>,
        user_id: Option<u64>,
    ) -> State {
        let step = self.attempt.created(session, name, user_id, []);
        self.end(session, step)
    }

    /// Ends with a step. Whoever signs up on the page is logged in with it, and is not the
    /// caller: nobody else's account shall be made in that session.
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

    fn failed(&mut self, session: &mut Session, evidence: Evidence, error: Error) -> State {
        if self.attempt.state.has_begun {
            self.attempt.spend_captcha(session);
            self.form = None;
        }
        let ending = self
            .attempt
            .failed(session, Dialect::WebForm, evidence, error);
        self.ending(session, ending, Inconclusive::Lost)
    }

    fn settle(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        cause: Refused,
        answer: Inconclusive,
    ) -> State {
        self.attempt.spend_captcha(session);
        self.form = None;
        let ending = self
            .attempt
            .settle(session, Dialect::WebForm, evidence, cause);
        self.ending(session, ending, answer)
    }

    fn ending(&mut self, session: &mut Session, ending: Ending, answer: Inconclusive) -> State {
        match ending {
            Ending::Settle(inquiry) => State::Settle { inquiry, answer },
            Ending::Ended(Ok(step)) => self.end(session, step),
            Ending::Ended(Err(error)) => State::Concluded(Err(error).into()),
        }
    }

    fn settled(
        &mut self,
        session: &mut Session,
        existence: Existence,
        cause: Refused,
        answer: Inconclusive,
    ) -> State {
        match (existence, answer) {
            (Existence::Created { user_id }, Inconclusive::Done) => {
                self.created(session, None, user_id)
            }
            (Existence::NotThere, Inconclusive::Denied) => {
                let refusal = PageRefusal {
                    text: cause.message,
                    reason: cause.reason,
                    form: None,
                };
                self.denied(session, refusal)
            }
            (existence, _) => {
                let step = self.attempt.settled(session, existence, cause);
                self.end(session, step)
            }
        }
    }

    /// Returns a serialisable copy, if the flow waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        let waits = matches!(
            self.state,
            State::Ask(_) | State::Concluded(Conclusion::Refused(_))
        );
        waits.then(|| Self {
            attempt: self.attempt.suspended(),
            ..self.clone()
        })
    }

    /// Continues from such a copy: the password is asked for again.
    pub fn resumed(&mut self) {
        let Some(form) = self.form.as_ref().filter(|form| !form.continues) else {
            return;
        };
        let attempt = &self.attempt;
        if let State::Ask(ask) = &mut self.state
            && let Ok(Plan::Ask(again)) = plan(&form.requests, &attempt.account, &attempt.answers)
        {
            ask.fields = again.fields;
        }
    }

    fn revise(&mut self, account: NewAccount) -> Result<(), InvalidInput> {
        let mut revised = Self {
            attempt: self.attempt.revised(account),
            renewed: false,
            ..self.clone()
        };
        revised.state = revised.planned()?;
        *self = revised;
        Ok(())
    }

    /// Takes answers to an ask, the one of a step or the one before the form is sent.
    fn accept(&mut self, answers: Answers) -> Result<(), InvalidInput> {
        let (State::Ask(ask), Some(form)) = (&self.state, &self.form) else {
            return Err(Awaits::Nothing.refuse());
        };
        if form.continues {
            check_names(&ask.fields, answers.names())?;
            self.state = self.sending(fill_all(&form.requests, &answers)?);
        } else {
            let attempt = &mut self.attempt;
            let (account, given) = (&attempt.account, &attempt.answers);
            attempt.answers = plan::accept(&form.requests, ask, account, given, answers)?;
            self.replan();
        }
        Ok(())
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        Poll::Step(Ok(match &self.state {
            State::Page | State::Renew(_) => return Poll::Send(page_request(session)),
            State::Send(filled) => return Poll::Send(self.send_request(session, filled)),
            State::Explain { explain, .. } => return Poll::Send(explain.request(session)),
            State::Settle { inquiry, .. } => return Poll::Send(inquiry.request(session)),
            State::Ask(ask) => Step::Ask(ask.clone()),
            State::Concluded(conclusion) => return Poll::Step(conclusion.step()),
        }))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Page);
        self.state = match state {
            State::Page => match self.fetched(session, reply) {
                Ok(form) => {
                    self.form = Some(form);
                    return self.replan();
                }
                Err(state) => *state,
            },
            State::Renew(filled) => match self.fetched(session, reply) {
                Ok(fetched) => {
                    self.form.iter_mut().for_each(|form| form.arm(&fetched));
                    State::Send(filled)
                }
                Err(state) => *state,
            },
            State::Send(_) => self.answered(session, reply),
            State::Explain { explain, refusal } => {
                let refused = explain.read(reply, refusal.text);
                self.refused(session, refused, refusal.reason, refusal.form)
            }
            State::Settle {
                mut inquiry,
                answer,
            } => match inquiry.feed(session, reply) {
                None => State::Settle { inquiry, answer },
                Some(existence) => self.settled(session, existence, inquiry.cause, answer),
            },
            waiting => waiting,
        };
    }

    pub fn answer(&mut self, input: Input) -> Result<(), InvalidInput> {
        match (&self.state, input) {
            (State::Ask(_), Input::Answers(answers)) => self.accept(answers),
            (_, Input::Revise(account)) if self.takes_revision() => self.revise(account),
            (state, _) => Err(state.awaits().refuse()),
        }
    }

    fn takes_revision(&self) -> bool {
        match &self.state {
            // At a step the account may exist.
            State::Ask(_) => !self.attempt.state.has_begun,
            State::Concluded(conclusion) => conclusion.takes_revision(),
            _ => false,
        }
    }
}

impl State {
    fn awaits(&self) -> Awaits {
        match self {
            Self::Ask(_) => Awaits::Answers,
            Self::Concluded(conclusion) => conclusion.awaits(),
            _ => Awaits::Nothing,
        }
    }
}
