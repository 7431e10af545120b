//! Checking whether an account exists, after a lost or unclear response, and at a step that may
//! come before or after the account is created.
//!
//! None of the questions can create an account. An account of that name is not proof of this
//! creation, and an answer that does not come is proof of nothing: `docs/existence.md` has the table
//! of the questions, their answers, and what each proves.
//!
//! The name is asked for as the caller gave it: the wiki spells it its own way, also the first
//! letter.

mod evidence;
mod login_proof;
mod questions;
mod window;

use std::time::Duration;

pub(crate) use self::{
    evidence::Evidence,
    questions::{Account, is_listed, user_list_request},
    window::Window,
};
use self::{
    login_proof::{LoginProof, Proof},
    questions::{QuestionResult, Registration},
    window::Owner,
};
use crate::{
    Credentials, Dialect, Purpose, Session,
    flow::dry_run,
    http::{Reply, Request},
    mediawiki::username,
};

/// Delays before the questions are asked, and asked again while the account is missing. The wiki
/// may still be processing a request whose response was lost.
const RETRY_DELAYS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// The maximum number of times that the wiki is asked again for its time. An answer that takes long
/// may miss the second that it is to show.
const MAX_TIME_QUESTIONS: usize = 3;

/// A check whether one account exists.
#[derive(Debug, Clone)]
pub(crate) struct ExistenceCheck {
    /// The name as the caller gave it.
    name: String,
    dialect: Dialect,
    evidence: Evidence,
    question: Question,
    /// The number of repetitions because the account was missing.
    retries: usize,
    /// The wait before the question is asked.
    wait: Duration,
    /// The number of repetitions to learn the wiki's time.
    time_questions: usize,
    /// True if a legacy wiki changes this name.
    name_altered: bool,
}

#[derive(Debug, Clone)]
enum Question {
    UsedToken,
    Users,
    DryRun,
    UserList,
    /// A login as the user of an account that was found, or that could not be asked for.
    Login {
        proof: Box<LoginProof>,
        found: Option<Account>,
    },
}

/// The result of an existence check.
#[derive(Debug, Clone)]
pub(crate) enum Existence {
    /// This creation made the account.
    Created(Account),
    /// The account does not exist.
    Missing,
    /// The wiki found the name taken, and nothing shows that this creation has taken it.
    TakenByOther,
    /// The account is somebody else's. The text is the evidence: it completes the sentence "an
    /// account exists, which …".
    Other(&'static str),
    /// The account exists, and nothing shows whether this creation made it.
    Unproven {
        /// The name as the wiki spells it, if it shows it.
        name: Option<String>,
        /// The reason why a login did not show it, if one was tried.
        login_failure: Option<String>,
    },
    /// It is unknown whether the account exists. The sentence states what is known.
    Unknown(String),
}

impl ExistenceCheck {
    /// Starts a check of `name` after a request that may have created it.
    pub fn new(name: &str, dialect: Dialect, evidence: Evidence, session: &Session) -> Self {
        let question = match evidence.token {
            Some(_) => Question::UsedToken,
            // A wiki without an API is asked through its pages only.
            None if dialect == Dialect::WebForm && session.facts.api_off => Question::UserList,
            None => Question::Users,
        };
        Self {
            name: name.to_owned(),
            dialect,
            evidence,
            question,
            retries: 0,
            wait: Duration::ZERO,
            time_questions: 0,
            name_altered: dialect == Dialect::LegacyApi
                && username::altered_by_legacy(name).is_some(),
        }
    }

    /// Starts a check of `name` while a step of its creation waits. It never uses a dry run, which
    /// would end a creation whose account does not exist yet (seen on 1.35 to 1.43), nor a login.
    pub fn at_step(name: &str, evidence: Evidence, session: &Session) -> Self {
        let evidence = Evidence {
            is_at_step: true,
            credentials: None,
            ..evidence
        };
        Self::new(name, Dialect::AuthManager, evidence, session)
    }

    pub fn request(&self, session: &Session) -> Request {
        let mut request = match &self.question {
            Question::UsedToken => {
                questions::used_token_request(session, self.evidence.token.as_ref())
            }
            Question::Users => questions::users_request(session, &self.name, self.dialect),
            Question::DryRun => dry_run::request(session, &self.name),
            Question::UserList => user_list_request(session, &self.name),
            Question::Login { proof, .. } => proof.request(),
        };
        request.wait = self.wait;
        request.purpose = Purpose::ExistenceCheck;
        request
    }

    /// Processes the reply. Returns `None` if another request is needed.
    pub fn read(&mut self, session: &mut Session, reply: Reply) -> Option<Existence> {
        self.wait = Duration::ZERO;
        let result = match (&mut self.question, &reply) {
            (Question::Login { proof, found }, _) => {
                let proof = proof.feed(reply)?;
                return Some(proven(proof, found.take()));
            }
            (Question::UsedToken, Reply::Got(response)) => {
                questions::read_used_token(session, response)
            }
            (Question::Users, Reply::Got(response)) => {
                questions::read_users(session, response, self.dialect, &self.name)
            }
            (Question::DryRun, Reply::Got(response)) => questions::read_dry_run(session, response),
            (Question::UserList, Reply::Got(response)) => {
                questions::read_user_list(session, response, &self.name)
            }
            (_, Reply::NotSent(_) | Reply::Lost(_)) => QuestionResult::NoAnswer,
        };
        match result {
            QuestionResult::OwnAccount(account) => Some(Existence::Created(account)),
            // The wiki answered, and its answer shows no account of this creation.
            QuestionResult::Missing | QuestionResult::NotShown if self.evidence.is_taken => {
                Some(Existence::TakenByOther)
            }
            QuestionResult::NoAnswer if self.evidence.is_taken => Some(Existence::Unknown(
                "the wiki did not answer when the name was taken".to_owned(),
            )),
            QuestionResult::Exists(account) => self.found(session, account),
            // An unused token has created no account, whatever its name.
            QuestionResult::Missing
                if self.name_altered && !matches!(self.question, Question::UsedToken) =>
            {
                Some(Existence::Unknown(
                    "the wiki may have created the account under a changed name".to_owned(),
                ))
            }
            QuestionResult::Missing => self.retry_or_missing(),
            // A wiki that lost its sessions answers the same, so ask for its users.
            QuestionResult::TokenUsed => {
                self.question = Question::Users;
                None
            }
            QuestionResult::NotShown | QuestionResult::NoAnswer => self.next_question(session),
        }
    }

