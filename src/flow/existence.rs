//! Checking whether an account exists, after a lost or unclear response, and at a step that may
//! come before or after the account is created.
//!
//! There are four questions, and none of them can create an account:
//! - The used token (1.21 to 1.26). A creation consumes its token. A request with the token and an
//!   invalid name returns a new token if the first one was consumed, or if the session is gone.
//! - `list=users` with the registration time, which tells an account of this creation from an older
//!   one. A private wiki refuses it.
//! - The dry run (1.27 and later): a creation with an invalid e-mail address. The wiki refuses the
//!   name if it is taken, and the address if the name is free.
//! - The page with the list of users, for accounts created with the sign-up form. The page also
//!   shows who is logged in, and the form logs the new user in.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::auth_post::{AuthModule, AuthPost};
use crate::{
    Dialect, Format, Purpose, Reason, Secret, Session,
    http::{Effect, Form, Reply, Request, Response, cookies::SetCookie},
    mediawiki::{
        api_response::{ApiResponse, Unreadable, text},
        auth_response::AuthResponse,
        page::Page,
        parameter::multiple,
        timestamp, username,
    },
    reason::Phase,
};

/// An account registered less than this before the request may still be this creation's own,
/// because the clocks of a wiki's servers differ.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(3);

/// An IP address, which no release accepts as a user name.
pub(crate) const INVALID_USERNAME: &str = "10.0.0.1";

/// Delays before the questions are asked, and asked again while the account is missing. The wiki
/// may still be processing a request whose response was lost.
const RETRY_DELAYS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// A check whether one account exists.
#[derive(Debug, Clone)]
pub(crate) struct ExistenceCheck {
    name: String,
    dialect: Dialect,
    evidence: Evidence,
    question: Question,
    attempt: usize,
    skips_dry_run: bool,
    /// True if the token of the request was consumed.
    token_used: bool,
    /// True if a legacy wiki changes this name.
    name_altered: bool,
}

/// Facts known before the check.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The wiki's own time when the request was sent that may have created the account.
    pub sent_at: Option<SystemTime>,
    /// The wiki's own time when an earlier request of the creation was sent that may have created
    /// the account.
    pub first_sent_at: Option<SystemTime>,
    /// True if the wiki found the name free during this creation.
    pub name_was_free: bool,
    /// The legacy token sent with the request.
    pub token: Option<Secret>,
    /// True if the wiki has finished the request, because its response arrived.
    pub answered: bool,
    /// True if the wiki may still be processing the request, for an unknown time.
    pub timed_out: bool,
}

impl Evidence {
    /// Returns the evidence after an unreadable response, which the wiki may still be working on.
    pub fn after_unreadable(self, unreadable: &Unreadable) -> Self {
        Self {
            answered: !unreadable.may_still_run,
            timed_out: unreadable.may_still_run,
            ..self
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    UsedToken,
    Users,
    DryRun,
    UserList,
}

/// The result of an existence check.
#[derive(Debug, Clone)]
pub(crate) enum Existence {
    /// This creation made the account.
    Created { user_id: Option<u64> },
    /// The account does not exist.
    Missing,
    /// The account existed before this creation.
    Older,
    /// The check was inconclusive. The sentence tells what is known.
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
            name: username::normalise(name),
            dialect,
            evidence,
            question,
            attempt: 0,
            skips_dry_run: false,
            token_used: false,
            name_altered: dialect == Dialect::LegacyApi
                && username::altered_by_legacy(name).is_some(),
        }
    }

    /// Starts a check of `name` while a step of its creation waits. It never uses a dry run, which
    /// would end a creation whose account does not exist yet (seen on 1.35 to 1.43).
    pub fn at_step(name: &str) -> Self {
        Self {
            name: username::normalise(name),
            dialect: Dialect::AuthManager,
            evidence: Evidence {
                name_was_free: true,
                answered: true,
                ..Evidence::default()
            },
            question: Question::Users,
            attempt: 0,
            skips_dry_run: true,
            token_used: false,
            name_altered: false,
        }
    }

