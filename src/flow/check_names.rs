//! Checking many names for new accounts, without creating one.
//!
//! ```text
//!  Detect? ─► Users ─► Users … ──────────────► done
//!               │ one illegal name fails the whole query (1.27): its halves
//!               │ the wiki lets nobody read: DryRun … (1.27 and later)
//!               └ there is no API: UserList …, a request for each name
//! ```

use std::collections::{HashMap, VecDeque};

use super::{
    Flow, Poll, detect,
    dry_run::{self, DryRun},
    existence::{is_listed, user_list_request},
    listed_user::{ListedUser, invalid_name, name_taken},
    refusal,
};
use crate::{
    Dialect, Error, NameCheck, NameStatus, NewAccount, Reason, Refused, Session,
    http::{Reply, Request},
    mediawiki::{
        api_response::{ApiResponse, items, text},
        parameter::multiple,
        unreadable, username,
    },
    reason::is_name_conflict,
};

/// The number of names in a request: the API takes so many values from everybody.
const MAX_NAMES: usize = 50;

/// The maximum length of the names in a request, percent-encoded. Servers accept addresses of 8000 bytes.
const MAX_LENGTH: usize = 4000;

/// A flow that finds out which names can be used for new accounts, as
/// [`Wiki::check_names`](crate::Wiki::check_names) does.
#[derive(Debug, Clone)]
pub struct CheckNames {
    names: Vec<Name>,
    state: State,
}

/// A name, and the answer if there is one.
#[derive(Debug, Clone)]
struct Name {
    asked: String,
    /// The number of the same name before, whose answer is this one's too.
    same_as: Option<usize>,
    answer: Option<Answer>,
}

#[derive(Debug, Clone)]
struct Answer {
    name: Option<String>,
    status: NameStatus,
    refusal: Option<Refused>,
}

/// The numbers of the names in each request that is left. There is at least one.
type Batches = VecDeque<Vec<usize>>;

#[derive(Debug, Clone)]
enum State {
    Detect,
    Users(Batches),
    /// A dry run with each of these names.
    DryRun(VecDeque<usize>),
    /// The list of users for each of these names.
    UserList(VecDeque<usize>),
    Done(Result<(), Error>),
}

impl CheckNames {
    /// Creates a check of these names by the session's wiki.
    pub fn new<S: AsRef<str>>(names: &[S], session: &Session) -> Self {
        let mut first = HashMap::new();
        let names = names.iter().enumerate().map(|(number, name)| {
            let known = *first.entry(name.as_ref()).or_insert(number);
            Name {
                asked: name.as_ref().to_owned(),
                same_as: (known != number).then_some(known),
                answer: None,
            }
        });
        let mut this = Self {
            names: names.collect(),
            state: State::Detect,
        };
        if let Err(error) = session.ensure_no_login_pending() {
            this.state = State::Done(Err(error));
        } else if let Some(dialect) = session.facts.dialect {
            this.state = this.begin(session, dialect);
        }
        this
    }

    /// Answers the names that need no request, and returns the first request for the others.
    fn begin(&mut self, session: &Session, dialect: Dialect) -> State {
        let is_modern = match dialect {
            Dialect::AuthManager => true,
            Dialect::LegacyApi => false,
            Dialect::WebForm => session.facts.create_account_page,
        };
        for name in &mut self.names {
            let refused = local_refusal(&name.asked, is_modern, session, dialect);
            name.answer = refused.map(|refused| Answer {
                name: None,
                status: NameStatus::NotAllowed,
                refusal: Some(refused),
            });
        }
        match dialect {
            Dialect::WebForm if session.facts.api_off => self.user_list(),
            _ => users(self.batches()),
        }
    }

    /// Returns the numbers of the names without an answer, each name once.
    fn open(&self) -> Vec<usize> {
        let names = self.names.iter().enumerate();
        let open = names.filter(|(_, name)| name.answer.is_none() && name.same_as.is_none());
        open.map(|(number, _)| number).collect()
    }

