//! Creating an account through AuthManager: `action=createaccount` of 1.27 and later.
//!
//! ```text
//!  Detect ─► plan ─► Send ─► PASS                               Created
//!    ▲        │       ▲ ├──► UI, REDIRECT, RESTART ─► CheckStep ─► Step ─► Send
//!    │   CheckCaller? │ ├──► FAIL ─► Explain? ─►                Refused ─► plan
//!    │        ▼       │ └──► lost, unclear ─► CheckExistence ─► Created, Refused, Unknown
//!    │       Ask ─────┘
//!    └──────────────────────── badtoken, once
//! ```
//!
//! The detecting request does not show whether the caller may create accounts. Before the first captcha of
//! a session is asked for, a dry run shows it (CheckCaller), so that nobody solves a captcha for nothing.
//! It costs one request, which a creation without a captcha to ask for does not need.

mod explain;
mod responses;

use serde::{Deserialize, Serialize};
use url::Url;

use self::explain::Explain;
use super::{
    Input, Poll,
    attempt::{Attempt, Fallback, Outcome, PendingCheck},
    auth_post::{AuthModule, AuthPost},
    auth_step::AuthStep,
    conclusion::Conclusion,
    detect::{self, DetectedApi},
    dry_run::{self, INVALID_USERNAME},
    existence::{Evidence, Existence, ExistenceCheck},
    input::ExpectedInput,
    own_redirect::{self, AnsweredAlone},
    plan::{self, Plan, plan},
    refusal,
};
use crate::{
    Ask, Dialect, Error, InvalidInput, NewAccount, Purpose, Reason, Refused, Session, Step,
    http::{Form, Reply, Request},
    mediawiki::auth_request::AuthRequests,
};

/// A creation through AuthManager.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct AuthManager {
    attempt: Attempt,
    state: State,
    /// True if a `badtoken` error was already answered with a new token.
    token_renewed: bool,
    /// True if the requests that were sent last had a captcha.
    had_captcha: bool,
    #[serde(skip)]
    answered_alone: AnsweredAlone,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// Fetching the wiki's requests and the token.
    #[serde(skip)]
    Detect,
    /// Checking whether the caller may create accounts, before a captcha is asked for.
    #[serde(skip)]
    CheckCaller {
        requests: AuthRequests,
        ask: Ask,
    },
    /// The wiki requires more than the account contains.
    Ask {
        requests: AuthRequests,
        ask: Ask,
    },
    /// A request to send.
    #[serde(skip)]
    Send(AuthPost),
    /// A request that waits for a new token.
    #[serde(skip)]
    Renew(AuthPost),
    /// Checking whether the account exists, before the step is returned.
    #[serde(skip)]
    CheckStep {
        step: AuthStep,
        check: Box<ExistenceCheck>,
    },
    Step(AuthStep),
    /// Requesting the wiki's own page to which it redirects.
    #[serde(skip)]
    Leave {
        step: AuthStep,
        request: Box<Request>,
    },
    /// Requesting the wiki's own page at which the user came back.
    #[serde(skip)]
    Return {
        step: AuthStep,
        url: Url,
    },
    /// Asking for the text or cause of a refusal.
    #[serde(skip)]
    Explain {
        explain: Explain,
        refused: Refused,
    },
    /// Asking whether the wiki wants a captcha now, after it refused a creation without one.
    #[serde(skip)]
    LookForCaptcha(Refused),
    /// Checking whether a request created the account.
    #[serde(skip)]
    CheckExistence(Box<PendingCheck>),
    Concluded(Conclusion),
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

impl AuthManager {
    /// Starts a creation.
    pub fn new(attempt: Attempt, session: &Session) -> Self {
        let mut this = Self {
            attempt,
            state: State::Detect,
            token_renewed: false,
            had_captcha: false,
            answered_alone: AnsweredAlone::default(),
        };
        this.replan(session);
        this
    }

    /// Chooses the next state from the account, the answers and the wiki's requests.
    fn replan(&mut self, session: &Session) {
        let planned = self.plan_state(session);
        self.state = planned.unwrap_or_else(|invalid| State::Concluded(invalid.into()));
    }

