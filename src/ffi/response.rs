//! A response that the host received itself.

use std::ffi::c_char;

use super::{
    call_error::CallError,
    error::{ffi_try, mwa_error},
    number::from_number,
    pointer::{Handle, as_bytes, as_mut, as_str, free_box, out},
    reason::mwa_reason,
    status::mwa_status,
};
use crate::{
    Reason, TransportError,
    http::{Reply, Response},
};

/// Why there is no response to a request.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_failure {
    /// No byte of the request can have reached the wiki.
    NotSent = 0,
    /// It may have reached the wiki, and the connection broke.
    Lost = 1,
    /// It may have reached the wiki, which did not answer in time and may still be at it.
    TimedOut = 2,
}

impl mwa_failure {
    /// Returns what a conversation is fed for a failure and a reason, both by their numbers.
    pub fn to_reply(failure: u32, reason: u32, message: &str) -> Result<Reply, CallError> {
        const REASONS: [Reason; 5] = [
            Reason::Unreachable,
            Reason::TooLarge,
            Reason::Insecure,
            Reason::Protocol,
            Reason::Cancelled,
        ];
        let reasons = REASONS.map(|reason| (mwa_reason::from(reason) as u32, reason));
        let reason = from_number(reason, "mwa_reason of a request", reasons)?;
        let failures = [Self::NotSent, Self::Lost, Self::TimedOut];
        let failures = failures.map(|failure| (failure as u32, failure));
        let error = TransportError::new(reason, message);
        Ok(match from_number(failure, "mwa_failure", failures)? {
            Self::NotSent => Reply::NotSent(error),
            Self::Lost => Reply::Lost(error),
            Self::TimedOut => Reply::Lost(error.timed_out()),
        })
    }
}

/// What came back for a request: status, headers and body. One thread at a time.
pub struct mwa_response(pub(super) Response);

impl Handle for mwa_response {}

/// A response with this HTTP status, 100 to 999, and nothing else yet. Free it with
/// mwa_response_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_response_new(
    http_status: u32,
    response: *mut *mut mwa_response,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let response = out(response, "response")?;
        let status = u16::try_from(http_status).ok();
        let status = status
            .filter(|status| (100..1000).contains(status))
            .ok_or_else(|| CallError::invalid(format!("{http_status} is no HTTP status")))?;
        let mut received = Response::default();
        received.status = status;
        response.write(mwa_response(received));
        Ok(())
    })
}

/// Adds a header, in the order they came; of several Set-Cookie each on its own. Values that are
/// Latin-1 are to be converted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_response_add_header(
    response: *mut mwa_response,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let response = as_mut(response, "response")?;
        let (name, value) = (as_str(name, "name")?, as_str(value, "value")?);
        response.0.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    })
}

/// Adds bytes to the end of the body, decoded (gzip and the like) by the host. They are copied;
/// of 0 bytes the pointer may be NULL. It is the host who limits how many there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_response_add_body(
    response: *mut mwa_response,
    body: *const u8,
    length: usize,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let response = as_mut(response, "response")?;
        response.0.push_body(as_bytes(body, length, "body")?);
        Ok(())
    })
}

/// Overwrites a response and frees it; what its body left where it grew was overwritten before. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_response_free(response: *mut mwa_response) {
    free_box(response);
}
