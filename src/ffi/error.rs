//! The error object, and the function that runs every call that can fail.

use std::ffi::c_char;

use super::{
    call_error::CallError,
    number::whole_seconds,
    panic::catch_or,
    pointer::{Handle, free_box, optional_out, read, read_text},
    reason::mwa_reason,
    status::mwa_status,
    text::Text,
};

/// The error of a failed call. The call has created no account, unless the status is
/// MWA_STATUS_PANIC.
///
/// Immutable: threads may share it. Free it with mwa_error_free.
pub struct mwa_error {
    status: mwa_status,
    reason: mwa_reason,
    message: Text,
    code: Option<Text>,
    field: Option<Text>,
    retry_after: i64,
}

impl Handle for mwa_error {}

impl From<CallError> for mwa_error {
    fn from(call_error: CallError) -> Self {
        let CallError { status, error } = call_error;
        Self {
            status,
            reason: error.reason.into(),
            message: Text::new(&error.message),
            code: Text::opt(error.code),
            field: Text::opt(error.field),
            retry_after: whole_seconds(error.retry_after),
        }
    }
}

/// Runs `work`, the body of an exported function that can fail. If it fails, writes an `mwa_error`
/// to `error`, unless that is NULL, and returns the status.
///
/// A panic becomes a failure too. Its message is left out, as it may contain a secret.
///
/// # Safety
/// `error` is NULL or points to where a pointer may be written.
pub unsafe fn ffi_try(
    error: *mut *mut mwa_error,
    work: impl FnOnce() -> Result<(), CallError>,
) -> mwa_status {
    let done = catch_or(None, || Some(work())).unwrap_or_else(|| {
        Err(CallError::panic(
            "an internal error of mwaccount, please report it; if an account was being created, check whether it exists",
        ))
    });
    let Err(call_error) = done else {
        return mwa_status::Ok;
    };
    let status = call_error.status;
    if let Some(error) = optional_out(error) {
        error.write(mwa_error::from(call_error));
    }
    status
}

/// Returns the status that the failed call returned; MWA_STATUS_OK for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_status(error: *const mwa_error) -> mwa_status {
    read(error, mwa_status::Ok, |error| error.status)
}

/// Returns the reason for the error; MWA_REASON_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_reason(error: *const mwa_error) -> mwa_reason {
    read(error, mwa_reason::None, |error| error.reason)
}

/// Returns a sentence for people: what happened and what to do. It contains no secret. The text is
/// borrowed until the error is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_message(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| Some(&error.message))
}

/// Returns the wiki's own error code, such as "blocked", or NULL if the wiki sent none. The text is
/// borrowed until the error is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_code(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| error.code.as_ref())
}

/// Returns the name of the field with the invalid input, or NULL if the error is not about a field.
/// The text is borrowed until the error is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_field(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| error.field.as_ref())
}

/// Returns the number of seconds after which another try can succeed, or -1 if that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_retry_after(error: *const mwa_error) -> i64 {
    read(error, -1, |error| error.retry_after)
}

/// Frees an error. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_free(error: *mut mwa_error) {
    free_box(error);
}

#[cfg(test)]
mod tests {
    use std::{ffi::CStr, ptr};

    use super::*;

    #[test]
    fn a_panic_becomes_a_status() {
        let mut error = ptr::null_mut();
        // SAFETY: `error` is a place for a pointer.
        let status = unsafe { ffi_try(&mut error, || panic!("hunter2")) };
        assert_eq!(status, mwa_status::Panic);
        // SAFETY: `ffi_try` has written the error, whose message ends with NUL.
        let message = unsafe { CStr::from_ptr(mwa_error_message(error)) };
        let message = message.to_str().unwrap();
        assert!(message.contains("internal error") && !message.contains("hunter2"));
        // SAFETY: it is not used again.
        unsafe { mwa_error_free(error) };

        // SAFETY: NULL is allowed.
        let unwanted = unsafe { ffi_try(ptr::null_mut(), || panic!("no error is wanted")) };
        assert_eq!(unwanted, mwa_status::Panic);
        assert_eq!(catch_or(7, || panic!("no number")), 7);
    }
}
