//! A run of many accounts, whose rows come one by one.

use std::sync::mpsc::{self, Receiver, Sender};

use super::call_error::CallError;
use crate::{
    NewAccount,
    bulk::{Bulk, Row},
};

/// The rows that were added and not taken yet.
pub struct Rows(Receiver<Row>);

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.0.try_recv().ok()
    }
}

/// A run, and the way to its rows.
pub struct Run {
    /// `None` only while a setting is changed.
    bulk: Option<Bulk<Rows>>,
    rows: Sender<Row>,
    added: u64,
    has_begun: bool,
}

impl Run {
    pub fn new() -> Self {
        let (rows, added) = mpsc::channel();
        Self {
            bulk: Some(Bulk::new(Rows(added))),
            rows,
            added: 0,
            has_begun: false,
        }
    }

    /// Returns the run.
    pub fn bulk(&mut self) -> Result<&mut Bulk<Rows>, CallError> {
        self.bulk
            .as_mut()
            .ok_or_else(|| CallError::invalid("this run cannot be used any more"))
    }

    /// Returns the run, whose settings can be changed no more.
    pub fn begun(&mut self) -> Result<&mut Bulk<Rows>, CallError> {
        self.has_begun = true;
        self.bulk()
    }

    /// Adds a row; a number of 0 stands for its place.
    pub fn add(&mut self, account: NewAccount, number: u64) {
        self.added += 1;
        let number = if number == 0 { self.added } else { number };
        // The receiver is in the same value.
        let _ = self.rows.send(Row::numbered(number, account));
    }

    /// Changes a setting. Fails if the run has begun.
    pub fn set(&mut self, change: impl FnOnce(Bulk<Rows>) -> Bulk<Rows>) -> Result<(), CallError> {
        if self.has_begun {
            return Err(CallError::invalid(
                "the run has begun; change its settings before mwa_bulk_next",
            ));
        }
        self.bulk = self.bulk.take().map(change);
        Ok(())
    }
}
