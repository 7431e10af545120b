//! The next thing that a run does, and what follows from its result.

use std::{collections::VecDeque, time::SystemTime};

use super::{
    results::Settled,
    state::{Bulk, Current, Talk, Task},
};
use crate::{
    Error, NewAccount, Reason, Session, Step, TransportError, Wiki,
    bulk::{
        event::{Details, Event, Stop, Wait},
        journal::{Record, Recorded, Sent},
        repeated_password::Texts,
        row::Row,
        verdict::{Failure, Verdict},
    },
    flow::{Conversation, Input, LookUp, Window},
};

/// The number of wrong captchas of a row or login after which a run stops: a wiki that is asked on and on may
/// refuse even right answers.
const MAX_CAPTCHAS: u32 = 5;

/// The beginning of the next task.
pub(super) enum Begun {
    /// It is the run's task now.
    Task,
    /// There is nothing to do for the next row but to tell this.
    Event(Event),
    /// There are no more rows.
    Nothing,
}

impl<I, R> Bulk<I>
where
    I: Iterator<Item = R>,
    R: Into<Row>,
{
    /// Begins the next task.
    pub(super) fn begin_next(&mut self, wiki: &mut Wiki) -> Begun {
        if self.creator.is_some() && !self.is_logged_in {
            return self.begin(Task::LogIn(Talk::default()));
        }
        if let Some(parked) = self.parked.take() {
            return self.begin(parked);
        }
        if self.open.is_none() {
            self.open = Some(self.open_rows(wiki));
        }
        if let Some((name, sent)) = self.open.as_mut().and_then(VecDeque::pop_front) {
            return self.begin(Task::LookUpEarlier(name, sent));
        }
        let Some(row) = self.rows.next() else {
            return Begun::Nothing;
        };
        // The host may have taken its time for the row.
        self.now = wiki.clock().now();
        let row: Row = row.into();
        self.taken += 1;
        let number = row.number.unwrap_or(self.taken);
        self.begin_row(wiki, Current::new(row, number))
    }

    fn begin(&mut self, task: Task) -> Begun {
        self.task = Some(task);
        Begun::Task
    }

    /// Returns the rows of earlier runs that may have accounts, after the session's time was moved on so that
    /// the requests for them are in it.
    fn open_rows(&mut self, wiki: &mut Wiki) -> VecDeque<(String, Sent)> {
        let oldest = self.journal.oldest_request();
        if let Some(age) = oldest.and_then(|oldest| self.now.duration_since(oldest).ok()) {
            wiki.session.clock.advance_by_pause(age);
        }
        self.journal.open_rows().into()
    }

    /// Begins a row, unless it has its result.
    fn begin_row(&mut self, wiki: &Wiki, current: Current) -> Begun {
        match self.settled(wiki, &current) {
            Ok(Settled::Result(result)) => Begun::Event(Event::Row(*result)),
            Ok(Settled::ToLookUp) => self.begin(Task::LookUp(Box::new(current))),
            Ok(Settled::ToCreate) => self.begin(Task::Create(Box::new(current), Talk::default())),
            Err(error) => Begun::Event(self.stop(Failure::from(error).stop())),
        }
    }

    /// Does a task. Returns an event for the host, or `None` if the run goes on.
    pub(super) fn advance(&mut self, wiki: &mut Wiki, task: Task) -> Option<Event> {
        match task {
            Task::LogIn(talk) => self.log_in(wiki, talk),
            Task::LookUpEarlier(name, sent) => self.look_up_earlier(wiki, name, sent),
            Task::LookUp(current) => self.look_up_row(wiki, current),
            Task::Create(current, talk) => self.create(wiki, current, talk),
        }
    }

    fn log_in(&mut self, wiki: &mut Wiki, mut talk: Talk) -> Option<Event> {
        let credentials = self.creator.clone()?;
        let conversation = talk
            .conversation
            .get_or_insert_with(|| wiki.log_in(credentials.clone()).into_conversation());
        let result = wiki.step(conversation);
        self.now = wiki.clock().now();
        match Verdict::of(result).without_secret_of(&credentials) {
            Verdict::LoggedIn => {
                self.is_logged_in = true;
                self.pace.progressed();
                None
            }
            Verdict::Asks(step) => {
                talk.step = Some(step.clone());
                self.task = Some(Task::LogIn(talk));
                Some(Event::Step(step))
            }
            Verdict::WrongCaptcha(failure) => {
                talk.captchas += 1;
                if talk.captchas < MAX_CAPTCHAS
                    && let Some(conversation) = &mut talk.conversation
                    && wiki
                        .respond(conversation, Input::ReviseLogin(credentials))
                        .is_ok()
                {
                    self.task = Some(Task::LogIn(talk));
                    return None;
                }
                Some(self.stop(failure.stop()))
            }
            Verdict::Later(failure) | Verdict::Limit(failure) => {
                Some(self.wait_and_do(failure, Task::LogIn(Talk::default())))
            }
            Verdict::Stop(failure)
            | Verdict::SessionLost(failure)
            | Verdict::Refused(failure)
            | Verdict::Warned(failure)
            | Verdict::Invalid(failure)
            | Verdict::Unknown(failure) => Some(self.stop(failure.stop())),
            // A login creates nothing.
            Verdict::Created(details) => Some(self.stop(Stop {
                reason: Reason::LoginFailed,
                code: details.code,
                message: details.message.unwrap_or_default(),
                can_go_on_at: None,
            })),
        }
    }

    fn look_up_earlier(&mut self, wiki: &mut Wiki, name: String, sent: Sent) -> Option<Event> {
        let requests = self.journal.sent(&name);
        let account = NewAccount::new(&sent.asked);
        let (outcome, details) = match self.look_up(wiki, requests, &account) {
            Ok(found) => found,
            Err(error) => return Some(self.failed(error, Task::LookUpEarlier(name, sent))),
        };
        self.pace.progressed();
        let ended = self.ended(&sent.asked, sent.row, &sent.values, outcome, details);
        self.looked_up.insert(name);
        self.write(Record::End(ended))
    }

    fn look_up_row(&mut self, wiki: &mut Wiki, mut current: Box<Current>) -> Option<Event> {
        let mut requests = self.journal.sent(&current.key);
        if current.taken.is_some() {
            // The wiki has refused the ones after them.
            requests.truncate(current.open_before);
        }
        match self.look_up(wiki, requests, &current.row.account) {
            Err(error) => Some(self.failed(error, Task::LookUp(current))),
            // The wiki has just found the name taken.
            Ok((Recorded::Missing | Recorded::Refused, _)) if current.taken.is_some() => {
                let taken = current.taken.take().unwrap_or_default();
                Some(self.finish(&current, Recorded::Refused, taken))
            }
            Ok((Recorded::Missing, details)) => {
                let stopped = self.record(&current, Recorded::Missing, details);
                self.task = Some(Task::Create(current, Talk::default()));
                stopped
            }
            Ok((outcome, details)) => Some(self.finish(&current, outcome, details)),
        }
    }

    /// Asks the wiki whether these requests have created an account.
    fn look_up(
        &mut self,
        wiki: &mut Wiki,
        requests: Vec<Sent>,
        account: &NewAccount,
    ) -> Result<(Recorded, Details), Error> {
        wiki.advance_clock();
        let now = self.now;
        let window = |sent: Sent| {
            let age = now.duration_since(sent.at).ok();
            Window::of_earlier_process(&wiki.session.clock, age, sent.wiki_time)
        };
        let windows = requests.into_iter().map(window).collect();
        let flow = LookUp::new(account.clone(), windows, &wiki.session);
        let step = wiki.step(&mut Conversation::new(flow));
        self.now = wiki.clock().now();
        let step = step.map_err(|error| error.without_password_of(account))?;
        let outcome = match &step {
            Step::Created(_) => Recorded::Created,
            Step::Refused(refused) if refused.reason == Reason::NameTaken => Recorded::Refused,
            Step::Refused(_) => return Ok((Recorded::Missing, Details::default())),
            _ => Recorded::Unknown,
        };
        Ok((outcome, Details::of(step).without_password_of(account)))
    }

    /// Waits after the failure of a look-up, or stops.
    fn failed(&mut self, error: Error, task: Task) -> Event {
        match Verdict::of(Err(error.clone())) {
            Verdict::Later(failure) => self.wait_and_do(failure, task),
            _ => {
                self.task = Some(task);
                self.stop(Failure::from(error).stop())
            }
        }
    }

    fn create(
        &mut self,
        wiki: &mut Wiki,
        mut current: Box<Current>,
        mut talk: Talk,
    ) -> Option<Event> {
        if talk.is_skipped {
            return Some(self.skipped(&current, talk.step.as_ref()));
        }
        if talk.conversation.is_none()
            && let Some(until) = self.pace.closed_until(self.now)
        {
            let message = "the wiki's limit on accounts in a period is reached".to_owned();
            let failure = Failure {
                reason: Reason::Throttled,
                code: None,
                message,
                retry_after: None,
                rate_limit: None,
            };
            return Some(self.wait_until(failure, until, Task::Create(current, talk)));
        }
        let result = match self.creation(wiki, &mut current, &mut talk) {
            Ok(result) => result,
            Err(journal) => return Some(self.stop(Failure::from(journal).stop())),
        };
        let verdict = Verdict::of(result).without_password_of(&current.row.account);
        if verdict.shows_nothing_created()
            && let Some(stopped) = self.note_nothing(&current)
        {
            return Some(stopped);
        }
        match verdict {
            Verdict::Asks(step) => {
                talk.step = Some(step.clone());
                self.task = Some(Task::Create(current, talk));
                Some(Event::Step(step))
            }
            Verdict::Created(details) => {
                self.pace.created();
                Some(self.finish(&current, Recorded::Created, details))
            }
            Verdict::Refused(failure) => self.refused(current, failure.details()),
            Verdict::Invalid(failure) => {
                Some(self.finish(&current, Recorded::Invalid, failure.details()))
            }
            Verdict::Warned(failure) => {
                let may = self.accepts_warnings && !talk.is_sent_again;
                talk.is_sent_again = true;
                if may && self.revise(wiki, &current, &mut talk) {
                    let stopped = self.note_nothing(&current);
                    self.task = Some(Task::Create(current, talk));
                    return stopped;
                }
                Some(self.finish(&current, Recorded::Refused, failure.details()))
            }
            Verdict::WrongCaptcha(failure) => {
                talk.captchas += 1;
                if talk.captchas < MAX_CAPTCHAS && self.revise(wiki, &current, &mut talk) {
                    return self.do_next(Task::Create(current, talk));
                }
                Some(self.stop(failure.stop()))
            }
            Verdict::Unknown(failure) => Some(self.unknown(current, failure)),
            Verdict::Later(failure) => {
                talk.conversation = None;
                Some(self.wait_and_do(failure, Task::Create(current, talk)))
            }
            Verdict::Limit(failure) => {
                let until = self
                    .pace
                    .reached(self.now, failure.retry_after, failure.rate_limit);
                let task = Task::Create(current, Talk::default());
                Some(self.wait_until(failure, until, task))
            }
            Verdict::SessionLost(failure) if talk.has_lost_session => {
                Some(self.stop(failure.stop()))
            }
            Verdict::SessionLost(_) => {
                let talk = Talk {
                    has_lost_session: true,
                    ..Talk::default()
                };
                self.is_logged_in = false;
                self.parked = Some(Task::Create(current, talk));
                None
            }
            Verdict::Stop(failure) => {
                if failure.reason == Reason::Cancelled {
                    self.task = Some(Task::Create(current, Talk::default()));
                }
                Some(self.stop(failure.stop()))
            }
            // A creation logs nobody in.
            Verdict::LoggedIn => None,
        }
    }

    /// Continues a creation to its next step. Before each request that may create the account the journal has
    /// it; the outer error is the journal's.
    fn creation(
        &mut self,
        wiki: &mut Wiki,
        current: &mut Current,
        talk: &mut Talk,
    ) -> Result<Result<Step, Error>, Error> {
        if talk.conversation.is_none() {
            current.open_before = self.journal.sent_count(&current.key);
        }
        let account = &current.row.account;
        let conversation = talk
            .conversation
            .get_or_insert_with(|| wiki.create(account.clone()).into_conversation());
        let clock = wiki.clock();
        let (journal, pace) = (&self.journal, &mut self.pace);
        let mut failed = None;
        let mut before_creating = |session: &Session| {
            let now = clock.now();
            pace.sent(now);
            let sent = Sent {
                wiki: journal.wiki().to_owned(),
                row: current.number,
                asked: account.name.clone(),
                values: current.fingerprint.clone(),
                at: now,
                wiki_time: session.clock.reached_at(session.clock.now()),
            };
            journal.write(Record::Send(sent)).map_err(|error| {
                let stopped = TransportError::new(error.reason, error.message.clone());
                failed = Some(error);
                stopped
            })
        };
        let result = wiki.drive(conversation, &mut before_creating);
        self.now = clock.now();
        match failed {
            Some(error) => Err(error),
            None => Ok(result),
        }
    }

    /// Sends the same account again, in the same conversation. Returns whether that is possible.
    fn revise(&mut self, wiki: &mut Wiki, current: &Current, talk: &mut Talk) -> bool {
        let account = current.row.account.clone();
        let conversation = talk.conversation.as_mut();
        conversation
            .is_some_and(|conversation| wiki.respond(conversation, Input::Revise(account)).is_ok())
    }

    /// Ends a refused row, unless its name may be taken by an earlier request whose answer was lost.
    fn refused(&mut self, mut current: Box<Current>, details: Details) -> Option<Event> {
        let is_taken = details.reason == Some(Reason::NameTaken);
        if is_taken && current.open_before > 0 && current.taken.is_none() {
            current.taken = Some(details);
            return self.do_next(Task::LookUp(current));
        }
        Some(self.finish(&current, Recorded::Refused, details))
    }

    /// Looks an account up after a while, if the network or the wiki failed; else its row is unknown.
    fn unknown(&mut self, current: Box<Current>, failure: Failure) -> Event {
        let may_be_found = matches!(failure.reason, Reason::Unreachable | Reason::Busy);
        match self.pace.delay(None).filter(|_| may_be_found) {
            Some(delay) => {
                let until = self.now + delay;
                self.begin_wait(failure, until, Task::LookUp(current))
            }
            None => self.finish(&current, Recorded::Unknown, failure.details()),
        }
    }

    fn do_next(&mut self, task: Task) -> Option<Event> {
        self.task = Some(task);
        None
    }

    /// Waits before a task is done, or stops if that would take too long.
    pub(super) fn wait_and_do(&mut self, failure: Failure, task: Task) -> Event {
        let now = self.now;
        match self.pace.delay(failure.retry_after) {
            Some(delay) => self.begin_wait(failure, now + delay, task),
            None => {
                let can_go_on_at = failure.retry_after.and_then(|wait| now.checked_add(wait));
                self.stop(Stop {
                    can_go_on_at,
                    ..failure.stop()
                })
            }
        }
    }

    /// Waits until a limit is open again, if the host wants that.
    fn wait_until(&mut self, failure: Failure, until: SystemTime, task: Task) -> Event {
        if self.waits_for_limit {
            return self.begin_wait(failure, until, task);
        }
        self.stop(Stop {
            can_go_on_at: Some(until),
            ..failure.stop()
        })
    }

    fn begin_wait(&mut self, failure: Failure, until: SystemTime, task: Task) -> Event {
        let wait = Wait {
            duration: until.duration_since(self.now).unwrap_or_default(),
            until,
            reason: failure.reason,
            message: failure.message,
        };
        self.wait = Some(wait.clone());
        self.task = Some(task);
        Event::Wait(wait)
    }
}
