//! Why a call failed, before it is made a status and an error object.

use super::status::mwa_status;
use crate::{Error, Reason};

/// Why a call failed.
pub struct CallError {
    pub status: mwa_status,
    pub error: Error,
}

impl CallError {
    /// Creates the failure of a pointer that is NULL and must not be.
    pub fn null(name: &str) -> Self {
        Self::of(mwa_status::NullPointer, format!("{name} is NULL"))
    }

    /// Creates the failure of a text that is not UTF-8.
    pub fn utf8(name: &str) -> Self {
        Self::of(mwa_status::InvalidUtf8, format!("{name} is not UTF-8"))
    }

    /// Creates the failure of a call that cannot be done as it was made.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::of(mwa_status::Failed, message)
    }

    /// Creates the failure of a call during another call.
    pub fn in_use(name: &str) -> Self {
        let message = format!(
            "this {name} is just being used, by another thread or by a call that told its log; try again after that"
        );
        Self {
            status: mwa_status::InUse,
            error: Error::new(Reason::Other, message),
        }
    }

    /// Creates the failure of a call that panicked, or that follows one that did.
    pub fn panic(message: &str) -> Self {
        Self {
            status: mwa_status::Panic,
            error: Error::new(Reason::Other, message),
        }
    }

    fn of(status: mwa_status, message: impl Into<String>) -> Self {
        Self {
            status,
            error: Error::new(Reason::InvalidArgument, message),
        }
    }
}

impl<E: Into<Error>> From<E> for CallError {
    fn from(error: E) -> Self {
        Self {
            status: mwa_status::Failed,
            error: error.into(),
        }
    }
}