    fn plan_state(&mut self, session: &Session) -> Result<State, InvalidInput> {
        let Some(requests) = &session.auth_requests else {
            return Ok(State::Detect);
        };
        let attempt = &mut self.attempt;
        attempt.note_fields(requests);
        if let Some(refused) = refusal::altered_name(&attempt.account, true) {
            return Ok(State::Concluded(Conclusion::Refused(refused)));
        }
        Ok(match plan(requests, &attempt.account, &attempt.answers)? {
            Plan::Send {
                form,
                used_ids,
                warnings,
            } => {
                attempt.warnings = warnings;
                self.had_captcha = requests.has_captcha();
                let preserves = requests.preserves_for(&attempt.account.name);
                let mut post = self.begin(session, form, preserves);
                if let Some(used_ids) = used_ids {
                    post.form.push("createrequests", &used_ids);
                }
                with_token(session, post)
            }
            Plan::Ask(ask) => {
                let requests = requests.clone();
                let checks_caller = ask.captcha.is_some()
                    && !session.caller_checked
                    && !session.step_waits
                    && session.create_token.is_some();
                if checks_caller {
                    State::CheckCaller { requests, ask }
                } else {
                    State::Ask { requests, ask }
                }
            }
            Plan::Refused(refused) => State::Concluded(Conclusion::Refused(refused)),
        })
    }

    /// Returns the first request of a creation, with these fields.
    fn begin(&self, session: &Session, fields: Form, preserves: bool) -> AuthPost {
        let mut post = AuthPost::begin(AuthModule::CreateAccount, session, fields, preserves);
        session.limit_lag(&mut post.form);
        // `uselang` on this POST sets the account's language (1.28 to 1.45). The module has no
        // parameter for it.
        if let Some(language) = self.attempt.account.language_code() {
            post.form.push("uselang", &language);
        }
        post
    }

    /// Ends with a refusal of the first request, or falls back to the sign-up form.
    fn refused(&self, session: &Session, refused: Refused) -> State {
        if !self.attempt.state.has_begun && refusal::falls_back_to_form(&refused, session) {
            State::Concluded(Conclusion::FallBack(refused.into()))
        } else {
            State::Concluded(Conclusion::Refused(refused))
        }
    }

    /// Returns whether the sign-up form may take the place of the API.
    fn may_use_form(&self, session: &Session) -> bool {
        !session.dialect_is_chosen && !self.attempt.state.has_begun
    }

    /// Ends with a refusal, or asks first whether the wiki wants a captcha now: ConfirmEdit and
    /// AbuseFilter ask for one only after they have refused a creation without it.
    fn refused_or_captcha(&mut self, session: &Session, refused: Refused) -> State {
        if refused.code.as_deref() == Some("userexists")
            && let Some(check) = self
                .attempt
                .check_owner(session, Dialect::AuthManager, &refused)
        {
            return check.into();
        }
        let may_be_about_captcha = refusal::may_be_about_captcha(&refused);
        let falls_back = refusal::falls_back_to_form(&refused, session);
        let is_first = !self.attempt.state.has_begun;
        // A warning is passed only if the caller sends the account again.
        let is_warning = refused.may_resubmit;
        if may_be_about_captcha && is_first && !self.had_captcha && !falls_back && !is_warning {
            State::LookForCaptcha(refused)
        } else {
            self.refused(session, refused)
        }
    }

    /// Asks for the captcha that the wiki offers since it refused, or ends with the refusal.
    fn look_for_captcha(
        &mut self,
        session: &Session,
        refused: Refused,
        detected: Option<&DetectedApi>,
    ) -> State {
        let requests = session.auth_requests.as_ref();
        let is_offered = matches!(detected, Some(DetectedApi::AuthManager))
            && requests.is_some_and(AuthRequests::has_captcha);
        if !is_offered {
            return self.refused(session, refused);
        }
        match self.plan_state(session) {
            // A captcha that appeared after a refusal shows that the wiki accepts the caller.
            Ok(State::Ask { requests, mut ask } | State::CheckCaller { requests, mut ask }) => {
                ask.message.get_or_insert(refused.message);
                State::Ask { requests, ask }
            }
            _ => self.refused(session, refused),
        }
    }

    fn failed(&mut self, session: &mut Session, error: Error) -> State {
        if error.reason == Reason::SessionLost && self.attempt.state.has_begun {
            session.create_token = None;
        }
        self.attempt
            .failed(session, Dialect::AuthManager, error)
            .into()
    }