    /// Returns the requests for the names without an answer. One with `|` is asked with others of its
    /// kind, since it changes how all values are separated.
    fn batches(&self) -> Batches {
        let mut batches = Batches::new();
        let (piped, plain): (Vec<_>, Vec<_>) = self
            .open()
            .into_iter()
            .partition(|number| self.names[*number].asked.contains('|'));
        for numbers in [plain, piped] {
            let mut batch = Vec::new();
            let mut length = 0;
            for number in numbers {
                let more = encoded_length(&self.names[number].asked);
                if batch.len() == MAX_NAMES || (length + more > MAX_LENGTH && !batch.is_empty()) {
                    batches.push_back(std::mem::take(&mut batch));
                    length = 0;
                }
                length += more;
                batch.push(number);
            }
            if !batch.is_empty() {
                batches.push_back(batch);
            }
        }
        batches
    }

    fn user_list(&self) -> State {
        match VecDeque::from(self.open()) {
            open if open.is_empty() => State::Done(Ok(())),
            open => State::UserList(open),
        }
    }

    /// Returns the dry runs for the names without an answer. If the wiki takes none, the names stay
    /// unknown because of `cause`.
    fn dry_runs(&mut self, session: &Session, cause: Refused) -> State {
        let open = VecDeque::from(self.open());
        let can_ask = session.facts.dialect == Some(Dialect::AuthManager)
            && dry_run::takes_valid_name(session)
            && !session.step_waits;
        if open.is_empty() {
            State::Done(Ok(()))
        } else if can_ask {
            State::DryRun(open)
        } else {
            self.leave_unknown(&cause)
        }
    }

    /// Ends with the names that have no answer yet as unknown.
    fn leave_unknown(&mut self, cause: &Refused) -> State {
        for name in self.names.iter_mut().filter(|name| name.answer.is_none()) {
            name.answer = Some(unknown(cause.clone()));
        }
        State::Done(Ok(()))
    }

    /// Returns the first of the names with these numbers.
    fn first(&self, numbers: &VecDeque<usize>) -> Option<&str> {
        let number = numbers.front()?;
        Some(&self.names[*number].asked)
    }

    fn answer(&mut self, number: usize, answer: Answer) {
        self.names[number].answer = Some(answer);
    }

    fn users_request(&self, session: &Session, batch: &[usize]) -> Request {
        let names: Vec<&str> = batch
            .iter()
            .map(|number| self.names[*number].asked.as_str())
            .collect();
        let names = multiple(&names);
        let mut query = vec![
            ("action", "query"),
            ("list", "users"),
            ("ususers", names.as_str()),
            ("usprop", "cancreate"),
            ("format", "json"),
        ];
        query.extend(session.assert_query());
        Request::get(&session.api, &query)
    }

    fn read_users(&mut self, session: &mut Session, mut batches: Batches, reply: Reply) -> State {
        let dialect = session.facts.dialect.unwrap_or(Dialect::AuthManager);
        let batch = batches.pop_front().unwrap_or_default();
        // The caller chose the form, so that nothing has shown yet that there is no API.
        if let Reply::Got(response) = &reply
            && dialect == Dialect::WebForm
            && unreadable::lacks_api(response)
        {
            return self.user_list();
        }
        let answer = match detect::api_response(reply) {
            Ok(answer) => answer,
            Err(error) => return State::Done(Err(error)),
        };
        match answer.error() {
            // 1.27: one illegal name fails the whole query.
            Some(error) if error.code.starts_with("usbaduser") => {
                match batch.as_slice() {
                    [] => {}
                    [number] => self.answer(*number, refused_name(None, invalid_name(dialect))),
                    several => {
                        let (first, second) = several.split_at(several.len() / 2);
                        batches.push_front(second.to_vec());
                        batches.push_front(first.to_vec());
                    }
                }
                return users(batches);
            }
            Some(error) if error.code == "readapidenied" => {
                let mut cause = refusal::of_api_error(dialect, error);
                cause.message = format!("the wiki does not show its users: {}", cause.message);
                return self.dry_runs(session, cause);
            }
            Some(error) => return State::Done(Err(detect::query_error(error))),
            None => {}
        }
        self.read_listed(dialect, &batch, &answer);
        // A name that the wiki spells in a way that tells nothing is asked for alone.
        match batch.as_slice() {
            [number] if self.names[*number].answer.is_none() => {
                let message = "the wiki did not answer for this name";
                let refused = refusal::without_code(Reason::Protocol, message);
                self.answer(*number, unknown(refused));
            }
            [_] => {}
            several => {
                let left = several.iter().filter(|n| self.names[**n].answer.is_none());
                batches.extend(left.map(|number| vec![*number]).collect::<Vec<_>>());
            }
        }
        users(batches)
    }

