//! Events of a run, for the host.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::{Reason, Step, Warning, mediawiki::timestamp, named::named};

/// An event of a run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// The wiki asks for something, at the creator's login or for a row: [`Step::Ask`],
    /// [`Step::Redirect`] or [`Step::Restart`]. Answer it with [`Bulk::answer`](super::Bulk::answer) or
    /// [`Bulk::returned`](super::Bulk::returned), or [`skip`](super::Bulk::skip) it.
    Step(Step),
    /// A row has its result. Results come in the order of the rows.
    Row(RowResult),
    /// The next call of [`Bulk::next`](super::Bulk::next) waits this long before it goes on.
    Wait(Wait),
    /// The run cannot go on. The rows that are left have no result.
    Stopped(Stop),
}

named! {
    /// The outcome of a row.
    #[non_exhaustive]
    pub enum Outcome {
        /// The account exists, and this run or an earlier one with the same journal created it.
        Created = "created",
        /// The wiki refused the account. Nothing was created.
        Refused = "refused",
        /// The account may have been created. The next run with the same journal asks the wiki again.
        Unknown = "unknown",
        /// Nothing was sent, because the row is invalid or repeats a name.
        Invalid = "invalid",
        /// The host skipped the row at a step. Nothing was created; the next run tries it again.
        Skipped = "skipped",
    }
}

/// The result of a row.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RowResult {
    /// The number of the row.
    pub number: u64,
    /// The name that was asked for.
    pub asked: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The details; equal for a run that ends at once and for one that is taken up.
    pub details: Details,
    /// The time of the result.
    pub at: SystemTime,
    /// `true` if the result is of an earlier run, from the journal.
    pub earlier: bool,
    /// `true` if the row has other values now than when the account was created or may have been; the
    /// account has the earlier ones.
    pub changed: bool,
}

/// The details of a row's result, as far as the wiki told them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Details {
    /// The name of the account as the wiki spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The user id, if the wiki gives it (legacy API, 1.21 to 1.26).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The reason of a refusal, of an unknown outcome or of an invalid row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The wiki's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A sentence for people: the wiki's text, or the evidence of an unknown outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The warnings of a created account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl RowResult {
    /// Returns the time of the result as MediaWiki writes times, such as `2026-11-22T05:29:44Z`.
    pub fn timestamp(&self) -> String {
        timestamp::iso8601(self.at)
    }
}

/// A wait that the wiki asks for, or that helps after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The time to wait.
    pub duration: Duration,
    /// The end of the wait.
    pub until: SystemTime,
    /// The reason.
    pub reason: Reason,
    /// A sentence for people: what is waited for, in the wiki's words if it gave any.
    pub message: String,
}

/// The reason why a run cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stop {
    /// The reason.
    pub reason: Reason,
    /// The wiki's own code.
    pub code: Option<String>,
    /// A sentence for people: what happened and what to do.
    pub message: String,
    /// The time at which the run can go on, if that is known.
    pub can_go_on_at: Option<SystemTime>,
}
