//! The results of rows as the report has them, their numbers, and the exit status.

use mwaccount::{
    Warning,
    bulk::{Outcome, RowResult},
};
use serde::{Deserialize, Serialize};

/// The exit status if every account is created.
pub const STATUS_CREATED: i32 = 0;
/// The exit status if accounts were refused or their rows are invalid.
pub const STATUS_REFUSED: i32 = 1;
/// The exit status of a usage error and of a file with bad lines; nothing was sent.
pub const STATUS_USAGE: i32 = 2;
/// The exit status if it is unknown of accounts whether they were created.
pub const STATUS_UNKNOWN: i32 = 4;
/// The exit status of a run that was stopped before all rows had a result.
pub const STATUS_STOPPED: i32 = 5;

/// The outcome of a row that has none yet.
const PENDING: &str = "pending";

/// The outcome of a row whose account was created on another wiki, which shares its accounts.
pub const SHARED: &str = "shared";

/// A row of the report. Its fields are the columns of CSV and the keys of JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The line of the row in the file.
    pub line: u64,
    /// The wiki, as it was given.
    pub wiki: String,
    /// The name that was asked for.
    pub name: String,
    /// The outcome: `created`, `shared`, `refused`, `unknown`, `invalid` or `pending`.
    pub outcome: String,
    /// The name as the wiki has it.
    pub wiki_name: Option<String>,
    /// The user id, if the wiki gave it.
    pub user_id: Option<u64>,
    /// The reason of any outcome but `created`.
    pub reason: Option<String>,
    /// The wiki's own code.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// The differences from the row.
    pub warnings: Vec<Warning>,
    /// The time of the result.
    pub when: Option<String>,
    /// True if an earlier run had the result.
    pub earlier: bool,
    /// True if the row was changed since.
    pub changed: bool,
    /// True if a login as the account showed that it is right, false if it is not.
    pub verified: Option<bool>,
    /// A sentence about that login.
    pub verify_message: Option<String>,
}

impl ReportRow {
    /// Converts a result.
    pub fn new(result: &RowResult, wiki: &str) -> Self {
        let details = &result.details;
        // A row that was skipped is tried again by the next run, as one that was not reached.
        let outcome = match result.outcome {
            Outcome::Skipped => PENDING,
            outcome => outcome.as_str(),
        };
        Self {
            line: result.number,
            wiki: wiki.to_owned(),
            name: result.asked.clone(),
            outcome: outcome.to_owned(),
            wiki_name: details.name.clone(),
            user_id: details.user_id,
            reason: details.reason.map(|reason| reason.as_str().to_owned()),
            code: details.code.clone(),
            message: details.message.clone(),
            warnings: details.warnings.clone(),
            when: Some(result.timestamp()),
            earlier: result.earlier,
            changed: result.changed,
            verified: None,
            verify_message: None,
        }
    }

    /// Returns the row of an account that the run has not reached.
    pub fn pending(line: u64, wiki: &str, name: &str) -> Self {
        Self {
            line,
            wiki: wiki.to_owned(),
            name: name.to_owned(),
            outcome: PENDING.to_owned(),
            ..Self::default()
        }
    }
}

/// The numbers of rows by their outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The accounts that exist now.
    pub created: u64,
    /// The accounts that are those of another wiki of the run, which shares its accounts.
    pub shared: u64,
    /// The accounts that a wiki refused.
    pub refused: u64,
    /// The accounts that may exist.
    pub unknown: u64,
    /// The rows that were not sent.
    pub invalid: u64,
    /// The rows that have no result yet.
    pub pending: u64,
    /// Of all results, those of earlier runs.
    pub earlier: u64,
    /// Of all results, those whose rows were changed since.
    pub changed: u64,
    /// The accounts that are not right, as a login showed.
    pub wrong: u64,
    /// The names of a dry run.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub names: Option<NameCounts>,
}

/// The numbers of names by what a dry run has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct NameCounts {
    /// The names that are free.
    pub free: u64,
    /// The names of accounts.
    pub taken: u64,
    /// The names that the wiki does not accept.
    pub not_allowed: u64,
    /// The names that are too similar to others.
    pub too_similar: u64,
}

impl NameCounts {
    /// Returns the number of names that cannot be used.
    fn unusable(&self) -> u64 {
        self.taken + self.not_allowed + self.too_similar
    }
}

impl Counts {
    /// Counts a row.
    pub fn add(&mut self, row: &ReportRow) {
        let names = &mut self.names;
        let count = match row.outcome.as_str() {
            "free" => &mut names.get_or_insert_default().free,
            "taken" => &mut names.get_or_insert_default().taken,
            "not-allowed" => &mut names.get_or_insert_default().not_allowed,
            "too-similar" => &mut names.get_or_insert_default().too_similar,
            "created" => &mut self.created,
            SHARED => &mut self.shared,
            "refused" => &mut self.refused,
            "unknown" => &mut self.unknown,
            "invalid" => &mut self.invalid,
            _ => &mut self.pending,
        };
        *count += 1;
        self.earlier += u64::from(row.earlier);
        self.changed += u64::from(row.changed);
        self.wrong += u64::from(row.verified == Some(false));
    }

    /// Returns the number of all rows.
    pub fn all(&self) -> u64 {
        let names = self.names.unwrap_or_default();
        self.created
            + self.shared
            + self.refused
            + self.unknown
            + self.invalid
            + self.pending
            + names.free
            + names.unusable()
    }

    /// Returns the exit status.
    pub fn status(&self) -> i32 {
        if self.pending > 0 {
            STATUS_STOPPED
        } else if self.unknown > 0 {
            STATUS_UNKNOWN
        } else if self.refused + self.invalid + self.wrong > 0
            || self.names.is_some_and(|names| names.unusable() > 0)
        {
            STATUS_REFUSED
        } else {
            STATUS_CREATED
        }
    }

    /// Returns the numbers as a phrase, such as `58 created, 2 refused`.
    pub fn phrase(&self) -> String {
        let names = self.names.unwrap_or_default();
        let counts = [
            (names.free, "free"),
            (names.taken, "taken"),
            (names.not_allowed, "not allowed"),
            (names.too_similar, "too similar to others"),
            (self.created, "created"),
            (self.shared, "shared"),
            (self.refused, "refused"),
            (self.unknown, "unknown"),
            (self.invalid, "invalid"),
            (self.pending, "pending"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let phrases: Vec<String> = counts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        match phrases.is_empty() {
            true => "no accounts".to_owned(),
            false => phrases.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_outcome_is_the_exit_status() {
        let status = |outcomes: &[&str]| {
            let mut counts = Counts::default();
            for outcome in outcomes {
                counts.add(&ReportRow {
                    outcome: (*outcome).to_owned(),
                    ..ReportRow::default()
                });
            }
            (counts.status(), counts.phrase())
        };
        assert_eq!(status(&["created", "created"]), (0, "2 created".to_owned()));
        assert_eq!(status(&["created", "invalid"]).0, 1);
        assert_eq!(
            status(&["refused", "unknown"]),
            (4, "1 refused, 1 unknown".to_owned())
        );
        assert_eq!(status(&["created", "unknown", "pending"]).0, 5);
        assert_eq!(status(&[]), (0, "no accounts".to_owned()));
    }
}
