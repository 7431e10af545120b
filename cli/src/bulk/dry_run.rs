//! `--dry-run`: the names and the limits of a wiki, without creating anything.

use std::cell::RefCell;

use mwaccount::{
    NameCheck, NameStatus, NewAccount, Wiki,
    bulk::{Outcome, Row},
};

use super::{
    feed::Feed,
    outcome::ReportRow,
    stopped::Stopped,
    wiki_limits::WikiLimits,
    wiki_run::{NAMES_AT_A_TIME, WikiRun},
};

impl WikiRun<'_> {
    /// Finds out what the wiki says about the creator and about each name. Creates nothing.
    ///
    /// # Errors
    /// Also if the creator may create no account: a run would stop at the first.
    pub(super) fn probe(&mut self, wiki: &mut Wiki) -> Result<(), Stopped> {
        self.log_in(wiki)?;
        let limits = wiki.creator_limits()?;
        let found = wiki.probe(&NewAccount::default())?;
        let (shared, worker) = (self.shared, self.worker);
        let limits = WikiLimits::new(&worker.name, worker.rows, &limits, &found);
        worker.state().limits = Some(limits);
        let journal = shared.journal.wiki(&worker.name);
        let feed = RefCell::new(Feed {
            is_open: true,
            ..Feed::default()
        });
        let mut rows = shared.rows_of(worker, &journal, &feed);
        loop {
            let batch: Vec<Row> = rows.by_ref().take(NAMES_AT_A_TIME).collect();
            if let Some(stopped) = feed.borrow_mut().failure.take() {
                return Err(stopped);
            }
            if batch.is_empty() {
                return match found.may_create {
                    Some(false) => Err(Stopped::not_allowed(found.refusal)),
                    _ => Ok(()),
                };
            }
            if shared.control.is_interrupted() {
                return Err(Stopped::interrupted());
            }
            let is_created = |row: &Row| {
                let outcome = journal.outcome(&row.account)?;
                Ok::<_, mwaccount::Error>(outcome == Some(Outcome::Created))
            };
            let created = batch
                .iter()
                .map(is_created)
                .collect::<Result<Vec<_>, _>>()?;
            let names = batch.iter().zip(&created).filter(|(_, created)| !**created);
            let names: Vec<&str> = names.map(|(row, _)| row.account.name.as_str()).collect();
            let checks = match names.is_empty() {
                true => Vec::new(),
                false => wiki.check_names(&names)?,
            };
            let mut checks = checks.into_iter();
            for (row, created) in batch.iter().zip(created) {
                let row = self.name_row(row, created, &mut checks);
                self.add_row(&row)?;
            }
        }
    }

    /// Returns the report's row of a name: that of an account that an earlier run has created, or that of the
    /// next check.
    fn name_row(
        &self,
        row: &Row,
        created: bool,
        checks: &mut impl Iterator<Item = NameCheck>,
    ) -> ReportRow {
        let line = row.number.unwrap_or_default();
        let mut result = ReportRow::pending(line, &self.worker.name, &row.account.name);
        if created {
            result.outcome = Outcome::Created.as_str().to_owned();
            result.earlier = true;
        } else if let Some(check) = checks.next() {
            result.outcome = check.status.as_str().to_owned();
            result.wiki_name = check.name;
            if let Some(refusal) = check.refusal.filter(|_| check.status != NameStatus::Free) {
                result.reason = Some(refusal.reason.as_str().to_owned());
                result.code = refusal.code;
                result.message = Some(refusal.message);
            }
        }
        result
    }
}
