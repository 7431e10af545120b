//! Wikis that share their accounts: the account of a row is made on one of them.

use std::cell::RefCell;

use mwaccount::{NameCheck, NameStatus, Wiki};

use super::{
    directory::Directory,
    feed::Feed,
    results::ResultsReader,
    stopped::Stopped,
    table::TableRow,
    wiki_run::{NAMES_AT_A_TIME, WikiRun},
};

impl WikiRun<'_> {
    /// Finds the rows whose accounts an earlier wiki of the run has made and shares with this one. Both wikis
    /// show the same directory of accounts, and a name that was created there must be taken in the directory
    /// here. Otherwise the row is created here as on any wiki.
    pub(super) fn find_shared(
        &mut self,
        wiki: &mut Wiki,
        feed: &RefCell<Feed>,
    ) -> Result<(), Stopped> {
        let (shared, worker) = (self.shared, self.worker);
        let directory = Directory::of(wiki.creator_limits()?);
        let provider = directory
            .as_ref()
            .map(|directory| directory.provider.clone());
        let same = shared.control.join(worker.index, directory);
        if same.is_empty() {
            return Ok(());
        }
        self.progress
            .message("shares its accounts with a wiki that is done first");
        for earlier in &same {
            if !shared.control.wait_for(*earlier) {
                return Err(Stopped::interrupted());
            }
        }
        feed.borrow_mut().provider = provider.unwrap_or_default();
        let readers = same
            .iter()
            .map(|index| shared.workers[*index].state().results.reader());
        let mut readers: Vec<ResultsReader> = readers
            .collect::<Result<_, _>>()
            .map_err(Stopped::not_kept)?;
        let mut batch = Vec::new();
        for row in shared.plan.rows() {
            let row = row?;
            let mut is_created = false;
            for reader in &mut readers {
                let result = reader.take(row.line).map_err(Stopped::not_kept)?;
                is_created |= result.is_some_and(|result| result.outcome == "created");
            }
            if is_created && shared.plan.wikis_of(&row).contains(&worker.address) {
                batch.push(row);
            }
            if batch.len() == NAMES_AT_A_TIME {
                note_shared(wiki, &mut batch, feed)?;
            }
        }
        note_shared(wiki, &mut batch, feed)
    }
}

/// Notes those of the rows whose names are taken in the directory.
fn note_shared(
    wiki: &mut Wiki,
    rows: &mut Vec<TableRow>,
    feed: &RefCell<Feed>,
) -> Result<(), Stopped> {
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = rows.iter().map(|row| row.account.name.as_str()).collect();
    let checks = wiki.check_names(&names)?;
    let shared = rows
        .iter()
        .zip(&checks)
        .filter(|(_, check)| is_in_directory(check));
    feed.borrow_mut()
        .shared
        .extend(shared.map(|(row, _)| row.line));
    rows.clear();
    Ok(())
}

/// Returns whether a name is taken in CentralAuth's directory. An account that is on this wiki only is somebody
/// else's.
fn is_in_directory(check: &NameCheck) -> bool {
    let code = check
        .refusal
        .as_ref()
        .and_then(|refusal| refusal.code.as_deref());
    check.status == NameStatus::Taken && code.is_some_and(|code| code.starts_with("centralauth-"))
}
