//! The run on one wiki.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mwaccount::{
    Credentials, NewAccount, Step, Wiki,
    bulk::{Bulk, Event, Journal, Outcome, Row, RowResult, WikiJournal},
};

use super::{
    asker::Asker,
    control::{Asking, Control, WorkerGate},
    outcome::ReportRow,
    passwords::PasswordFile,
    plan::Plan,
    progress::Progress,
    results::Results,
    stopped::Stopped,
    table::Problem,
    wiki_name::wiki_name,
};
use crate::{
    answerer::Answerer,
    args,
    interaction::{Existence, Stage},
    terminal::show_name,
    wiki_setup::{self, HttpAuth},
};

/// The parts of a run that all workers use.
pub struct Shared {
    /// The options.
    pub args: args::Bulk,
    /// The rows.
    pub plan: Plan,
    /// The state of the run.
    pub control: Arc<Control>,
    /// The journal of all wikis.
    pub journal: Journal,
    /// The file of generated passwords.
    pub passwords: Mutex<Option<PasswordFile>>,
    /// The creator.
    pub credentials: Option<Credentials>,
    /// The HTTP authentication.
    pub http_auth: HttpAuth,
    /// One prompt is on the terminal at a time.
    pub prompting: Mutex<()>,
}

/// The run on one wiki.
pub struct Worker {
    /// Its place among the workers.
    pub index: usize,
    /// The address of the wiki, as it was given.
    pub address: String,
    /// The number of its rows.
    pub rows: u64,
    /// The state that the end of the run reads.
    pub state: Mutex<WorkerState>,
}

/// The results of a worker so far.
pub struct WorkerState {
    /// The results of the rows.
    pub results: Results,
    /// The reason why it stopped before its last row.
    pub stopped: Option<Stopped>,
    /// The number of HTTP requests.
    pub requests: u64,
}

impl Worker {
    /// Creates the worker for a wiki with this number of rows.
    pub fn new(index: usize, address: &str, rows: u64) -> Self {
        Self {
            index,
            address: address.to_owned(),
            rows,
            state: Mutex::new(WorkerState {
                results: Results::new(),
                stopped: None,
                requests: 0,
            }),
        }
    }

    /// Returns the results so far.
    pub fn state(&self) -> MutexGuard<'_, WorkerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs to the last row, or until the run is stopped.
    pub fn run(&self, shared: &Shared, progress: Progress) {
        let _end = EndOfWorker {
            control: &shared.control,
            index: self.index,
        };
        let mut run = WikiRun {
            worker: self,
            shared,
            progress,
            answerer: None,
        };
        let stopped = run.run().err();
        run.progress.end();
        if let Some(stopped) = stopped {
            run.progress.message(&stopped.sentence());
            self.state().stopped = Some(stopped);
        }
    }
}

/// Records the end of a worker when it is dropped, also by a panic.
struct EndOfWorker<'c> {
    control: &'c Control,
    index: usize,
}

impl Drop for EndOfWorker<'_> {
    fn drop(&mut self) {
        self.control.end(self.index);
    }
}

struct WikiRun<'r> {
    worker: &'r Worker,
    shared: &'r Shared,
    progress: Progress,
    /// The source of answers, which may be asked only so often, and the line of the row that it is for.
    answerer: Option<(Option<u64>, Answerer)>,
}

