//! Failures of the caller or of the way to the wiki; surely nothing was created.

use std::time::Duration;

use crate::{Reason, Refused, wire::Fault};

/// Why a creation failed, with surely nothing created. Its text is a sentence
/// that says what happened and what to do, and holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Error {
    /// What it is about.
    pub reason: Reason,
    /// The wiki's own code, where it gave one.
    pub code: Option<String>,
    /// The sentence.
    pub message: String,
    /// How long to wait before another try can help, where that is known.
    pub retry_after: Option<Duration>,
    /// The field that a caller's mistake is about, if it is about one.
    pub field: Option<String>,
}

impl Error {
    /// An error of our own, without a code of the wiki's.
    pub(crate) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            code: None,
            message: message.into(),
            retry_after: None,
            field: None,
        }
    }

    /// The same with the wiki's code.
    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::new(fault.reason, fault.message)
    }
}

/// The caller asked for what cannot be; the conversation stands where it stood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Misuse {
    /// The field it is about, if it is about one.
    pub field: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Misuse {
    /// A misuse that is about no field.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            field: None,
            message: message.into(),
        }
    }

    /// A misuse of a field.
    pub(crate) fn of(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            message: message.into(),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self {
            code: refused.code,
            retry_after: refused.retry_after,
            ..Self::new(refused.reason, refused.message)
        }
    }
}

impl From<Misuse> for Error {
    fn from(misuse: Misuse) -> Self {
        Self {
            field: misuse.field,
            ..Self::new(Reason::InvalidArgument, misuse.message)
        }
    }
}
