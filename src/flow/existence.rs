//! Finding out whether an account exists, after an answer that was lost or unclear,
//! and before a step whose place in a creation nobody tells.
//!
//! Four questions, none of which can create anything:
//! - the spent token (1.21 to 1.26): a creation consumes its token, so a request with
//!   that token and a name that no wiki takes is answered with a new token if an account
//!   was made with it, or the session is gone;
//! - `list=users` with the time of registration, which tells an account that this
//!   creation made from an older one; a private wiki refuses it;
//! - the dry run (1.27 and later): a creation with an e-mail address that is none is
//!   refused for the name if it is taken, and for the address if it is free;
//! - the list of users as people see it, where accounts are made on pages: it also says who
//!   reads it, and a sign-up form logs its user in.

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

/// Within this time before the request an account is not surely somebody else's.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(3);

/// A name that no release takes for a user, since it is an address.
pub(crate) const INVALID_USERNAME: &str = "10.0.0.1";

/// When the questions are asked again while the account is not there: what is lost may
/// still be under way.
const RETRY_DELAYS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// Finds out whether one account exists.
#[derive(Debug, Clone)]
pub(crate) struct ExistenceCheck {
    name: String,
    dialect: Dialect,
    evidence: Evidence,
    question: Question,
    attempt: usize,
    skips_dry_run: bool,
    /// Whether the token that went with the request was used up.
    token_used: bool,
    /// Whether a legacy wiki makes another name of this one.
    name_altered: bool,
}

/// What is known beforehand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The wiki's own time when the request went out that may have created the account.
    pub sent_at: Option<SystemTime>,
    /// The same of an earlier request of the creation that may have done so already.
    pub first_sent_at: Option<SystemTime>,
    /// Whether the wiki found the name free in the course of this creation.
    pub name_was_free: bool,
    /// The legacy token that went with the request.
    pub token: Option<Secret>,
    /// Whether the wiki is done with the request: its answer came.
    pub answered: bool,
    /// Whether nobody can tell when the wiki will be done with it.
    pub timed_out: bool,
}