    /// Decides whether an account of this name was made by this creation.
    fn found(&mut self, session: &Session, account: Account) -> Option<Existence> {
        let owner = match account.registration {
            Registration::At(time) => window::owner(time, &self.evidence.windows, &session.clock),
            // Accounts of MediaWiki's first years have no registration time.
            Registration::Never => Owner::Other,
            Registration::NotShown => Owner::Unclear(None),
        };
        let is_own = match owner {
            Owner::Unclear(Some(wait))
                if !self.is_own_by_default() && self.time_questions < MAX_TIME_QUESTIONS =>
            {
                self.time_questions += 1;
                self.wait = wait;
                return None;
            }
            Owner::Other if self.evidence.is_taken => return Some(Existence::TakenByOther),
            Owner::Unclear(None) if self.evidence.is_taken && !self.may_be_in_time(&account) => {
                return Some(Existence::TakenByOther);
            }
            Owner::Other => {
                return Some(Existence::Other("was not registered by this creation"));
            }
            // If the wiki found the name taken, or rejected the token, somebody else may have registered the
            // name just before.
            Owner::ThisCreation if !self.evidence.is_taken && !self.evidence.token_rejected => true,
            Owner::ThisCreation | Owner::Unclear(_) => self.is_own_by_default(),
        };
        if let Some(credentials) = self.evidence.credentials.take() {
            return self.begin_login(credentials, session, Some(account));
        }
        Some(if is_own {
            Existence::Created(account)
        } else {
            Existence::Unproven {
                name: account.name,
                login_failure: None,
            }
        })
    }

    /// Returns whether an account was registered at a time at which the wiki may have had the request.
    fn may_be_in_time(&self, account: &Account) -> bool {
        let mut windows = self.evidence.windows.iter();
        match account.registration {
            Registration::At(time) => windows.any(|window| window.may_contain(time)),
            Registration::Never | Registration::NotShown => false,
        }
    }

    /// Returns whether an account is of this creation unless its registration shows that it is not.
    fn is_own_by_default(&self) -> bool {
        // The page that reported success was about this creation, and the wiki found the name free when
        // it answered with a step.
        self.evidence.is_reported || self.evidence.is_at_step
    }

    /// Begins the login that proves whose account it is.
    fn begin_login(
        &mut self,
        credentials: Credentials,
        session: &Session,
        found: Option<Account>,
    ) -> Option<Existence> {
        match LoginProof::begin(credentials, session) {
            Ok(proof) => {
                let proof = Box::new(proof);
                self.question = Question::Login { proof, found };
                None
            }
            Err(proof) => Some(proven(proof, found)),
        }
    }

    /// Schedules another check while the wiki may still create the account; otherwise reports it
    /// missing.
    fn retry_or_missing(&mut self) -> Option<Existence> {
        if !self.evidence.answered && self.retries + 1 < RETRY_DELAYS.len() {
            self.retries += 1;
            self.wait = RETRY_DELAYS[self.retries];
            return None;
        }
        if self.evidence.timed_out {
            return Some(Existence::Unknown(format!(
                "there was no account \"{}\" some seconds later, but the wiki may still be processing the request",
                self.name
            )));
        }
        Some(Existence::Missing)
    }

    fn next_question(&mut self, session: &Session) -> Option<Existence> {
        let next = match (&self.question, self.dialect) {
            (Question::UsedToken, _) => Some(Question::Users),
            (Question::Users, Dialect::WebForm) => Some(Question::UserList),
            (Question::Users, Dialect::AuthManager)
                if !self.evidence.is_at_step && dry_run::takes_valid_name(session) =>
            {
                Some(Question::DryRun)
            }
            _ => None,
        };
        if let Some(question) = next {
            self.question = question;
            return None;
        }
        match self.evidence.credentials.take() {
            Some(credentials) => self.begin_login(credentials, session, None),
            None => Some(Existence::Unknown(
                "the wiki did not report whether the account exists".to_owned(),
            )),
        }
    }
}

/// Returns the result that a login proves about the account that was found before it.
fn proven(proof: Proof, found: Option<Account>) -> Existence {
    match (proof, found) {
        (Proof::RightPassword(name), found) => {
            let found = found.unwrap_or_default();
            Existence::Created(Account::new(found.name.or(Some(name)), found.user_id))
        }
        (Proof::WrongPassword, Some(_)) => Existence::Other("has another password"),
        (Proof::WrongPassword, None) => Existence::Unknown(
            "a login did not succeed, so either there is no account, or it has another password"
                .to_owned(),
        ),
        (Proof::None(why), Some(account)) => Existence::Unproven {
            name: account.name,
            login_failure: Some(why),
        },
        (Proof::None(why), None) => Existence::Unknown(format!(
            "the wiki did not report whether the account exists, and a login did not prove it: {why}"
        )),
    }
}
