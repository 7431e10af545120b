//! What a call comes to, and how no panic leaves this library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{
    error::mwa_error,
    pointer::{hand_over, put},
};
use crate::{Error, Reason};

/// What a call came to. Anything but MWA_STATUS_OK wrote an error where one was asked for,
/// and left the results as they were. Numbers are never given a new meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_status {
    /// It was done.
    Ok = 0,
    /// It could not be done; mwa_error_reason says why.
    Failed = 1,
    /// A pointer was NULL that must not be.
    NullPointer = 2,
    /// A text is not UTF-8.
    InvalidUtf8 = 3,
    /// Another thread is just using this wiki or conversation, or a call that told its log.
    InUse = 4,
    /// A fault inside the library. Of a conversation it was in the middle of, nobody knows
    /// what came of it: an account may exist. It can only be freed.
    Panic = 5,
}

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

/// Does the work of a function that can fail: a failure is written to `error` unless that
/// is NULL, and so is a panic, whose text is left out as it may hold anything.
///
/// # Safety
/// `error` is NULL or points to where a pointer may be written.
pub unsafe fn guarded(
    error: *mut *mut mwa_error,
    work: impl FnOnce() -> Result<(), Failure>,
) -> mwa_status {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Failure::panic(
            "a fault inside mwaccount, which is to be reported; if an account was being created, look whether it exists",
        ))
    });
    match done {
        Ok(()) => mwa_status::Ok,
        Err(failure) => {
            let status = failure.status;
            // Only where one is wanted is it made.
            if !error.is_null() {
                put(error, hand_over(mwa_error::new(failure)));
            }
            status
        }
    }
}

/// Does the work of a function that cannot fail; `otherwise` stands for a panic.
pub fn shielded<T>(otherwise: T, work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use std::{ffi::CStr, ptr};

    use super::*;
    use crate::ffi::error::{mwa_error_free, mwa_error_message};

    #[test]
    fn a_panic_becomes_a_status() {
        let mut error = ptr::null_mut();
        let status = unsafe { guarded(&mut error, || panic!("hunter2")) };
        assert_eq!(status, mwa_status::Panic);
        let message = unsafe { CStr::from_ptr(mwa_error_message(error)) };
        let message = message.to_str().unwrap();
        assert!(message.contains("fault inside") && !message.contains("hunter2"));
        unsafe { mwa_error_free(error) };

        let unwanted = unsafe { guarded(ptr::null_mut(), || panic!("no place for it")) };
        assert_eq!(unwanted, mwa_status::Panic);
        assert_eq!(shielded(7, || panic!("no number")), 7);
    }
}