impl Evidence {
    /// The same after a response that is no answer, and that the wiki may still be working on.
    pub fn after_unreadable(self, unreadable: &Unreadable) -> Self {
        Self {
            answered: !unreadable.may_go_on,
            timed_out: unreadable.may_go_on,
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

/// What came of it.
#[derive(Debug, Clone)]
pub(crate) enum Existence {
    /// It exists, and this creation made it.
    Created { user_id: Option<u64> },
    /// It does not exist.
    Missing,
    /// It existed before.
    Older,
    /// Nobody can tell; the sentence says what is known.
    Unknown(String),
}

impl ExistenceCheck {
    /// Asks about `name` after a request that may have created it.
    pub fn new(name: &str, dialect: Dialect, evidence: Evidence, session: &Session) -> Self {
        let question = match evidence.token {
            Some(_) => Question::UsedToken,
            // Where there is no API, pages alone are asked.
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

    /// Asks whether `name` exists while a step of its creation waits. A dry run would
    /// end a creation that waits before the account is made (seen on 1.35 to 1.43), so it
    /// is not used.
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

    /// Takes the reply; `None` if there is more to ask.
    pub fn read(&mut self, session: &Session, reply: Reply) -> Option<Existence> {
        let found = match &reply {
            Reply::Got(response) => match self.question {
                Question::UsedToken => self.used_token(session, response),
                Question::Users => self.users(response),
                Question::DryRun => self.dry_run(session, response),
                Question::UserList => self.user_list(session, response),
            },
            Reply::NotSent(_) | Reply::Lost(_) => QuestionResult::NoAnswer,
        };
        match found {
            QuestionResult::Created(user_id) => Some(Existence::Created { user_id }),
            QuestionResult::Older => Some(Existence::Older),
            // A spent token tells what the time of registration does not.
            QuestionResult::Exists if self.evidence.name_was_free || self.token_used => {
                Some(Existence::Created { user_id: None })
            }
            QuestionResult::Exists => Some(Existence::Unknown(format!(
                "an account \"{}\" exists, and it cannot be told whether this creation made it",
                self.name
            ))),
            QuestionResult::Missing if self.name_altered => Some(Existence::Unknown(
                "the wiki may have made another name of the one that was asked for".to_owned(),
            )),
            QuestionResult::Missing => self.retry_or_missing(),
            // A wiki that lost its sessions says the same, so its users are asked too.
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

    /// The account is not there; unless the wiki is done, it may come yet.
    fn retry_or_missing(&mut self) -> Option<Existence> {
        if !self.evidence.answered && self.attempt + 1 < RETRY_DELAYS.len() {
            self.attempt += 1;
            return None;
        }
        if self.evidence.timed_out {
            return Some(Existence::Unknown(format!(
                "some seconds later there was no account \"{}\" yet, but the wiki may still be working on it",
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
                "the wiki did not say whether the account exists".to_owned(),
            )),
        }
    }

    fn used_token(&self, session: &Session, response: &Response) -> QuestionResult {
        // A new session has forgotten the token, so that its word means nothing.
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

    fn users(&self, response: &Response) -> QuestionResult {
        let Ok(answer) = ApiResponse::read(response, Format::Json) else {
            return QuestionResult::NoAnswer;
        };
        if let Some(error) = answer.error() {
            // 1.27 answers so for the whole request: a name that cannot be a user's.
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
        // The number came with 1.18.
        self.compare_registration(&user["registration"], user["userid"].as_u64())
    }

    /// An account is ours if it was registered no earlier than the request went out,
    /// both by the wiki's own clock. That the name was free some time before says less:
    /// somebody else may have taken it since.
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
            // The servers of a wiki do not agree to the second.
            (Some(registered), Some(sent_at)) if registered + CLOCK_TOLERANCE < sent_at => {
                QuestionResult::Older
            }
            // Accounts of the first years have none.
            (None, _) if !self.evidence.name_was_free => QuestionResult::Older,
            _ => QuestionResult::Exists,
        }
    }

    fn user_list(&self, session: &Session, response: &Response) -> QuestionResult {
        let page = Page::read(response);
        if session.creator.is_none() && page.is_read_by(&self.name) {
            return QuestionResult::Created(None);
        }
        match (page.lists(&self.name), page.is_list_of_users()) {
            (true, _) => QuestionResult::Exists,
            (false, true) => QuestionResult::Missing,
            (false, false) => QuestionResult::NoAnswer,
        }
    }

    fn dry_run(&self, session: &Session, response: &Response) -> QuestionResult {
        match dry_run_reason(session, response) {
            Some(Reason::NameTaken) => QuestionResult::Exists,
            // An account of a name that cannot be was not made either.
            Some(Reason::EmailInvalid | Reason::NameInvalid) => QuestionResult::Missing,
            _ => QuestionResult::NoAnswer,
        }
    }
}

/// The API knows no fractions of a second.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch.unwrap_or_default().as_secs())
}

enum QuestionResult {
    Created(Option<u64>),
    Older,
    Exists,
    Missing,
    /// The token was used up.
    TokenUsed,
    /// The question was not answered.
    NoAnswer,
}

/// The list of users from this one on (Special:ListUsers, all releases): it also says who
/// reads it.
pub(crate) fn user_list_request(session: &Session, name: &str) -> Request {
    let query = [
        ("title", "Special:ListUsers"),
        ("username", name),
        ("limit", "1"),
    ];
    Request::get(&session.index(), &query)
}

/// Whether the wiki has the field that a dry run needs.
pub(crate) fn can_dry_run(session: &Session) -> bool {
    session.create_token.is_some() && session.facts.takes_email
}

/// A creation that cannot succeed: without credentials, and with an address that is none.
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

/// The reason for which a dry run was refused.
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