impl WikiRun<'_> {
    fn run(&mut self) -> Result<(), Stopped> {
        let shared = self.shared;
        let (args, control, index) = (&shared.args, &shared.control, self.worker.index);
        if control.is_interrupted() {
            return Err(Stopped::interrupted());
        }
        let address = &self.worker.address;
        let gate = Arc::new(WorkerGate::new(control, index));
        let http_auth = shared.http_auth.clone();
        let builder = wiki_setup::builder(
            address,
            &args.wiki,
            &args.network,
            http_auth,
            &args.output,
            gate,
        )?;
        let mut wiki = builder.build()?;
        control.set_canceller(index, wiki.canceller());
        let journal = shared.journal.wiki(wiki_name(address));
        let failure = RefCell::new(None);
        let rows = shared.rows_of(address, &journal, &failure)?;
        let mut bulk = Bulk::new(rows)
            .journal(journal.clone())
            .max_wait(Duration::from_secs(args.max_wait))
            .wait_for_limit(args.wait)
            .accept_warnings(args.accept_warnings)
            .retry_refused(args.retry_refused);
        if let Some(credentials) = &shared.credentials {
            bulk = bulk.creator(credentials.clone());
        }
        let result = self.run_events(&mut bulk, &mut wiki);
        self.worker.state().requests = wiki.requests();
        match failure.take() {
            Some(message) => Err(Stopped::failed(message)),
            None => result,
        }
    }

    fn run_events<I: Iterator<Item = Row>>(
        &mut self,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
    ) -> Result<(), Stopped> {
        let control = &self.shared.control;
        loop {
            if control.is_interrupted() {
                return Err(Stopped::interrupted());
            }
            let Some(event) = bulk.next(wiki) else {
                return Ok(());
            };
            let was_sent = control.set_idle(self.worker.index);
            self.progress.end_wait();
            match event {
                Event::Row(result) => self.add(&result)?,
                Event::Wait(wait) => self.progress.wait(&wait),
                Event::Step(step) => {
                    if let Err(stopped) = self.answer(bulk, wiki, &step, was_sent) {
                        self.skip(bulk, wiki)?;
                        return Err(stopped);
                    }
                }
                Event::Stopped(_) if control.is_interrupted() => return Err(Stopped::interrupted()),
                Event::Stopped(stop) => return Err(stop.into()),
                _ => {
                    return Err(Stopped::failed(
                        "this mwaccount does not support an event of the run",
                    ));
                }
            }
        }
    }

    fn add(&mut self, result: &RowResult) -> Result<(), Stopped> {
        let row = ReportRow::new(result, &wiki_name(&self.worker.address));
        self.progress.row(&row);
        self.worker.state().results.add(&row).map_err(|error| {
            Stopped::failed(format!(
                "the results cannot be kept in the folder for temporary files ({error}); free some space there"
            ))
        })
    }

    /// Gives up the row whose step waits, so that what is known of it is recorded. A login has no row.
    fn skip<I: Iterator<Item = Row>>(
        &mut self,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
    ) -> Result<(), Stopped> {
        if bulk.skip().is_err() {
            return Ok(());
        }
        match bulk.next(wiki) {
            Some(Event::Row(result)) if result.outcome != Outcome::Skipped => self.add(&result),
            _ => Ok(()),
        }
    }

    /// Answers a step, or says why nobody can. `was_sent` tells that the wiki asks after the account was sent.
    fn answer<I: Iterator<Item = Row>>(
        &mut self,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
        step: &Step,
        was_sent: bool,
    ) -> Result<(), Stopped> {
        let stage = if bulk.is_login() {
            Stage::Login
        } else {
            Stage::Creation
        };
        let line = bulk.row().and_then(|row| row.number);
        let asking = Asking {
            line,
            existence: Existence::of(stage, step),
        };
        let name = bulk.row().map(|row| row.account.name.clone());
        let is_same = self.answerer.as_ref().is_some_and(|(of, _)| *of == line);
        let (_, answerer) = self.answerer.take().filter(|_| is_same).unwrap_or_else(|| {
            let args = &self.shared.args;
            (
                line,
                Answerer::new(args.answer_command.as_deref(), args.output.json),
            )
        });
        if answerer.is_interactive() {
            self.progress.message(&match (&name, is_same) {
                (None, _) => "the wiki asks at the login".to_owned(),
                (Some(name), false) => {
                    format!("the wiki asks for the account \"{}\"", show_name(name))
                }
                (Some(name), true) => {
                    format!(
                        "the answer was wrong; the wiki asks again for \"{}\"",
                        show_name(name)
                    )
                }
            });
        }
        let (_, answerer) = self.answerer.insert((line, answerer));
        let asker = Asker {
            shared: self.shared,
            worker: self.worker.index,
            asking,
            stage,
            was_sent,
        };
        match step {
            Step::Ask(ask) | Step::Restart(ask) => asker.answer_fields(answerer, bulk, wiki, ask),
            Step::Redirect(redirect) => asker.return_from(answerer, bulk, wiki, redirect),
            _ => Err(Stopped::failed(
                "the wiki asks for something that this mwaccount does not support",
            )),
        }
    }
}

/// Returns the stop for a table whose rows are not those that were checked.
fn changed(problem: Option<&Problem>) -> Stopped {
    let what = problem.map(|problem| format!(" (line {}: {})", problem.line, problem.message));
    Stopped::failed(format!(
        "the file was changed during the run{}; run the command again",
        what.unwrap_or_default()
    ))
}

impl Shared {
    /// Returns the rows of a wiki, each with its generated password if it needs one. At a failure the rows
    /// end early.
    fn rows_of<'a>(
        &'a self,
        address: &'a str,
        journal: &'a WikiJournal,
        failure: &'a RefCell<Option<String>>,
    ) -> Result<impl Iterator<Item = Row> + use<'a>, Stopped> {
        let rows = self
            .plan
            .rows()
            .map_err(|problems| changed(problems.first()))?;
        let rows = rows.map_while(move |row| {
            let row = row.map_err(|problem| changed(Some(&problem)).message);
            let row = row.and_then(|mut row| {
                let is_here = self.plan.wikis_of(&row).iter().any(|wiki| wiki == address);
                if is_here {
                    self.add_password(&mut row.account, journal)?;
                }
                Ok(is_here.then(|| Row::numbered(row.line, row.account)))
            });
            row.map_err(|message| *failure.borrow_mut() = Some(message))
                .ok()
        });
        Ok(rows.flatten())
    }

    /// Adds the generated password to an account that has none, unless an earlier run has created it with
    /// another.
    fn add_password(&self, account: &mut NewAccount, journal: &WikiJournal) -> Result<(), String> {
        let mut passwords = self
            .passwords
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(passwords) = &mut *passwords else {
            return Ok(());
        };
        if account.password.is_some() {
            return Ok(());
        }
        let earlier = journal.outcome(account).map_err(|error| error.message)?;
        account.password = match earlier {
            Some(Outcome::Created) => passwords.existing(account)?,
            _ => Some(passwords.password(account)?),
        };
        Ok(())
    }
}
