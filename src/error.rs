//! Errors: the caller's and the network's, with surely nothing created.

use std::{error, sync::Arc, time::Duration};

use crate::{Reason, Refused};

/// What caused an error, shared by its clones.
type Source = Arc<dyn error::Error + Send + Sync>;

/// Why a creation failed, with surely nothing created. Its text is a sentence
/// that says what happened and what to do, and holds no secret. Errors that differ only in
/// their [`source`](error::Error::source) are equal.
#[derive(Debug, Clone, thiserror::Error)]
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
    #[source]
    pub(crate) source: Option<Source>,
}

impl Error {
    /// Creates an error without a code of the wiki's. Transports and stubs of tests use it too.
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

    /// The same with the wiki's code.
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

/// Why a request got no answer: it was not sent, or its answer was lost.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct TransportError {
    /// [`Reason::Unreachable`], [`Reason::TooLarge`], [`Reason::Insecure`],
    /// [`Reason::Protocol`], [`Reason::InvalidArgument`] or [`Reason::Cancelled`].
    pub reason: Reason,
    /// A sentence without secrets: what happened and what to do.
    pub message: String,
    /// Whether a time limit ended the waiting: the wiki may still be at work on the request.
    pub timed_out: bool,
    #[source]
    pub(crate) source: Option<Source>,
}

impl TransportError {
    /// Creates an error with its sentence, which must hold no secret.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            timed_out: false,
            source: None,
        }
    }

    /// Says that a time limit ended the waiting.
    pub fn timed_out(mut self) -> Self {
        self.timed_out = true;
        self
    }

    /// Adds the error that caused it, which becomes the [`source`](error::Error::source) of
    /// the [`Error`] too.
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

/// The caller's mistake; the conversation stands where it stood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct InvalidInput {
    /// The field it is about, if it is about one.
    pub field: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl InvalidInput {
    /// A mistake that is about no field.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            field: None,
            message: message.into(),
        }
    }

    /// A mistake in the value of a field.
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

impl From<InvalidInput> for Error {
    fn from(invalid: InvalidInput) -> Self {
        Self {
            field: invalid.field,
            ..Self::new(Reason::InvalidArgument, invalid.message)
        }
    }
}