    /// Reads the listed users, in the order of the wiki.
    fn read_listed(&mut self, dialect: Dialect, batch: &[usize], answer: &ApiResponse) {
        let listed = items(&answer.get("query")["users"]);
        let listed: Vec<_> = listed
            .iter()
            .filter_map(|user| Some((text(user, "name")?, user)))
            .collect();
        for number in batch {
            let asked = &self.names[*number].asked;
            let found = listed.iter().find(|(name, _)| name == asked);
            let found = found.or_else(|| {
                let mut listed = listed.iter();
                listed.find(|(name, _)| username::possibly_same(name, asked))
            });
            // The only answer is about the only name.
            let found = found.or_else(|| listed.first().filter(|_| batch.len() == 1));
            if let Some((name, user)) = found
                && let Some(user) = ListedUser::read(dialect, user)
            {
                let answer = answer_of(dialect, name, user);
                self.answer(*number, answer);
            }
        }
    }

    fn read_dry_run(
        &mut self,
        session: &mut Session,
        mut left: VecDeque<usize>,
        reply: Reply,
    ) -> State {
        let number = left.pop_front();
        let answer = match detect::api_response(reply) {
            Ok(answer) => answer,
            Err(error) => return State::Done(Err(error)),
        };
        if let Some(error) = answer.error() {
            let refused = refusal::of_api_error(Dialect::AuthManager, error);
            return match refused.reason {
                Reason::SessionLost => State::Done(Err(refusal::session_lost(refused.code))),
                _ => self.leave_unknown(&refused),
            };
        }
        let dry_run = DryRun::read(&answer, session, true);
        session.caller_checked |= dry_run.accepts_caller();
        let answer = match dry_run {
            DryRun::NameFree => free(None),
            DryRun::NameRefused(fail) => refused_name(None, dry_run::refusal_of(fail)),
            DryRun::CallerRefused(fail) => {
                return self.leave_unknown(&dry_run::refusal_of(fail));
            }
            DryRun::Unclear => unknown(not_shown()),
        };
        if let Some(number) = number {
            self.answer(number, answer);
        }
        match left.is_empty() {
            true => State::Done(Ok(())),
            false => State::DryRun(left),
        }
    }

    fn read_user_list(
        &mut self,
        session: &Session,
        mut left: VecDeque<usize>,
        reply: Reply,
    ) -> State {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) | Reply::Lost(error) => return State::Done(Err(error.into())),
        };
        if let Some(number) = left.pop_front() {
            let is_listed = is_listed(session, &response, &self.names[number].asked);
            let answer = match is_listed {
                Some(true) => refused_name(None, name_taken(Dialect::WebForm)),
                Some(false) => free(None),
                None => unknown(not_shown()),
            };
            self.answer(number, answer);
        }
        match left.is_empty() {
            true => State::Done(Ok(())),
            false => State::UserList(left),
        }
    }

    fn checks(&self) -> Vec<NameCheck> {
        let unanswered = || unknown(not_shown());
        let names = self.names.iter().map(|name| {
            let answered = name.same_as.map_or(name, |number| &self.names[number]);
            let answer = answered.answer.clone().unwrap_or_else(unanswered);
            NameCheck {
                asked_name: name.asked.clone(),
                name: answer.name,
                status: answer.status,
                refusal: answer.refusal,
            }
        });
        names.collect()
    }
}

