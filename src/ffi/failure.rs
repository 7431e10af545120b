//! Why a call was not done, until C is told.

use super::status::mwa_status;
use crate::{Error, Reason};

/// Why a call was not done.
pub struct Failure {
    pub status: mwa_status,
    pub error: Error,
}

impl Failure {
    /// `what` is NULL and must not be.
    pub fn null(what: &str) -> Self {
        Self::of(mwa_status::NullPointer, format!("{what} is NULL"))
    }

    /// `what` is not UTF-8.
    pub fn utf8(what: &str) -> Self {
        Self::of(mwa_status::InvalidUtf8, format!("{what} is not UTF-8"))
    }

    /// The caller asks for what cannot be.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::of(mwa_status::Failed, message)
    }

    /// Somebody is in the middle of a call.
    pub fn in_use(what: &str) -> Self {
        let message = format!(
            "this {what} is just being used, by another thread or by a call that told its log; try again after that"
        );
        Self {
            status: mwa_status::InUse,
            error: Error::new(Reason::Other, message),
        }
    }

    /// A panic, now or before.
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

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            status: mwa_status::Failed,
            error: error.into(),
        }
    }
}
