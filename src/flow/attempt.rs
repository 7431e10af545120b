//! One attempt to create an account, with the state that all dialects share: the account, the
//! caller's answers, the used captcha answer, and whether the account may exist already.

use serde::{Deserialize, Serialize};

use super::{
    conclusion::Conclusion,
    existence::{Account, Evidence, Existence, ExistenceCheck, Window},
    not_offered::left_out_of_address,
    refusal,
};
use crate::{
    Answer, Answers, Captcha, Created, Credentials, Dialect, Error, NewAccount, Reason, Refused,
    Secret, Session, Step, Unknown, Warning,
    http::{Reply, Request},
    mediawiki::{api_response::ApiResponse, auth_request::AuthRequests, username},
};

/// An attempt to create an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub account: NewAccount,
    /// The caller's answers to fields beyond the account.
    #[serde(with = "crate::account::exposed_answers")]
    pub answers: Answers,
    /// Fields whose values may be serialised: the wiki shows them and does not mark them as
    /// sensitive.
    storable_fields: Vec<String>,
    /// A captcha answer that was set with the account and has been used.
    #[serde(skip)]
    used_captcha_answer: Option<Answer>,
    /// Warnings for [`Created`].
    pub warnings: Vec<Warning>,
    pub state: AccountState,
}

/// Progress of the creation on the wiki.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct AccountState {
    /// True once the wiki has answered with a step. The account may exist from then on, since
    /// secondary providers ask their questions after it was created (1.27 and later).
    pub has_begun: bool,
    /// True if the account exists, false if it does not, `None` if unknown.
    pub exists: Option<bool>,
    /// The name of the account that exists, as the wiki spells it.
    name: Option<String>,
    user_id: Option<u64>,
    /// The times in which requests may have created the account.
    windows: Vec<Window>,
    /// True if the wiki may still be working on a request that was followed by another one, or may have
    /// received one twice.
    #[serde(default)]
    may_still_run: bool,
    /// True if the wiki rejected the token of a request that it may have received twice.
    #[serde(default)]
    token_rejected: bool,
    /// The time of the last request that the wiki refused.
    #[serde(skip)]
    refused: Option<Window>,
}

impl AccountState {
    /// Returns whether the account exists. It cannot exist before the first step, unless the wiki may have
    /// received a request twice.
    pub fn account_exists(&self) -> Option<bool> {
        if self.has_begun {
            self.exists
        } else {
            (!self.may_still_run()).then_some(false)
        }
    }

    /// Returns whether a name that is taken may be taken by an earlier request of this creation.
    fn may_still_run(&self) -> bool {
        self.may_still_run && !self.windows.is_empty()
    }
}

/// The result of a request that may have created the account.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The wiki must first be asked whether the account exists.
    Check(Box<PendingCheck>),
    Known(Result<Step, Error>),
}

/// An attempt that continues with the sign-up form because the API does not create accounts.
#[derive(Debug)]
pub(super) struct Fallback {
    pub attempt: Attempt,
    /// The API's error, reported if there is no sign-up form either.
    pub cause: Option<Error>,
}

impl Fallback {
    /// Moves the attempt out of a dialect, if its conclusion is to fall back to the form.
    pub fn take(conclusion: &Conclusion, attempt: &mut Attempt) -> Option<Self> {
        let cause = conclusion.fallback_cause()?.clone();
        Some(Self {
            attempt: std::mem::take(attempt),
            cause: Some(cause),
        })
    }
}

impl Outcome {
    /// Returns the conclusion, or the existence check that must come before it.
    pub fn conclusion(self) -> Result<Conclusion, Box<PendingCheck>> {
        match self {
            Self::Check(pending) => Err(pending),
            Self::Known(known) => Ok(known.into()),
        }
    }
}

/// A running existence check.
#[derive(Debug, Clone)]
pub(super) struct PendingCheck {
    check: ExistenceCheck,
    /// The refusal to report if nothing was created.
    pub cause: Refused,
    /// True if the sign-up form is next if nothing was created, because a page came in place of the
    /// API's answer.
    pub then_form: bool,
}