fn users(batches: Batches) -> State {
    match batches.is_empty() {
        true => State::Done(Ok(())),
        false => State::Users(batches),
    }
}

/// Returns the refusal of a name that is not sent: an empty one, one that the wiki would change, and one
/// with a sign that separates values and that no title contains.
fn local_refusal(
    name: &str,
    is_modern: bool,
    session: &Session,
    dialect: Dialect,
) -> Option<Refused> {
    let separates = name.contains('\u{1f}') || (name.contains('|') && session.facts.codes_only_raw);
    if name.trim().is_empty() || separates {
        return Some(invalid_name(dialect));
    }
    refusal::altered_name(&NewAccount::new(name), is_modern)
}

fn answer_of(dialect: Dialect, name: &str, user: ListedUser) -> Answer {
    let name = Some(name.to_owned());
    match user {
        ListedUser::Exists => refused_name(name, name_taken(dialect)),
        ListedUser::Invalid(refused) => refused_name(None, refused),
        ListedUser::Missing {
            refusal: Some(refused),
            ..
        } => refused_name(name, refused),
        ListedUser::Missing {
            caller_refusal: Some(refused),
            ..
        } => Answer {
            name,
            ..unknown(refused)
        },
        ListedUser::Missing { .. } => free(name),
    }
}

fn free(name: Option<String>) -> Answer {
    Answer {
        name,
        status: NameStatus::Free,
        refusal: None,
    }
}

fn refused_name(name: Option<String>, refused: Refused) -> Answer {
    let code = refused.code.as_deref().unwrap_or_default();
    let status = match refused.reason {
        Reason::NameTaken => NameStatus::Taken,
        _ if is_name_conflict(code) => NameStatus::TooSimilar,
        _ => NameStatus::NotAllowed,
    };
    Answer {
        name,
        status,
        refusal: Some(refused),
    }
}

fn unknown(cause: Refused) -> Answer {
    Answer {
        name: None,
        status: NameStatus::Unknown,
        refusal: Some(cause),
    }
}

fn not_shown() -> Refused {
    let message = "the wiki does not show whether there is an account of this name";
    refusal::without_code(Reason::Other, message)
}

fn encoded_length(name: &str) -> usize {
    let encoded = name.bytes().map(|byte| match byte.is_ascii_alphanumeric() {
        true => 1,
        false => 3,
    });
    encoded.sum::<usize>() + 3
}

impl Flow for CheckNames {
    type Output = Vec<NameCheck>;

    fn poll(&self, session: &Session) -> Poll<Vec<NameCheck>> {
        Poll::Send(match &self.state {
            State::Detect => detect::request(session),
            State::Users(batches) => {
                let batch = batches.front().map_or(&[][..], Vec::as_slice);
                self.users_request(session, batch)
            }
            State::DryRun(left) => {
                let name = self.first(left);
                dry_run::request(session, name.unwrap_or(dry_run::INVALID_USERNAME))
            }
            State::UserList(left) => {
                let name = self.first(left);
                user_list_request(session, name.unwrap_or_default())
            }
            State::Done(Ok(())) => return Poll::Step(Ok(self.checks())),
            State::Done(Err(error)) => return Poll::Step(Err(error.clone())),
        })
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        self.state = match std::mem::replace(&mut self.state, State::Detect) {
            State::Detect => match detect::read(session, reply) {
                Ok(detected) => self.begin(session, detected.dialect()),
                Err(error) => State::Done(Err(error)),
            },
            State::Users(batches) => self.read_users(session, batches, reply),
            State::DryRun(left) => self.read_dry_run(session, left, reply),
            State::UserList(left) => self.read_user_list(session, left, reply),
            State::Done(done) => State::Done(done),
        };
    }
}
