//! The state of a run, and its settings.

use std::{
    collections::{HashSet, VecDeque},
    time::{Duration, SystemTime},
};

use crate::{
    Credentials, Step,
    bulk::{
        event::{Details, Stop, Wait},
        journal::{Sent, WikiJournal},
        limits::Pace,
        row::Row,
    },
    flow::{Conversation, Interaction},
};

/// The longest time to wait for one row, if the host sets none.
const MAX_WAIT: Duration = Duration::from_secs(10 * 60);

/// A run over the rows of one wiki. It holds no wiki: give the same one to each call.
pub struct Bulk<I> {
    pub(super) rows: I,
    pub(super) journal: WikiJournal,
    pub(super) creator: Option<Credentials>,
    pub(super) waits_for_limit: bool,
    pub(super) accepts_warnings: bool,
    pub(super) retries_refused: bool,
    /// The time of the last request or wait.
    pub(super) now: SystemTime,
    pub(super) pace: Pace,
    /// The number of rows that were taken so far.
    pub(super) taken: u64,
    pub(super) is_logged_in: bool,
    /// The names of earlier runs that are looked up first; `None` before the run begins.
    pub(super) open: Option<VecDeque<(String, Sent)>>,
    /// The names that were looked up and whose rows have not come yet.
    pub(super) looked_up: HashSet<String>,
    /// The task that is done now.
    pub(super) task: Option<Task>,
    /// The task that is done after the login.
    pub(super) parked: Option<Task>,
    pub(super) wait: Option<Wait>,
    pub(super) stopped: Option<Stop>,
}

/// A task of a run.
pub(super) enum Task {
    LogIn(Talk),
    /// Looks up an account of an earlier run whose row has not come yet.
    LookUpEarlier(String, Sent),
    /// Looks up the account of a row.
    LookUp(Box<Current>),
    Create(Box<Current>, Talk),
}

/// A conversation with the wiki about a login or a row.
#[derive(Default)]
pub(super) struct Talk {
    pub(super) conversation: Option<Conversation<Interaction>>,
    /// The wrong captchas so far.
    pub(super) captchas: u32,
    /// True if the account was sent again after a warning.
    pub(super) is_sent_again: bool,
    /// True if the session was lost once already.
    pub(super) has_lost_session: bool,
    /// The step that waits for the host.
    pub(super) step: Option<Step>,
    pub(super) is_skipped: bool,
}

/// The row on its way.
pub(super) struct Current {
    pub(super) row: Row,
    pub(super) number: u64,
    pub(super) key: String,
    pub(super) fingerprint: String,
    /// The number of requests in the journal that may have created the account before this creation began.
    pub(super) open_before: usize,
    /// The refusal of a name that one of them may have taken.
    pub(super) taken: Option<Details>,
}

impl<I, R> Bulk<I>
where
    I: Iterator<Item = R>,
    R: Into<Row>,
{
    /// Creates a run over these rows, which are taken one by one. An account without a number is numbered
    /// by its place, from 1. Without a [`journal`](Self::journal) the run cannot be taken up.
    pub fn new(rows: impl IntoIterator<IntoIter = I>) -> Self {
        Self {
            rows: rows.into_iter(),
            journal: WikiJournal::default(),
            creator: None,
            waits_for_limit: false,
            accepts_warnings: false,
            retries_refused: false,
            now: SystemTime::UNIX_EPOCH,
            pace: Pace::new(MAX_WAIT),
            taken: 0,
            is_logged_in: false,
            open: None,
            looked_up: HashSet::new(),
            task: None,
            parked: None,
            wait: None,
            stopped: None,
        }
    }

    /// Sets the journal, with which a later run creates exactly the rest.
    pub fn journal(mut self, journal: WikiJournal) -> Self {
        self.journal = journal;
        self
    }

    /// Sets the creator, who is logged in at the first call, and again if the wiki loses the session.
    pub fn creator(mut self, credentials: Credentials) -> Self {
        self.creator = Some(credentials);
        self
    }

    /// Sets the longest time to wait for one row, 10 minutes by default: when the wiki says to wait, is
    /// read-only or busy, or cannot be reached. A longer wait stops the run.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.pace.max_wait = wait;
        self
    }

    /// Sets whether the run waits until a limit on accounts in a period opens again, however long that is,
    /// instead of stopping there.
    pub fn wait_for_limit(mut self, wait: bool) -> Self {
        self.waits_for_limit = wait;
        self
    }

    /// Sets whether an account that the wiki warns about is sent again, once
    /// ([`Refused::may_resubmit`](crate::Refused::may_resubmit)).
    pub fn accept_warnings(mut self, accept: bool) -> Self {
        self.accepts_warnings = accept;
        self
    }

    /// Sets whether rows that an earlier run found refused are tried again. A row that was changed since is
    /// tried again in any case.
    pub fn retry_refused(mut self, retry: bool) -> Self {
        self.retries_refused = retry;
        self
    }
}
