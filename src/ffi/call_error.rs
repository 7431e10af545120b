//! The error of a call, inside `ffi`; C gets it as a status and an error object.

use super::status::mwa_status;
use crate::{Error, Reason};

/// The error of a call: what becomes its status and its error object.
pub struct CallError {
    pub status: mwa_status,
    pub error: Error,
}

impl CallError {
    /// Creates the error for a required pointer that is NULL.
    pub fn null(name: &str) -> Self {
        Self::of(mwa_status::NullPointer, format!("{name} is NULL"))
    }

    /// Creates the error for a text that is not UTF-8.
    pub fn utf8(name: &str) -> Self {
        Self::of(mwa_status::InvalidUtf8, format!("{name} is not UTF-8"))
    }

    /// Creates the error for invalid input.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::of(mwa_status::Failed, message)
    }

    /// Creates the error for a wiki or conversation that another call is using.
    pub fn in_use(name: &str) -> Self {
        let message = format!(
            "this {name} is in use by another thread, or by the call that is running the log function; try again after that call"
        );
        Self {
            status: mwa_status::InUse,
            error: Error::new(Reason::Other, message),
        }
    }

    /// Creates the error for a call that panicked, or that came after one that did.
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
