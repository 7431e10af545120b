//! One try to create an account, whatever the dialect: what was asked for, what the caller
//! answered, which captcha answer is used up, and whether the account may exist by now.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{
    conclusion::Conclusion,
    existence::{Evidence, Existence, ExistenceCheck},
    refusal,
};
use crate::{
    Answer, Answers, Captcha, Created, Dialect, Error, NewAccount, Reason, Refused, Session, Step,
    Unknown, Warning,
    http::{Reply, Request},
    mediawiki::{auth_request::AuthRequests, username},
};

/// A try.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub account: NewAccount,
    /// What the caller answered, beyond the account.
    #[serde(with = "crate::account::kept")]
    pub answers: Answers,
    /// The fields whose values may be written down: those that the wiki shows and does not mark
    /// as sensitive.
    open_fields: Vec<String>,
    /// A captcha answer that came with the account and was used up.
    #[serde(skip)]
    used_captcha_answer: Option<Answer>,
    /// What did not go as wished, for [`Created`].
    pub warnings: Vec<Warning>,
    pub state: AccountState,
}

/// How far the wiki has come with the account.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct AccountState {
    /// Whether the wiki has answered with a step: then the account may exist, since secondary
    /// providers ask after it was made (1.27 and later).
    pub has_begun: bool,
    /// Whether it exists, where that is known.
    pub exists: Option<bool>,
    /// The wiki's own time when the first of the requests went out that may have made it.
    first_sent_at: Option<SystemTime>,
    /// Whether it has gone on in this process since it was begun.
    #[serde(skip)]
    is_recent: bool,
}

impl AccountState {
    /// Returns whether the account exists: surely not before the first step.
    pub fn account_exists(self) -> Option<bool> {
        if self.has_begun {
            self.exists
        } else {
            Some(false)
        }
    }
}

/// What follows on a request that may have created the account.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The wiki is asked whether the account exists.
    Check(Box<PendingCheck>),
    Known(Result<Step, Error>),
}

/// What a dialect hands over to the sign-up form when its API does not create accounts.
#[derive(Debug)]
pub(super) struct Fallback {
    pub attempt: Attempt,
    /// Why the API does not do it, in case that there is no form either.
    pub cause: Option<Error>,
}

impl Fallback {
    /// Takes the attempt out of a dialect whose conclusion is to fall back.
    pub fn take(conclusion: &Conclusion, attempt: &mut Attempt) -> Option<Self> {
        let cause = conclusion.fallback_cause()?.clone();
        Some(Self {
            attempt: std::mem::take(attempt),
            cause: Some(cause),
        })
    }
}

impl Outcome {
    /// Returns the conclusion, or the question that comes before it.
    pub fn conclusion(self) -> Result<Conclusion, Box<PendingCheck>> {
        match self {
            Self::Check(pending) => Err(pending),
            Self::Known(known) => Ok(known.into()),
        }
    }
}

/// The wiki is being asked whether the account exists.
#[derive(Debug, Clone)]
pub(super) struct PendingCheck {
    check: ExistenceCheck,
    /// What holds if nothing was created.
    pub cause: Refused,
}

impl PendingCheck {
    pub fn request(&self, session: &Session) -> Request {
        self.check.request(session)
    }

