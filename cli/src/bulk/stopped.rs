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
    /// Reports this reason.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason: reason.as_str().to_owned(),
            code: None,
            message: message.into(),
            retry_after: None,
        }
    }

    /// Reports that the user interrupted the run.
    pub fn interrupted() -> Self {
        Self::new(Reason::Cancelled, "interrupted")
    }

    /// Reports a failure of the command itself.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Reason::Other, message)
    }

    /// Reports that results cannot be kept until the report is written.
    pub fn not_kept(error: io::Error) -> Self {
        Self::failed(format!(
            "the results cannot be kept in the folder for temporary files ({error}); free some space there"
        ))
    }

    /// Reports that the wiki lets the creator create no account; `refusal` is its own reason.
    pub fn not_allowed(refusal: Option<Refused>) -> Self {
        match refusal {
            None => Self::new(Reason::NotPermitted, "no account may be created"),
            Some(refusal) => Self {
                code: refusal.code,
                ..Self::new(refusal.reason, refusal.message)
            },
        }
    }

    /// Returns a sentence with the reason and the time at which the run can go on.
    pub fn sentence(&self) -> String {
        let message = self.message.trim_end_matches('.');
        format!("stopped: {message} ({}){}", self.reason, self.time())
    }

    /// Returns the end of a sentence with the time at which the run can go on, if that is known.
    pub fn time(&self) -> String {
        let after = self.retry_after.filter(|seconds| *seconds > 0);
        let time = after.map(|seconds| format!("; it can go on in {}", duration(seconds)));
        time.unwrap_or_default()
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

/// A problem after the check of the whole table: its copy cannot be read again.
impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::failed(format!(
            "line {}: {}; run the command again",
            problem.line, problem.message
        ))
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self {
            code: error.code,
            retry_after: error.retry_after.map(|wait| wait.as_secs()),
            ..Self::new(error.reason, error.message)
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
