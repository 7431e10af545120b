//! How many creations ended how.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use mwaccount::{Error, Step};

/// The creations of all threads, by their end.
#[derive(Default)]
pub struct Outcomes {
    created: AtomicUsize,
    refused: AtomicUsize,
    unknown: AtomicUsize,
    failed: AtomicUsize,
    /// The reasons of those that failed.
    reasons: Mutex<BTreeMap<String, usize>>,
    /// Those that were dropped at a step that asks for something.
    left: AtomicUsize,
}

impl Outcomes {
    /// Counts the end of a creation.
    pub fn count(&self, step: &Result<Step, Error>) {
        let kind = match step {
            Ok(Step::Created(_)) => &self.created,
            Ok(Step::Refused(_)) => &self.refused,
            Ok(Step::Unknown(_)) => &self.unknown,
            Ok(_) => &self.left,
            Err(error) => {
                let mut reasons = self.reasons.lock().unwrap();
                *reasons.entry(error.reason.to_string()).or_default() += 1;
                &self.failed
            }
        };
        kind.fetch_add(1, Ordering::Relaxed);
    }

    /// Prints the counts. Fails if there is no creation without a fault, because the run then shows nothing.
    pub fn print(&self) {
        let [created, refused, unknown, failed, left] = [
            &self.created,
            &self.refused,
            &self.unknown,
            &self.failed,
            &self.left,
        ]
        .map(|count| count.load(Ordering::Relaxed));
        let reasons = self.reasons.lock().unwrap();
        println!(
            "{created} created, {refused} refused, {unknown} unknown, {failed} failed {reasons:?}, {left} left"
        );
        assert!(created > 0, "no account was created");
    }
}
