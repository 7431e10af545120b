//! The rows of a wiki on their way to the library.

use std::collections::HashSet;

use super::{
    outcome::{ReportRow, SHARED},
    stopped::Stopped,
    table::TableRow,
};

/// The state of the rows of a wiki while the library takes them one by one.
#[derive(Debug, Default)]
pub struct Feed {
    /// False until the first row may be taken, and after a failure.
    pub is_open: bool,
    /// The failure that has ended the rows.
    pub failure: Option<Stopped>,
    /// The lines of the rows whose accounts an earlier wiki of the run shares with this one.
    pub shared: HashSet<u64>,
    /// The provider of the accounts that are shared.
    pub provider: String,
    /// The results of rows that were passed over since they were last taken from here.
    pub passed: Vec<ReportRow>,
}

impl Feed {
    /// Returns whether a row is passed over, because its account is that of another wiki, and notes its result.
    pub fn passes(&mut self, row: &TableRow, wiki: &str) -> bool {
        if !self.shared.contains(&row.line) {
            return false;
        }
        let message = format!(
            "an earlier wiki of the run has made the account, and shares it with this one ({})",
            self.provider
        );
        self.passed.push(ReportRow {
            outcome: SHARED.to_owned(),
            message: Some(message),
            ..ReportRow::pending(row.line, wiki, &row.account.name)
        });
        true
    }
}