impl PendingCheck {
    pub fn request(&self, session: &Session) -> Request {
        self.check.request(session)
    }

    /// Processes the reply. Returns `None` if another request is needed.
    pub fn feed(&mut self, session: &mut Session, reply: Reply) -> Option<Existence> {
        self.check.read(session, reply)
    }
}

impl Attempt {
    pub fn new(account: NewAccount) -> Self {
        Self {
            account,
            ..Self::default()
        }
    }

    /// Returns a new attempt with `account`. Earlier answers are kept, except those that the
    /// account replaces. A used captcha answer is not sent again.
    pub fn revised(&self, mut account: NewAccount) -> Self {
        let used = self.used_captcha_answer.as_ref();
        if used.is_some() && account.fields.get(Captcha::FIELD) == used {
            for field in Captcha::FIELDS {
                account.fields.take(field);
            }
        }
        let mut answers = self.answers.clone();
        for name in account.fields.names() {
            answers.take(name);
        }
        Self {
            account,
            answers,
            storable_fields: Vec::new(),
            used_captcha_answer: self.used_captcha_answer.clone(),
            warnings: Vec::new(),
            state: AccountState::default(),
        }
    }

    /// Returns whether there is an answer to a captcha.
    pub fn has_captcha_answer(&self) -> bool {
        let mut names = self.answers.names().chain(self.account.fields.names());
        names.any(|name| name == Captcha::FIELD)
    }

    /// Removes the captcha answer, which a wiki accepts once, and the captcha shown for it.
    pub fn discard_captcha(&mut self, session: &mut Session) {
        for field in Captcha::FIELDS {
            self.answers.take(field);
            if let Some(given) = self.account.fields.take(field)
                && field == Captcha::FIELD
            {
                self.used_captcha_answer = Some(given);
            }
        }
        let requests = session.auth_requests.as_ref();
        if requests.is_some_and(AuthRequests::has_captcha) {
            session.auth_requests = None;
        }
    }

    /// Records which fields the wiki shows, for [`suspended`](Self::suspended).
    pub fn note_fields(&mut self, requests: &AuthRequests) {
        let fields = requests.visible_fields().into_iter();
        let not_sensitive = fields.filter(|field| !field.sensitive);
        self.storable_fields = not_sensitive.map(|field| field.name.clone()).collect();
    }

    /// Returns a copy without secrets, for serialising.
    pub fn suspended(&self) -> Self {
        let may_be_kept = |name: &str| {
            let is_storable = self.storable_fields.iter().any(|storable| storable == name);
            is_storable && !Captcha::FIELDS.contains(&name)
        };
        let mut copy = self.clone();
        copy.answers.retain(may_be_kept);
        copy.account.fields.retain(may_be_kept);
        copy
    }