    /// Checks whether earlier requests have created the account, after the wiki refused the last
    /// one.
    fn settle(&mut self, session: &Session, cause: Refused) -> State {
        self.attempt
            .settle(session, Dialect::AuthManager, cause)
            .into()
    }

    fn check_existence(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        cause: Refused,
    ) -> State {
        self.attempt.discard_captcha(session);
        self.attempt
            .check_existence(session, Dialect::AuthManager, evidence, cause)
            .into()
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
            State::Ask { .. } | State::Step(_) | State::Concluded(Conclusion::Refused(_))
        );
        is_waiting.then(|| Self {
            attempt: self.attempt.suspended(),
            ..self.clone()
        })
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self) {
        let attempt = &self.attempt;
        if let State::Ask { requests, ask } = &mut self.state
            && let Ok(Plan::Ask(updated)) = plan(requests, &attempt.account, &attempt.answers)
        {
            *ask = updated;
        }
    }

    fn revise(&mut self, session: &Session, account: NewAccount) -> Result<(), InvalidInput> {
        let mut revised = Self {
            attempt: self.attempt.revised(account),
            state: State::Detect,
            token_renewed: false,
            had_captcha: false,
            answered_alone: AnsweredAlone::default(),
        };
        revised.state = revised.plan_state(session)?;
        *self = revised;
        Ok(())
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        Poll::Step(Ok(match &self.state {
            State::Detect | State::LookForCaptcha(_) => {
                return Poll::Send(detect::request(session));
            }
            State::CheckCaller { .. } => {
                return Poll::Send(dry_run::request(session, INVALID_USERNAME));
            }
            State::Send(post) => {
                return Poll::Send(post.request(session, session.create_token.as_ref()));
            }
            State::Renew(_) => return Poll::Send(detect::token_request(session)),
            State::Explain { explain, .. } => return Poll::Send(explain.request(session)),
            State::CheckStep { check, .. } => return Poll::Send(check.request(session)),
            State::Leave { request, .. } => return Poll::Send((**request).clone()),
            State::Return { url, .. } => {
                return Poll::Send(own_redirect::returning_request(url, Purpose::Continue));
            }
            State::CheckExistence(pending) => return Poll::Send(pending.request(session)),
            State::Ask { ask, .. } => Step::Ask(Ask {
                account_exists: self.attempt.state.account_exists(),
                ..ask.clone()
            }),
            State::Step(step) => step.to_step(self.attempt.state.exists),
            State::Concluded(conclusion) => return Poll::Step(conclusion.step()),
        }))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Detect);
        self.state = match state {
            State::Detect => match detect::read(session, reply) {
                Ok(DetectedApi::AuthManager) => return self.replan(session),
                Ok(DetectedApi::WebForm(Some(cause))) if !self.attempt.state.has_begun => {
                    State::Concluded(Conclusion::FallBack(cause))
                }
                Ok(DetectedApi::WebForm(Some(error))) | Err(error) => self.failed(session, error),
                Ok(DetectedApi::LegacyApi | DetectedApi::WebForm(None)) => {
                    self.failed(session, no_auth_manager())
                }
            },
            State::CheckCaller { requests, ask } => match self.read_caller_check(session, reply) {
                Some(state) => state,
                None => State::Ask { requests, ask },
            },
            State::Send(post) => self.read_creation(session, &post, reply),
            State::Renew(post) => match detect::read_token(session, reply) {
                Ok(()) => State::Send(post),
                Err(error) => self.failed(session, error),
            },
            State::Explain { explain, refused } => {
                let (refused, next) = explain.read(session, reply, refused);
                match next {
                    Some(explain) => State::Explain { explain, refused },
                    None => self.refused_or_captcha(session, refused),
                }
            }
            State::LookForCaptcha(refused) => {
                let detected = detect::read(session, reply);
                self.look_for_captcha(session, refused, detected.ok().as_ref())
            }
            State::CheckStep { step, mut check } => match check.read(session, reply) {
                None => State::CheckStep { step, check },
                Some(existence) => {
                    self.attempt.note_existence(existence);
                    self.wait_at(session, step)
                }
            },
            State::Leave { mut step, .. } => match step.left(session, &reply) {
                Some(url) => self.continue_after(session, &step, Input::Returned(url)),
                None => State::Step(step),
            },
            State::Return { step, url } => match reply {
                Reply::NotSent(error) | Reply::Lost(error) => self.failed(session, error.into()),
                reply => {
                    let input = step.returned(session, url, &reply);
                    self.continue_after(session, &step, input)
                }
            },
            State::CheckExistence(mut pending) => match pending.feed(session, reply) {
                None => State::CheckExistence(pending),
                Some(Existence::Missing) if pending.then_form => {
                    self.attempt.note_missing_before_form();
                    State::Concluded(Conclusion::FallBack(pending.cause.into()))
                }
                Some(existence) => {
                    let step = self.attempt.conclude(session, existence, pending.cause);
                    Ok(step).into()
                }
            },
            unchanged => unchanged,
        };
    }

    /// Returns the request that answers a step.
    fn answer_step(
        &self,
        session: &Session,
        step: &AuthStep,
        input: Input,
    ) -> Result<AuthPost, InvalidInput> {
        let fields = step.fill(input)?;
        Ok(match step.restart_preserves() {
            Some(preserves) => self.begin(session, fields, preserves),
            None => {
                let mut post = AuthPost::continuation(AuthModule::CreateAccount, session, fields);
                session.limit_lag(&mut post.form);
                post
            }
        })
    }

    /// Returns the state that waits at a step, or that first requests the wiki's own page to which it
    /// redirects.
    fn wait_at(&self, session: &Session, step: AuthStep) -> State {
        match step.leaving_request(session, Purpose::Continue, self.answered_alone) {
            None => State::Step(step),
            Some(request) => State::Leave {
                step,
                request: Box::new(request),
            },
        }
    }

    /// Answers a redirect after the wiki's own pages were requested.
    fn continue_after(&mut self, session: &Session, step: &AuthStep, input: Input) -> State {
        self.answered_alone.count();
        match self.answer_step(session, step, input) {
            Ok(post) => with_token(session, post),
            // The address lacks what the wiki asks for.
            Err(_) => State::Step(step.clone()),
        }
    }

    /// Returns whether the flow waits for the answer to a captcha for exactly this account.
    pub fn asks_captcha_of(&self, account: &NewAccount) -> bool {
        let captcha = match &self.state {
            State::Ask { ask, .. } => ask.captcha.as_ref(),
            _ => None,
        };
        captcha.is_some() && self.attempt.account == *account
    }

    pub fn answer(&mut self, session: &Session, input: Input) -> Result<(), InvalidInput> {
        match (&self.state, input) {
            (State::Ask { requests, ask }, Input::Answers(answers)) => {
                let attempt = &mut self.attempt;
                let (account, given) = (&attempt.account, &attempt.answers);
                attempt.answers = plan::merge_answers(requests, ask, account, given, answers)?;
                self.replan(session);
                Ok(())
            }
            (State::Step(step), input) => {
                let next = match step.returns_to_own_page(session, &input) {
                    Some(url) => State::Return {
                        step: step.clone(),
                        url,
                    },
                    None => with_token(session, self.answer_step(session, step, input)?),
                };
                self.answered_alone = AnsweredAlone::default();
                self.state = next;
                Ok(())
            }
            (state, Input::Revise(account)) if state.can_revise() => self.revise(session, account),
            (state, _) => Err(state.expected_input().error()),
        }
    }
}

impl State {
    /// Lets the sign-up form take the place of the API if an existence check finds no account.
    fn then_form(mut self, is_form_next: bool) -> Self {
        if let Self::CheckExistence(pending) = &mut self {
            pending.then_form = is_form_next;
        }
        self
    }

    fn can_revise(&self) -> bool {
        match self {
            Self::Ask { .. } => true,
            Self::Concluded(conclusion) => conclusion.can_revise(),
            _ => false,
        }
    }

    fn expected_input(&self) -> ExpectedInput {
        match self {
            Self::Ask { .. } | Self::Step(_) => ExpectedInput::Answers,
            Self::Concluded(conclusion) => conclusion.expected_input(),
            _ => ExpectedInput::Nothing,
        }
    }
}

/// Returns the state for sending, or for fetching a token first. A resumed session has none.
fn with_token(session: &Session, post: AuthPost) -> State {
    match session.create_token {
        Some(_) => State::Send(post),
        None => State::Renew(post),
    }
}

fn no_auth_manager() -> Error {
    Error::new(
        Reason::Protocol,
        "this wiki has no AuthManager, so it is older than 1.27; use the legacy dialect",
    )
}
