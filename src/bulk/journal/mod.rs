//! The journal of a run: what was sent and what became of it, so that another run takes it up.
//!
//! It is a file of JSON lines. A `send` is written and synced before each request that may create an
//! account, and an `end` after its result, never with a password. A row with a `send` and no `end`, or
//! with the outcome `unknown`, may exist.

mod file;
mod index;
mod record;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

pub(super) use self::record::{Ended, Record, Recorded, Sent};
use self::{file::LineFile, index::Index};
use super::Outcome;
use crate::{Error, NewAccount, mediawiki::username};

/// The journal of a run. Its clones are the same journal, for a run on several wikis.
#[derive(Debug, Clone, Default)]
pub struct Journal(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// `None` if the run keeps no journal; then only what may still exist is remembered.
    file: Option<LineFile>,
    index: Index,
    /// The length that the file had when it was opened: what follows is of this run.
    earlier: u64,
}

impl Journal {
    /// Opens the journal at `path`, or creates it, readable by this user alone. It stays locked until the
    /// last of its clones is dropped.
    ///
    /// # Errors
    /// [`Reason::Journal`](crate::Reason::Journal) if the file cannot be read or written, is no journal, is
    /// damaged, or another run uses it. A last line that was not written to its end is no damage.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let mut index = Index::default();
        let file = LineFile::open(path.as_ref(), |offset, record| index.add(offset, record))?;
        Ok(Self(Arc::new(Mutex::new(State {
            earlier: file.length(),
            file: Some(file),
            index,
        }))))
    }

    /// Returns the part of the journal that is about one wiki, which is known by any text that is the same in
    /// each run, such as the address that the user gave.
    pub fn wiki(&self, wiki: impl Into<String>) -> WikiJournal {
        WikiJournal {
            journal: self.clone(),
            wiki: wiki.into(),
        }
    }

    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of a [`Journal`] that is about one wiki.
#[derive(Debug, Clone, Default)]
pub struct WikiJournal {
    journal: Journal,
    wiki: String,
}

/// A row's last result in the journal.
pub(super) struct Entry {
    pub ended: Ended,
    /// True if an earlier run recorded it.
    pub earlier: bool,
}

impl WikiJournal {
    /// Returns the name by which the wiki is known.
    pub(super) fn wiki(&self) -> &str {
        &self.wiki
    }

    /// Returns the outcome that an earlier run has recorded for an account, known by its name; `None` if
    /// there is none yet.
    ///
    /// # Errors
    /// [`Reason::Journal`](crate::Reason::Journal) if the file cannot be read.
    pub fn outcome(&self, account: &NewAccount) -> Result<Option<Outcome>, Error> {
        let entry = self.entry(&account.likely_name())?;
        Ok(entry.and_then(|entry| entry.ended.outcome.outcome()))
    }

    /// Records that a request is about to be sent, or a result.
    pub(super) fn write(&self, record: Record) -> Result<(), Error> {
        let mut state = self.journal.state();
        let state = &mut *state;
        match &mut state.file {
            Some(file) => {
                let offset = file.write(&record)?;
                state.index.add(offset, record);
            }
            None => state.index.note(record),
        }
        Ok(())
    }

    /// Returns the last result of the row with this name, as [`Row::key`](super::Row) gives it.
    pub(super) fn entry(&self, name: &str) -> Result<Option<Entry>, Error> {
        let mut state = self.journal.state();
        let Some(place) = state.index.place(&self.wiki, name) else {
            return Ok(None);
        };
        let earlier = place < state.earlier;
        let Some(file) = &mut state.file else {
            return Ok(None);
        };
        // Two keys may have one hash.
        Ok(match file.record_at(place)? {
            Record::End(ended)
                if ended.wiki == self.wiki && username::likely(&ended.asked) == name =>
            {
                Some(Entry { ended, earlier })
            }
            Record::End(_) | Record::Send(_) => None,
        })
    }

    /// Returns the requests that may have created the account of this name.
    pub(super) fn sent(&self, name: &str) -> Vec<Sent> {
        self.journal.state().index.sent(&self.wiki, name).to_vec()
    }

    /// Returns the number of these requests.
    pub(super) fn sent_count(&self, name: &str) -> usize {
        self.journal.state().index.sent(&self.wiki, name).len()
    }

    /// Returns the time of the oldest request that may have created an account.
    pub(super) fn oldest_request(&self) -> Option<SystemTime> {
        let state = self.journal.state();
        let open = state.index.open(&self.wiki);
        open.flat_map(|(_, sent)| sent).map(|sent| sent.at).min()
    }

    /// Returns the names of the rows that may have accounts, in the order of the rows, each with the last
    /// request for it.
    pub(super) fn open_rows(&self) -> Vec<(String, Sent)> {
        let state = self.journal.state();
        let open = state.index.open(&self.wiki);
        let mut rows: Vec<_> = open
            .filter_map(|(name, sent)| Some((name.to_owned(), sent.last()?.clone())))
            .collect();
        rows.sort_by_key(|(_, sent)| sent.row);
        rows
    }
}
