//! The run on one wiki.

use std::{
    cell::RefCell,
    iter,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mwaccount::{
    Credentials, NewAccount, Secret,
    bulk::{Journal, Outcome, Row, WikiJournal, wiki_name},
};

use super::{
    control::Control, feed::Feed, passwords::PasswordFile, plan::Plan, results::Results,
    stopped::Stopped, wiki_limits::WikiLimits,
};
use crate::{args, network::HttpAuth, open::OpenPage};

/// The parts of a run that all workers use.
pub struct Shared {
    /// The options.
    pub args: Arc<args::Bulk>,
    /// The rows.
    pub plan: Plan,
    /// The state of the run.
    pub control: Arc<Control>,
    /// The journal of all wikis.
    pub journal: Journal,
    /// The file of generated passwords.
    pub passwords: Option<Mutex<PasswordFile>>,
    /// The creator.
    pub credentials: Option<Credentials>,
    /// The HTTP authentication.
    pub http_auth: HttpAuth,
    /// The page on which a person answers.
    pub page: Option<Arc<OpenPage>>,
    /// One prompt is on the terminal or on the page at a time.
    pub prompting: Mutex<()>,
    /// All workers.
    pub workers: Arc<Vec<Worker>>,
}

/// The run on one wiki.
pub struct Worker {
    /// Its place among the workers.
    pub index: usize,
    /// The address of the wiki, as it was given.
    pub address: String,
    /// The name of the wiki in the journal, the report and messages.
    pub name: String,
    /// The number of its rows.
    pub rows: u64,
    /// True if the run is on several wikis.
    pub is_one_of_many: bool,
    /// The state that the end of the run reads.
    pub state: Mutex<WorkerState>,
}

/// The results of a worker so far.
#[derive(Default)]
pub struct WorkerState {
    /// The results of the rows.
    pub results: Results,
    /// The reason why it stopped before its last row.
    pub stopped: Option<Stopped>,
    /// The number of HTTP requests.
    pub requests: u64,
    /// The limits that a dry run has found.
    pub limits: Option<WikiLimits>,
}

impl Worker {
    /// Creates the worker for a wiki with this number of rows.
    pub fn new(index: usize, address: &str, rows: u64, is_one_of_many: bool) -> Self {
        Self {
            index,
            address: address.to_owned(),
            name: wiki_name(address),
            rows,
            is_one_of_many,
            state: Mutex::default(),
        }
    }

    /// Returns the results so far.
    pub fn state(&self) -> MutexGuard<'_, WorkerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Returns the rows of a wiki, each with its generated password if it needs one. There are none before the
    /// feed is open; at a failure they end early.
    pub(super) fn rows_of<'a>(
        &'a self,
        worker: &'a Worker,
        journal: &'a WikiJournal,
        feed: &'a RefCell<Feed>,
    ) -> impl Iterator<Item = Row> {
        let mut rows = self.plan.rows();
        iter::from_fn(move || {
            loop {
                if !feed.borrow().is_open {
                    return None;
                }
                let row = rows.next()?.map_err(Stopped::from);
                let row = row.and_then(|mut row| {
                    let is_here = self.plan.wikis_of(&row).contains(&worker.address);
                    if !is_here || feed.borrow_mut().passes(&row, &worker.name) {
                        return Ok(None);
                    }
                    let added = self.add_password(&mut row.account, journal);
                    added.map_err(Stopped::failed)?;
                    Ok(Some(Row::numbered(row.line, row.account)))
                });
                match row {
                    Ok(None) => {}
                    Ok(row) => return row,
                    Err(stopped) => {
                        let mut feed = feed.borrow_mut();
                        feed.is_open = false;
                        feed.failure = Some(stopped);
                    }
                }
            }
        })
    }

    /// Adds the generated password to an account that has none, unless an earlier run has created it with
    /// another.
    pub(super) fn add_password(
        &self,
        account: &mut NewAccount,
        journal: &WikiJournal,
    ) -> Result<(), String> {
        if account.password.is_some() {
            return Ok(());
        }
        let Some(mut passwords) = self.passwords() else {
            return Ok(());
        };
        let earlier = journal.outcome(account).map_err(|error| error.message)?;
        account.password = match earlier {
            Some(Outcome::Created) => passwords.existing(account)?,
            _ => Some(passwords.password(account)?),
        };
        Ok(())
    }

    /// Returns the password of an account that was created, if it is known.
    pub(super) fn known_password(&self, account: &NewAccount) -> Result<Option<Secret>, String> {
        if account.password.is_some() {
            return Ok(account.password.clone());
        }
        match self.passwords() {
            Some(passwords) => passwords.existing(account),
            None => Ok(None),
        }
    }

    fn passwords(&self) -> Option<MutexGuard<'_, PasswordFile>> {
        let passwords = self.passwords.as_ref()?;
        Some(passwords.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