    pub fn request(&self, session: &Session) -> Request {
        let mut request = match self.question {
            Question::UsedToken => {
                let mut form = Form::new(&[
                    ("action", "createaccount"),
                    ("format", session.format.as_str()),
                    ("name", INVALID_USERNAME),
                ]);
                if let Some(token) = &self.evidence.token {
                    form.push_token("token", token);
                }
                Request::post(Effect::Read, &session.api, form)
            }
            Question::Users => Request::get(
                &session.api,
                &[
                    ("action", "query"),
                    ("list", "users"),
                    ("ususers", &multiple(&[&self.name])),
                    ("usprop", "registration"),
                    ("format", "json"),
                ],
            ),
            Question::DryRun => dry_run_request(session, &self.name),
            Question::UserList => user_list_request(session, &self.name),
        };
        request.wait = RETRY_DELAYS[self.attempt];
        request.purpose = Purpose::ExistenceCheck;
        request
    }

    /// Processes the reply. Returns `None` if another request is needed.
    pub fn read(&mut self, session: &Session, reply: Reply) -> Option<Existence> {
        let result = match &reply {
            Reply::Got(response) => match self.question {
                Question::UsedToken => self.read_used_token(session, response),
                Question::Users => self.read_users(response),
                Question::DryRun => self.read_dry_run(session, response),
                Question::UserList => self.read_user_list(session, response),
            },
            Reply::NotSent(_) | Reply::Lost(_) => QuestionResult::NoAnswer,
        };
        match result {
            QuestionResult::Created(user_id) => Some(Existence::Created { user_id }),
            QuestionResult::Older => Some(Existence::Older),
            // A consumed token proves a creation where the registration time does not.
            QuestionResult::Exists if self.evidence.name_was_free || self.token_used => {
                Some(Existence::Created { user_id: None })
            }
            QuestionResult::Exists => Some(Existence::Unknown(format!(
                "an account \"{}\" exists, but it is unknown whether this creation made it",
                self.name
            ))),
            QuestionResult::Missing if self.name_altered => Some(Existence::Unknown(
                "the wiki may have created the account under a changed name".to_owned(),
            )),
            QuestionResult::Missing => self.retry_or_missing(),
            // A wiki that lost its sessions answers the same, so ask for its users too.
            QuestionResult::TokenUsed => {
                self.token_used = true;
                self.question = Question::Users;
                None
            }
            QuestionResult::NoAnswer if self.token_used => {
                Some(Existence::Created { user_id: None })
            }
            QuestionResult::NoAnswer => self.next_question(session),
        }
    }

