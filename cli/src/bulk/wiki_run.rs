//! The run on one wiki: its accounts, and what the wiki asks.

use std::{
    cell::RefCell,
    io::{self, IsTerminal},
    iter,
    sync::Arc,
    time::Duration,
};

use mwaccount::{
    Step, Wiki,
    bulk::{Bulk, Event, Outcome, Row, RowResult},
};

use super::{
    asker::{Asker, Note},
    control::{Asking, Control, WorkerGate},
    feed::Feed,
    outcome::ReportRow,
    progress::Progress,
    stopped::Stopped,
    worker::{Shared, Worker},
};
use crate::{
    answerer::Answerer,
    interaction::{Existence, Stage},
    terminal::show_name,
    wiki_setup,
};

/// The number of names that are checked at a time: a wiki answers 50 with one request.
pub const NAMES_AT_A_TIME: usize = 50;

/// Runs to a wiki's last row, or until the run is stopped.
pub fn run(worker: &Worker, shared: &Shared) {
    let _end = EndOfWorker {
        control: &shared.control,
        index: worker.index,
    };
    let shown = worker.is_one_of_many.then_some(worker.name.as_str());
    let mut run = WikiRun {
        worker,
        shared,
        progress: Progress::new(shown, worker.rows),
        answerer: None,
    };
    let stopped = run.run().err();
    run.progress.end();
    if let Some(stopped) = stopped {
        // The summary tells it on the same terminal right after this, unless other wikis go on.
        let is_told =
            !shared.args.output.json && !worker.is_one_of_many && io::stdout().is_terminal();
        if !is_told {
            run.progress.message(&stopped.sentence());
        }
        worker.state().stopped = Some(stopped);
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

/// The run on one wiki, in the thread of its worker.
pub struct WikiRun<'r> {
    pub(super) worker: &'r Worker,
    pub(super) shared: &'r Shared,
    pub(super) progress: Progress,
    /// The source of answers, which may be asked only so often, and the line of the row that it is for.
    answerer: Option<(Option<u64>, Answerer)>,
}

impl WikiRun<'_> {
    /// Runs to the last row.
    ///
    /// # Errors
    /// Why the run was stopped.
    fn run(&mut self) -> Result<(), Stopped> {
        let control = &self.shared.control;
        if control.is_interrupted() {
            return Err(Stopped::interrupted());
        }
        let mut wiki = self.client()?;
        control.set_canceller(self.worker.index, wiki.canceller());
        let args = &self.shared.args;
        let result = if args.dry_run {
            self.probe(&mut wiki)
        } else {
            self.create(&mut wiki)
        };
        self.worker.state().requests += wiki.requests();
        if args.verify {
            drop(wiki);
            self.verify()?;
        }
        result
    }

    /// Returns a client of the wiki in a session of its own.
    pub(super) fn client(&self) -> Result<Wiki, Stopped> {
        let Shared { args, control, .. } = self.shared;
        let gate = Arc::new(WorkerGate::new(control, self.worker.index));
        let http_auth = self.shared.http_auth.clone();
        let builder = wiki_setup::builder(
            &self.worker.address,
            &args.wiki,
            &args.network,
            http_auth,
            &args.output,
            gate,
        )?;
        let builder = builder
            .maxlag(args.maxlag)
            .prove_by_login(args.prove_by_login);
        let builder = match &self.shared.page {
            Some(page) => builder.return_url(page.return_address()),
            None => builder,
        };
        Ok(builder.build()?)
    }

    /// Creates the accounts.
    fn create(&mut self, wiki: &mut Wiki) -> Result<(), Stopped> {
        let (shared, worker) = (self.shared, self.worker);
        let journal = shared.journal.wiki(&worker.name);
        let feed = RefCell::new(Feed::default());
        let rows = shared.rows_of(worker, &journal, &feed);
        let mut bulk = self.settings(Bulk::new(rows)).journal(journal.clone());
        if worker.is_one_of_many && shared.credentials.is_some() {
            // Without rows this is the login, after which the wiki shows whether it shares its accounts.
            self.run_events(&mut bulk, wiki, &feed)?;
            self.find_shared(wiki, &feed)?;
        }
        feed.borrow_mut().is_open = true;
        let result = self.run_events(&mut bulk, wiki, &feed);
        let failure = feed.borrow_mut().failure.take();
        match failure {
            Some(stopped) => Err(stopped),
            None => result,
        }
    }

    /// Logs the creator in, if there is one.
    pub(super) fn log_in(&mut self, wiki: &mut Wiki) -> Result<(), Stopped> {
        let mut bulk = self.settings(Bulk::new(iter::empty::<Row>()));
        self.run_events(&mut bulk, wiki, &RefCell::default())
    }

    /// Applies the options to a run of the library.
    fn settings<I: Iterator<Item = Row>>(&self, bulk: Bulk<I>) -> Bulk<I> {
        let args = &self.shared.args;
        let bulk = bulk
            .max_wait(Duration::from_secs(args.max_wait))
            .wait_for_limit(args.wait)
            .accept_warnings(args.accept_warnings)
            .retry_refused(args.retry_refused);
        match &self.shared.credentials {
            Some(credentials) => bulk.creator(credentials.clone()),
            None => bulk,
        }
    }

    fn run_events<I: Iterator<Item = Row>>(
        &mut self,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
        feed: &RefCell<Feed>,
    ) -> Result<(), Stopped> {
        let control = &self.shared.control;
        loop {
            if control.is_interrupted() {
                return Err(Stopped::interrupted());
            }
            let event = bulk.next(wiki);
            let passed = std::mem::take(&mut feed.borrow_mut().passed);
            for row in &passed {
                self.add_row(row)?;
            }
            let Some(event) = event else {
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
        self.add_row(&ReportRow::new(result, &self.worker.name))
    }

    /// Shows and keeps a result.
    pub(super) fn add_row(&mut self, row: &ReportRow) -> Result<(), Stopped> {
        self.progress.row(row);
        self.worker
            .state()
            .results
            .add(row)
            .map_err(Stopped::not_kept)
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
        let account = bulk.row().map(|row| row.account.clone());
        let name = account.as_ref().map(|account| account.name.clone());
        let is_same = self.answerer.as_ref().is_some_and(|(of, _)| *of == line);
        let (_, answerer) = self.answerer.take().filter(|_| is_same).unwrap_or_else(|| {
            let Shared { args, page, .. } = self.shared;
            let command = args.answer_command.as_deref();
            (
                line,
                Answerer::or_page(command, args.output.json, page.clone()),
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
            account: account.unwrap_or_default(),
            note: is_same.then(|| Note::new("the answer was wrong")),
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
