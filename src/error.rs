//! Errors of the caller and of the network. After any of them, certainly nothing was created.

use std::{error, sync::Arc, time::Duration};

use crate::{Reason, Refused};

/// The cause of an error, shared by its clones.
type Source = Arc<dyn error::Error + Send + Sync>;

/// A failure after which certainly no account was created. Its text says what happened and what
/// to do, and contains no secret. Errors that differ only in their
/// [`source`](error::Error::source) are equal.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Error {
    /// The reason, which is the same on every release.
    pub reason: Reason,
    /// The wiki's own code, if it gave one.
    pub code: Option<String>,
    /// A sentence: what happened and what to do.
    pub message: String,
    /// The time to wait before another try can succeed, if known.
    pub retry_after: Option<Duration>,
    /// The field with the invalid input, if the error is about a field.
    pub field: Option<String>,
    #[source]
    pub(crate) source: Option<Source>,
}

impl Error {
    /// Creates an error without a wiki code, for transports and test stubs too.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            code: None,
            message: message.into(),
            retry_after: None,
            field: None,
            source: None,
        }
    }

    /// Sets the wiki's code.
    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        let key = |error: &Self| {
            (
                error.reason,
                error.code.clone(),
                error.message.clone(),
                error.retry_after,
                error.field.clone(),
            )
        };
        key(self) == key(other)
    }
}

impl Eq for Error {}

/// The reason why a request has no response: it was not sent, or its response was lost.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct TransportError {
    /// [`Reason::Unreachable`], [`Reason::TooLarge`], [`Reason::Insecure`],
    /// [`Reason::Protocol`], [`Reason::InvalidArgument`] or [`Reason::Cancelled`].
    pub reason: Reason,
    /// A sentence without secrets: what happened and what to do.
    pub message: String,
    /// `true` if a time limit expired: the wiki may still be working on the request.
    pub timed_out: bool,
    #[source]
    pub(crate) source: Option<Source>,
}

impl TransportError {
    /// Creates an error with a sentence, which must contain no secret.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            timed_out: false,
            source: None,
        }
    }

    /// Marks the error as caused by an expired time limit.
    pub fn timed_out(mut self) -> Self {
        self.timed_out = true;
        self
    }

    /// Sets the cause, which becomes the [`source`](error::Error::source) of the [`Error`] too.
    pub fn with_source(mut self, source: impl error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self {
            source: error.source,
            ..Self::new(error.reason, error.message)
        }
    }
}

/// Invalid input of the caller. The conversation is unchanged and can be continued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct InvalidInput {
    /// The field with the invalid input, if it is about a field.
    pub field: Option<String>,
    /// A sentence: what is wrong and what would be right.
    pub message: String,
}

impl InvalidInput {
    /// Creates an error that is about no field.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            field: None,
            message: message.into(),
        }
    }

    /// Creates an error about the value of a field.
    pub(crate) fn in_field(field: &str, message: impl Into<String>) -> Self {
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

impl From<InvalidInput> for TransportError {
    fn from(invalid: InvalidInput) -> Self {
        Self::new(Reason::InvalidArgument, invalid.message)
    }
}

impl From<InvalidInput> for Error {
    fn from(invalid: InvalidInput) -> Self {
        Self {
            field: invalid.field,
            ..Self::new(Reason::InvalidArgument, invalid.message)
        }
    }
}