    /// Schedules another check while the wiki may still create the account; otherwise reports it
    /// missing.
    fn retry_or_missing(&mut self) -> Option<Existence> {
        if !self.evidence.answered && self.attempt + 1 < RETRY_DELAYS.len() {
            self.attempt += 1;
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
        let next = match (self.question, self.dialect) {
            (Question::UsedToken, _) => Some(Question::Users),
            (Question::Users, Dialect::WebForm) => Some(Question::UserList),
            (Question::Users, Dialect::AuthManager)
                if !self.skips_dry_run && can_dry_run(session) =>
            {
                Some(Question::DryRun)
            }
            _ => None,
        };
        match next {
            Some(question) => {
                self.question = question;
                None
            }
            None => Some(Existence::Unknown(
                "the wiki did not report whether the account exists".to_owned(),
            )),
        }
    }

    fn read_used_token(&self, session: &Session, response: &Response) -> QuestionResult {
        // A new session does not have the token, so the response proves nothing.
        if SetCookie::all(response).any(|set| set.name.ends_with("session")) {
            return QuestionResult::NoAnswer;
        }
        let Ok(answer) = ApiResponse::read(response, session.format) else {
            return QuestionResult::NoAnswer;
        };
        if let Some(error) = answer.error() {
            let token_unused = matches!(error.code.as_str(), "noname" | "invaliduser");
            return if token_unused {
                QuestionResult::Missing
            } else {
                QuestionResult::NoAnswer
            };
        }
        match text(answer.get("createaccount"), "result") {
            Some(result) if result.eq_ignore_ascii_case("needtoken") => QuestionResult::TokenUsed,
            _ => QuestionResult::NoAnswer,
        }
    }

    fn read_users(&self, response: &Response) -> QuestionResult {
        let Ok(answer) = ApiResponse::read(response, Format::Json) else {
            return QuestionResult::NoAnswer;
        };
        if let Some(error) = answer.error() {
            // The error of 1.27 for a name that is invalid for users; it replaces the whole
            // response.
            let invalid = error.code == "usbaduser_ususers";
            return if invalid {
                QuestionResult::Missing
            } else {
                QuestionResult::NoAnswer
            };
        }
        let user = &answer.get("query")["users"][0];
        if user.get("missing").is_some() || user.get("invalid").is_some() {
            return QuestionResult::Missing;
        }
        if user.get("name").is_none() {
            return QuestionResult::NoAnswer;
        }
        // `userid` exists from 1.18 on.
        self.compare_registration(&user["registration"], user["userid"].as_u64())
    }

    /// Compares the registration time with the request's, both by the wiki's own clock. An account
    /// registered at or after the request was made by this creation. That the name was free earlier
    /// is weaker evidence, because somebody else may have taken it since.
    fn compare_registration(&self, registration: &Value, user_id: Option<u64>) -> QuestionResult {
        let registration = registration.as_str().and_then(timestamp::parse_iso8601);
        match (registration, self.evidence.sent_at) {
            (Some(registered), Some(sent_at)) if registered >= whole_seconds(sent_at) => {
                QuestionResult::Created(user_id)
            }
            (Some(registered), _)
                if self
                    .evidence
                    .first_sent_at
                    .is_some_and(|first| registered >= whole_seconds(first)) =>
            {
                QuestionResult::Exists
            }
            // The clocks of a wiki's servers differ by seconds.
            (Some(registered), Some(sent_at)) if registered + CLOCK_TOLERANCE < sent_at => {
                QuestionResult::Older
            }
            // Accounts of MediaWiki's first years have no registration time.
            (None, _) if !self.evidence.name_was_free => QuestionResult::Older,
            _ => QuestionResult::Exists,
        }
    }

    fn read_user_list(&self, session: &Session, response: &Response) -> QuestionResult {
        let page = Page::read(response);
        if session.creator.is_none() && page.is_viewed_by(&self.name) {
            return QuestionResult::Created(None);
        }
        match (page.lists(&self.name), page.is_user_list()) {
            (true, _) => QuestionResult::Exists,
            (false, true) => QuestionResult::Missing,
            (false, false) => QuestionResult::NoAnswer,
        }
    }

    fn read_dry_run(&self, session: &Session, response: &Response) -> QuestionResult {
        match dry_run_reason(session, response) {
            Some(Reason::NameTaken) => QuestionResult::Exists,
            // An invalid name has no account either.
            Some(Reason::EmailInvalid | Reason::NameInvalid) => QuestionResult::Missing,
            _ => QuestionResult::NoAnswer,
        }
    }
}

/// Drops fractions of a second, which the API does not report.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch.unwrap_or_default().as_secs())
}

enum QuestionResult {
    Created(Option<u64>),
    Older,
    Exists,
    Missing,
    /// The token was consumed.
    TokenUsed,
    /// The wiki did not answer the question.
    NoAnswer,
}

/// Returns the GET for the list of users, starting at `name` (Special:ListUsers, all releases). The
/// page also shows who is logged in.
pub(crate) fn user_list_request(session: &Session, name: &str) -> Request {
    let query = [
        ("title", "Special:ListUsers"),
        ("username", name),
        ("limit", "1"),
    ];
    Request::get(&session.index(), &query)
}

/// Returns whether the wiki has the e-mail field that a dry run needs.
pub(crate) fn can_dry_run(session: &Session) -> bool {
    session.create_token.is_some() && session.facts.takes_email
}

/// Returns a creation request that cannot succeed, without credentials and with an invalid e-mail
/// address.
pub(crate) fn dry_run_request(session: &Session, name: &str) -> Request {
    let mut post = AuthPost::begin(AuthModule::CreateAccount, session, false);
    post.form.append(Form::new(&[
        ("username", name),
        ("email", "@"),
        ("realname", ""),
    ]));
    Request {
        effect: Effect::Read,
        ..post.request(session, session.create_token.as_ref())
    }
    .purpose(Purpose::default())
}

/// Returns the reason for which the wiki refused a dry run.
pub(crate) fn dry_run_reason(session: &Session, response: &Response) -> Option<Reason> {
    let answer = ApiResponse::read(response, Format::Json).ok()?;
    match AuthResponse::read(answer.get("createaccount"), &session.api)? {
        AuthResponse::Fail(fail) => Some(Reason::classify(
            Dialect::AuthManager,
            Phase::Create,
            &fail.code,
        )),
        _ => None,
    }
}
