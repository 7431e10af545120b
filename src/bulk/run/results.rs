//! The results of rows: from the journal, and into it.

use super::state::{Bulk, Current};
use crate::{
    Error, Reason, Step, Warning, Wiki,
    bulk::{
        event::{Details, Event, Outcome, RowResult, Stop},
        journal::{Ended, Entry, Record, Recorded},
        row::Row,
        verdict::{Failure, account_exists},
    },
};

/// The state of a row before it is begun, by the journal.
pub(super) enum Settled {
    /// Its result.
    Result(Box<RowResult>),
    /// The account may exist.
    ToLookUp,
    ToCreate,
}

impl Current {
    pub fn new(row: Row, number: u64) -> Self {
        Self {
            key: row.key(),
            fingerprint: row.fingerprint(),
            row,
            number,
            open_before: 0,
            taken: None,
        }
    }
}

/// Returns the event of a cancelled run.
pub(super) fn cancelled() -> Stop {
    Stop {
        reason: Reason::Cancelled,
        code: None,
        message: "the run was cancelled".to_owned(),
        can_go_on_at: None,
    }
}

impl<I, R> Bulk<I>
where
    I: Iterator<Item = R>,
    R: Into<Row>,
{
    /// Returns what is to be done with a row that has just been taken.
    pub(super) fn settled(&mut self, wiki: &Wiki, current: &Current) -> Result<Settled, Error> {
        // What was looked up in this run is about a row of an earlier one.
        let was_looked_up = self.looked_up.remove(&current.key);
        let Some(Entry { ended, earlier }) = self.journal.entry(&current.key)? else {
            return Ok(Settled::ToCreate);
        };
        if !earlier && !was_looked_up {
            return Ok(Settled::Result(Box::new(self.repeated(current, &ended))));
        }
        let changed = ended.values != current.fingerprint;
        let Some(outcome) = ended.outcome.outcome() else {
            return Ok(Settled::ToCreate);
        };
        Ok(match outcome {
            Outcome::Refused if changed || self.retries_refused => Settled::ToCreate,
            Outcome::Invalid => Settled::ToCreate,
            // The look-up of the name alone could not prove it by a login.
            Outcome::Unknown
                if wiki.session().proves_by_login && current.row.account.password.is_some() =>
            {
                Settled::ToLookUp
            }
            outcome => Settled::Result(Box::new(RowResult {
                number: current.number,
                asked: current.row.account.name.clone(),
                outcome,
                details: ended.details,
                at: ended.at,
                earlier: true,
                changed,
            })),
        })
    }

    /// Returns the result of a row whose name came before in this run.
    fn repeated(&self, current: &Current, first: &Ended) -> RowResult {
        let details = Details {
            reason: Some(Reason::InvalidArgument),
            message: Some(format!("row {} has the same name", first.row)),
            ..Details::default()
        };
        self.result(current, Outcome::Invalid, details)
    }

    fn result(&self, current: &Current, outcome: Outcome, details: Details) -> RowResult {
        RowResult {
            number: current.number,
            asked: current.row.account.name.clone(),
            outcome,
            details,
            at: self.now,
            earlier: false,
            changed: false,
        }
    }

    /// Records the result of a row and returns it. If the journal fails, the next event tells.
    pub(super) fn finish(
        &mut self,
        current: &Current,
        outcome: Recorded,
        details: Details,
    ) -> Event {
        self.pace.progressed();
        let shown = outcome.outcome().unwrap_or(Outcome::Skipped);
        let result = self.result(current, shown, details.clone());
        self.record(current, outcome, details);
        Event::Row(result)
    }

    /// Records that no request so far has created the row's account. Returns an event if the journal fails.
    pub(super) fn note_nothing(&mut self, current: &Current) -> Option<Event> {
        if self.journal.sent_count(&current.key) <= current.open_before {
            return None;
        }
        self.record(current, Recorded::Postponed, Details::default())
    }

    /// Records what became of a row. Returns an event if the journal fails.
    pub(super) fn record(
        &mut self,
        current: &Current,
        outcome: Recorded,
        details: Details,
    ) -> Option<Event> {
        let asked = &current.row.account.name;
        let ended = self.ended(
            asked,
            current.number,
            &current.fingerprint,
            outcome,
            details,
        );
        self.write(Record::End(ended))
    }

    pub(super) fn ended(
        &self,
        asked: &str,
        row: u64,
        values: &str,
        outcome: Recorded,
        details: Details,
    ) -> Ended {
        Ended {
            wiki: self.journal.wiki().to_owned(),
            row,
            asked: asked.to_owned(),
            outcome,
            values: values.to_owned(),
            at: self.now,
            details,
        }
    }

    pub(super) fn write(&mut self, record: Record) -> Option<Event> {
        let written = self.journal.write(record);
        written
            .err()
            .map(|error| self.stop(Failure::from(error).stop()))
    }

    /// Stops the run for good.
    pub(super) fn stop(&mut self, stop: Stop) -> Event {
        if stop.reason != Reason::Cancelled {
            self.stopped = Some(stop.clone());
        }
        Event::Stopped(stop)
    }

    /// Returns the result of a row that the host has skipped at a step.
    pub(super) fn skipped(&mut self, current: &Current, step: Option<&Step>) -> Event {
        match step.and_then(account_exists) {
            Some(true) => {
                let message = "the account exists, and the wiki's further steps were skipped";
                let details = Details {
                    name: Some(current.key.clone()),
                    warnings: vec![Warning::new(Warning::SETUP_UNFINISHED, message)],
                    ..Details::default()
                };
                self.finish(current, Recorded::Created, details)
            }
            Some(false) => self.finish(current, Recorded::Postponed, Details::default()),
            None => {
                let details = Details {
                    reason: Some(Reason::Cancelled),
                    message: Some(
                        "the wiki asked for more, which was skipped, and the account may exist"
                            .to_owned(),
                    ),
                    ..Details::default()
                };
                self.finish(current, Recorded::Unknown, details)
            }
        }
    }
}
