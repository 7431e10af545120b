//! The reason why a run ended before its last row.

use std::{io, time::SystemTime};

use mwaccount::{Error, Reason, Refused, bulk::Stop};
use serde::Serialize;

use super::table::Problem;
use crate::{output::duration, report::Report};

/// The reason why the run on a wiki ended before its last row.
#[derive(Debug, Clone, Serialize)]
pub struct Stopped {
    /// One word, the same on every wiki.
    pub reason: String,
    /// The wiki's own code.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: String,
    /// The seconds after which the run can go on, if that is known.
    pub retry_after: Option<u64>,
}

impl Stopped {
    /// Reports that the user interrupted the run.
    pub fn interrupted() -> Self {
        Self {
            reason: Reason::Cancelled.as_str().to_owned(),
            ..Self::failed("interrupted")
        }
    }

    /// Reports a failure of the command itself.
    pub fn failed(message: impl Into<String>) -> Self {
        Self {
            reason: Reason::Other.as_str().to_owned(),
            code: None,
            message: message.into(),
            retry_after: None,
        }
    }

    /// Reports that the rows of the table are not those that were checked.
    pub fn changed(problem: Option<&Problem>) -> Self {
        let what = problem.map(|problem| format!(" (line {}: {})", problem.line, problem.message));
        Self::failed(format!(
            "the file was changed during the run{}; run the command again",
            what.unwrap_or_default()
        ))
    }

    /// Reports that results cannot be kept until the report is written.
    pub fn not_kept(error: &io::Error) -> Self {
        Self::failed(format!(
            "the results cannot be kept in the folder for temporary files ({error}); free some space there"
        ))
    }

    /// Reports that nobody answers what the wiki asks; `message` says what that is, and what to do.
    pub fn unanswered(reason: Reason, message: String) -> Self {
        Self {
            reason: reason.as_str().to_owned(),
            ..Self::failed(message)
        }
    }

    /// Reports that the wiki lets the creator create no account; `refusal` is its own reason.
    pub fn not_allowed(refusal: Option<Refused>) -> Self {
        let Some(refusal) = refusal else {
            return Self {
                reason: Reason::NotPermitted.as_str().to_owned(),
                ..Self::failed("no account may be created")
            };
        };
        Self {
            reason: refusal.reason.as_str().to_owned(),
            code: refusal.code,
            ..Self::failed(refusal.message)
        }
    }

    /// Returns a sentence with the reason and the time at which the run can go on.
    pub fn sentence(&self) -> String {
        let message = self.message.trim_end_matches('.');
        let after = self.retry_after.filter(|seconds| *seconds > 0);
        let after = after.map(|seconds| format!("; it can go on in {}", duration(seconds)));
        format!(
            "stopped: {message} ({}){}",
            self.reason,
            after.unwrap_or_default()
        )
    }
}

impl From<Stop> for Stopped {
    fn from(stop: Stop) -> Self {
        // The wiki's limit on accounts in a day.
        let spared = match stop.code.as_deref() {
            Some("acct_creation_throttle_hit") => {
                "; a creator with the right noratelimit (--login) is not limited"
            }
            _ => "",
        };
        let rest = |at: SystemTime| at.duration_since(SystemTime::now()).unwrap_or_default();
        Self {
            reason: stop.reason.as_str().to_owned(),
            code: stop.code,
            message: stop.message.trim_end_matches('.').to_owned() + spared,
            // Rounded up, so that nobody comes too early.
            retry_after: stop.can_go_on_at.map(|at| rest(at).as_secs() + 1),
        }
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self {
            reason: error.reason.as_str().to_owned(),
            code: error.code,
            message: error.message,
            retry_after: error.retry_after.map(|wait| wait.as_secs()),
        }
    }
}

impl From<Box<Report>> for Stopped {
    fn from(report: Box<Report>) -> Self {
        Self {
            reason: report.reason.unwrap_or(Reason::Other.as_str()).to_owned(),
            code: report.code,
            message: report.message.unwrap_or_default(),
            retry_after: report.retry_after,
        }
    }
}
