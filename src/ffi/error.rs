//! The error object, and the function that writes one for whatever fails.

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

/// Why a call failed. Surely nothing was created, unless the status is MWA_STATUS_PANIC.
/// It never changes: threads may share it.
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

/// Runs the work of a function that can fail, and writes a failure to `error` unless that is
/// NULL. A panic is a failure too; its text is left out, as it may hold anything.
///
/// # Safety
/// `error` is NULL or points to where a pointer may be written.
pub unsafe fn ffi_try(
    error: *mut *mut mwa_error,
    work: impl FnOnce() -> Result<(), CallError>,
) -> mwa_status {
    let done = catch_or(None, || Some(work())).unwrap_or_else(|| {
        Err(CallError::panic(
            "a fault inside mwaccount, which is to be reported; if an account was being created, look whether it exists",
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

/// The status that the failed call returned; MWA_STATUS_OK for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_status(error: *const mwa_error) -> mwa_status {
    read(error, mwa_status::Ok, |error| error.status)
}

/// What it is about; MWA_REASON_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_reason(error: *const mwa_error) -> mwa_reason {
    read(error, mwa_reason::None, |error| error.reason)
}

/// A sentence that says what happened and what to do; it holds no secret. Borrowed until the
/// error is freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_message(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| Some(&error.message))
}

/// The wiki's own code, such as "blocked". Borrowed until the error is freed; NULL where the
/// wiki gave none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_code(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| error.code.as_ref())
}

/// The field that the caller's mistake is about. Borrowed until the error is freed; NULL where
/// it is about none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_field(error: *const mwa_error) -> *const c_char {
    read_text(error, |error| error.field.as_ref())
}

/// The seconds to wait before another try can help; -1 where that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_error_retry_after(error: *const mwa_error) -> i64 {
    read(error, -1, |error| error.retry_after)
}

/// Frees an error and what was borrowed from it. NULL is nothing.
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
        let status = unsafe { ffi_try(&mut error, || panic!("hunter2")) };
        assert_eq!(status, mwa_status::Panic);
        let message = unsafe { CStr::from_ptr(mwa_error_message(error)) };
        let message = message.to_str().unwrap();
        assert!(message.contains("fault inside") && !message.contains("hunter2"));
        unsafe { mwa_error_free(error) };

        let unwanted = unsafe { ffi_try(ptr::null_mut(), || panic!("no place for it")) };
        assert_eq!(unwanted, mwa_status::Panic);
        assert_eq!(catch_or(7, || panic!("no number")), 7);
    }
}