    /// Returns the evidence about the account so far.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            windows: self.state.windows.clone(),
            token_rejected: self.state.token_rejected,
            ..Evidence::default()
        }
    }

    /// Returns the evidence about the account so far, if the wiki has finished the last request.
    pub fn evidence_when_answered(&self) -> Evidence {
        Evidence {
            answered: true,
            ..self.evidence()
        }
    }

    /// Records the reply to a request that may have created the account, from before it is read.
    pub fn note_reply(&mut self, session: &Session, reply: &Reply) {
        if !matches!(reply, Reply::NotSent(_)) {
            self.note_request(session);
        }
    }

    /// Records that the last request may have created the account.
    pub fn note_request(&mut self, session: &Session) {
        let window = Window::of_last_request(&session.clock);
        self.state.windows.push(window);
    }

    /// Records that the reply is the wiki's own answer, so that the wiki has finished the request.
    pub fn note_answer(&mut self, session: &Session) {
        if let Some(window) = self.state.windows.last_mut() {
            window.end(&session.clock);
        }
    }

    /// Returns the evidence after an answer of the API to a request that may have created the account.
    pub fn evidence_after(&mut self, answer: &ApiResponse, session: &Session) -> Evidence {
        let answered = answer.is_certainly_from_mediawiki();
        if answered {
            self.note_answer(session);
        }
        Evidence {
            answered,
            ..self.evidence()
        }
    }

    /// Records that no request so far can have created the account.
    pub fn note_nothing_created(&mut self) {
        self.state.windows.clear();
    }

    /// Records that the account was missing when the sign-up form took the place of the API. The wiki may
    /// create it still, or have asked a copy of its database that lags behind.
    pub fn note_missing_before_form(&mut self) {
        self.state.may_still_run = true;
    }

    /// Returns whether a name that is taken may be taken by an earlier request of this creation.
    pub fn may_still_run(&self) -> bool {
        self.state.may_still_run()
    }

    /// Records that the wiki refused the last request, which created nothing.
    pub fn note_refused(&mut self) {
        self.state.refused = self.state.windows.pop();
    }

    /// Records that the refused request is sent again with a new token. A creation uses the token up
    /// (1.26 and earlier) or begins another session (the form of 1.27 and later), so the wiki rejects
    /// the token too if a server in front of it has sent the request twice, and the first one created
    /// the account.
    pub fn note_token_rejected(&mut self) {
        self.state.windows.extend(self.state.refused.take());
        self.state.may_still_run = true;
        self.state.token_rejected = true;
    }

    /// Starts a check who has taken the name, after the wiki refused the last request because it is taken.
    /// Where the token outlasts a creation, this is also the answer if a server in front of the wiki has
    /// sent the request twice, and the first one created the account.
    pub fn check_owner(
        &mut self,
        session: &Session,
        dialect: Dialect,
        cause: &Refused,
    ) -> Option<Outcome> {
        if session.has_created(&self.account.name) {
            return None;
        }
        let evidence = Evidence {
            windows: vec![self.state.refused.take()?],
            is_taken: true,
            answered: true,
            ..Evidence::default()
        };
        Some(self.check_existence(session, dialect, evidence, cause.clone()))
    }

    /// Records that the wiki answered with a step.
    pub fn note_step(&mut self) {
        self.state.has_begun = true;
    }

    /// Records whether the account exists while a step waits.
    pub fn note_existence(&mut self, existence: Existence) {
        self.state.exists = match existence {
            Existence::Created(account) => {
                self.state.name = account.name;
                self.state.user_id = account.user_id;
                Some(true)
            }
            Existence::Missing => {
                self.note_nothing_created();
                Some(false)
            }
            Existence::TakenByOther
            | Existence::Other(_)
            | Existence::Unproven { .. }
            | Existence::Unknown(_) => None,
        };
    }

    /// Returns the step for a created account. If the wiki reports another `name` than the
    /// requested one, the step has a warning. If it reports none, the name is as given, spaced as
    /// MediaWiki does it.
    pub fn created(
        &mut self,
        session: &Session,
        name: Option<String>,
        user_id: Option<u64>,
        more: impl IntoIterator<Item = Warning>,
    ) -> Step {
        let asked = &self.account.name;
        let changed = name
            .as_deref()
            .and_then(|name| name_changed_warning(asked, name));
        let name = name.unwrap_or_else(|| username::likely(asked));
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(more);
        warnings.extend(changed);
        warnings.extend(moved_warning(session));
        let left_out = session.left_out_invitation(session.facts.dialect == Some(Dialect::WebForm));
        warnings.extend(
            left_out.map(|names| Warning::new(Warning::NOT_OFFERED, left_out_of_address(&names))),
        );
        Step::Created(Created {
            name,
            user_id,
            warnings,
        })
    }

    /// Returns the step for an account that was created although the wiki's further steps failed.
    fn unfinished(&mut self, session: &Session, cause: &Refused, account: Account) -> Step {
        let warning = Warning::setup_unfinished(cause);
        self.created(session, account.name, account.user_id, [warning])
    }

    /// Returns the step for an account that may or may not exist.
    pub fn unknown(&self, cause: Refused, explanation: Option<String>) -> Step {
        Step::Unknown(Unknown::new(&self.account.name, cause, explanation))
    }

    /// Starts an existence check after an unclear reply. `cause` is the refusal to report if
    /// nothing was created.
    pub fn check_existence(
        &mut self,
        session: &Session,
        dialect: Dialect,
        evidence: Evidence,
        cause: Refused,
    ) -> Outcome {
        let credentials = self.credentials(session);
        let is_cancelled = cause.reason == Reason::Cancelled;
        // A step has shown that the account exists, unless a login is to prove it.
        if self.state.exists == Some(true) && (credentials.is_none() || is_cancelled) {
            let account = Account::new(self.state.name.clone(), self.state.user_id);
            return Outcome::Known(Ok(self.unfinished(session, &cause, account)));
        }
        if is_cancelled {
            return Outcome::Known(Ok(self.unknown(cause, None)));
        }
        let evidence = Evidence {
            credentials,
            ..evidence
        };
        let check = ExistenceCheck::new(&self.account.name, dialect, evidence, session);
        Outcome::Check(Box::new(PendingCheck {
            check,
            cause,
            then_form: false,
        }))
    }

    /// Returns the password, from the account or from an answer.
    pub fn password(&self) -> Option<&Secret> {
        match (&self.account.password, self.answers.get("password")) {
            (Some(password), _) | (None, Some(Answer::Text(password))) => Some(password),
            _ => None,
        }
    }

    /// Returns the new user's credentials, if a login is to prove whose account it is.
    fn credentials(&self, session: &Session) -> Option<Credentials> {
        if !session.proves_by_login || self.account.mail_password {
            return None;
        }
        let mut account = self.account.clone();
        account.password = self.password().cloned();
        Credentials::of_account(&account)
    }

    /// Returns whether no earlier request can have created the account.
    pub fn is_settled(&self) -> bool {
        let has_begun = self.state.has_begun || self.may_still_run();
        !has_begun || self.state.exists == Some(false)
    }

    /// Handles a failed request that certainly had no effect. Earlier requests may have created the
    /// account.
    pub fn failed(&mut self, session: &Session, dialect: Dialect, error: Error) -> Outcome {
        if self.is_settled() {
            return Outcome::Known(Err(error));
        }
        self.settle(session, dialect, refusal::from_error(error))
    }

    /// Checks whether earlier requests have created the account, after one that certainly had no
    /// effect.
    pub fn settle(&mut self, session: &Session, dialect: Dialect, cause: Refused) -> Outcome {
        let evidence = self.evidence_when_answered();
        self.check_existence(session, dialect, evidence, cause)
    }

    /// Returns the step that follows from the result of an existence check.
    pub fn conclude(&mut self, session: &Session, existence: Existence, cause: Refused) -> Step {
        match existence {
            Existence::TakenByOther => Step::Refused(cause),
            Existence::Created(account) if self.state.has_begun => {
                self.unfinished(session, &cause, account)
            }
            Existence::Created(account) => {
                let warning = Warning::found_despite(&cause);
                self.created(session, account.name, account.user_id, [warning])
            }
            Existence::Missing => Step::Refused(refusal::nothing_created(cause)),
            Existence::Other(evidence) => {
                Step::Refused(refusal::account_of_other(&self.account.name, evidence))
            }
            Existence::Unproven {
                name,
                login_failure,
            } => Step::Unknown(Unknown::of_existing(
                &self.account.name,
                name.as_deref(),
                cause,
                login_failure.as_deref(),
            )),
            Existence::Unknown(explanation) => self.unknown(cause, Some(explanation)),
        }
    }
}

/// Returns a warning if the wiki's name differs from the requested one by more than the spaces and
/// the case of the first letter.
fn name_changed_warning(asked: &str, got: &str) -> Option<Warning> {
    (!username::possibly_same(asked, got)).then(|| {
        let message = format!("the account is called \"{got}\", not \"{asked}\"");
        Warning::new(Warning::NAME_CHANGED, message)
    })
}

/// Returns a warning if the wiki has moved to another address than the given one.
fn moved_warning(session: &Session) -> Option<Warning> {
    let from = session.facts.moved_from.as_ref()?;
    let message = format!("the wiki moved from {from} to {}", session.api);
    Some(Warning::new(Warning::MOVED, message))
}