    /// Takes the reply; `None` if there is more to ask.
    pub fn feed(&mut self, session: &Session, reply: Reply) -> Option<Existence> {
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

    /// Returns another try with `account`. The answers of this one stay good, but for those
    /// that the account replaces; a captcha answer that was used up is not sent again.
    pub fn revised(&self, mut account: NewAccount) -> Self {
        if account.fields.get(Captcha::FIELD) == self.used_captcha_answer.as_ref() {
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
            open_fields: Vec::new(),
            used_captcha_answer: self.used_captcha_answer.clone(),
            warnings: Vec::new(),
            state: AccountState::default(),
        }
    }

    /// Forgets the answer to a captcha, which is good once, and what the wiki showed with it.
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

    /// Notes which fields the wiki shows, for [`suspended`](Self::suspended).
    pub fn note_fields(&mut self, requests: &AuthRequests) {
        let fields = requests.visible_fields().into_iter();
        let not_sensitive = fields.filter(|field| !field.sensitive);
        self.open_fields = not_sensitive.map(|field| field.name).collect();
    }

    /// Returns a copy without what must not be written down.
    pub fn suspended(&self) -> Self {
        let may_be_kept = |name: &str| {
            let is_open = self.open_fields.iter().any(|open| open == name);
            is_open && !Captcha::FIELDS.contains(&name)
        };
        let mut copy = self.clone();
        copy.answers.retain(may_be_kept);
        copy.account.fields.retain(may_be_kept);
        copy
    }

    /// Returns what is known of the account when `reply` comes.
    pub fn evidence(&self, session: &Session, reply: &Reply) -> Evidence {
        Evidence {
            // The wiki's time of the answer before: this request's own came later.
            sent_at: session.previous_date(reply),
            first_sent_at: self.state.first_sent_at,
            // A step comes only for a name that was free; after a pause of who knows how
            // long that says nothing any more.
            name_was_free: self.state.has_begun && self.state.is_recent,
            ..Evidence::default()
        }
    }

    /// The same when `reply` comes to a request that may have created the account; notes when
    /// the first of those went out.
    pub fn evidence_of_creation(&mut self, session: &Session, reply: &Reply) -> Evidence {
        let evidence = self.evidence(session, reply);
        self.state.first_sent_at = self.state.first_sent_at.or(evidence.sent_at);
        evidence
    }

    /// Notes that nothing can have been created so far.
    pub fn note_nothing_created(&mut self) {
        self.state.first_sent_at = None;
    }

    /// Notes that the wiki answered with a step.
    pub fn note_step(&mut self) {
        self.state.has_begun = true;
        self.state.is_recent = true;
    }

    /// The account exists. A `name` of the wiki's that is not the one asked for is a warning;
    /// without one it is taken to be as MediaWiki writes names.
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
        let name = name.unwrap_or_else(|| username::normalise(asked));
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(more);
        warnings.extend(changed);
        warnings.extend(moved_warning(session));
        Step::Created(Created {
            name,
            user_id,
            warnings,
        })
    }

    /// The account exists, but the wiki's further steps came to no end.
    pub fn unfinished(&mut self, session: &Session, cause: &Refused, user_id: Option<u64>) -> Step {
        self.created(session, None, user_id, [Warning::unfinished(cause)])
    }

    /// Nobody can tell whether the account exists.
    pub fn unknown(&self, cause: Refused, found: Option<String>) -> Step {
        Step::Unknown(Unknown::new(&self.account.name, cause, found))
    }

    /// Finds out what came of a request; `cause` holds if nothing was created.
    pub fn check_existence(
        &mut self,
        session: &Session,
        dialect: Dialect,
        evidence: Evidence,
        cause: Refused,
    ) -> Outcome {
        if self.state.exists == Some(true) {
            return Outcome::Known(Ok(self.unfinished(session, &cause, None)));
        }
        if cause.reason == Reason::Cancelled {
            return Outcome::Known(Ok(self.unknown(cause, None)));
        }
        let check = ExistenceCheck::new(&self.account.name, dialect, evidence, session);
        Outcome::Check(Box::new(PendingCheck { check, cause }))
    }

    /// The last request surely came to nothing; what went before it may not have.
    pub fn failed(
        &mut self,
        session: &Session,
        dialect: Dialect,
        evidence: Evidence,
        error: Error,
    ) -> Outcome {
        if !self.state.has_begun || self.state.exists == Some(false) {
            return Outcome::Known(Err(error));
        }
        let evidence = Evidence {
            answered: true,
            ..evidence
        };
        self.check_existence(session, dialect, evidence, refusal::from_error(error))
    }

    /// Returns the step that follows from what was found out.
    pub fn conclude(&mut self, session: &Session, existence: Existence, cause: Refused) -> Step {
        match existence {
            Existence::Created { user_id } if self.state.has_begun => {
                self.unfinished(session, &cause, user_id)
            }
            Existence::Created { user_id } => {
                self.created(session, None, user_id, [Warning::found(&cause)])
            }
            Existence::Missing => Step::Refused(refusal::nothing_created(cause)),
            Existence::Older => Step::Refused(refusal::older_account(&self.account.name)),
            Existence::Unknown(found) => self.unknown(cause, Some(found)),
        }
    }
}

/// Warns of a name other than the one asked for, beyond what MediaWiki makes of every name.
fn name_changed_warning(asked: &str, got: &str) -> Option<Warning> {
    (username::normalise(asked) != username::normalise(got)).then(|| {
        let message = format!("the account is called \"{got}\", not \"{asked}\"");
        Warning::new(Warning::NAME_CHANGED, message)
    })
}

/// Warns that the wiki is at another address than was given.
fn moved_warning(session: &Session) -> Option<Warning> {
    let from = session.facts.moved_from.as_ref()?;
    let message = format!("the wiki moved from {from} to {}", session.api);
    Some(Warning::new(Warning::MOVED, message))
}
