//! A response that the host has received with an HTTP client of its own.

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

/// How far a request without a response got.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_failure {
    /// Not sent: no byte of the request can have reached the wiki.
    NotSent = 0,
    /// Lost: the request may have reached the wiki, but the connection broke.
    Lost = 1,
    /// Lost: the request may have reached the wiki, but no response arrived in time. The wiki
    /// may still be working on it.
    TimedOut = 2,
}

impl mwa_failure {
    /// Returns the reply to feed to a conversation, for the numbers of an mwa_failure and an
    /// mwa_reason. Fails for any other number.
    pub fn to_reply(failure: u32, reason: u32, message: &str) -> Result<Reply, CallError> {
        const REASONS: [Reason; 5] = [
            Reason::Unreachable,
            Reason::TooLarge,
            Reason::Insecure,
            Reason::Protocol,
            Reason::Cancelled,
        ];
        let reasons = REASONS.map(|reason| (mwa_reason::from(reason) as u32, reason));
        let reason = from_number(reason, "mwa_reason of a failed request", reasons)?;
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

/// An HTTP response that the host has received: status, headers and body.
///
/// One thread at a time may use it. Free it with mwa_response_free.
pub struct mwa_response(pub(super) Response);

impl Handle for mwa_response {}

/// Creates a response with this HTTP status, without headers or body.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT unless the status is from 100 to 999.
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
            .ok_or_else(|| CallError::invalid(format!("{http_status} is not an HTTP status")))?;
        let mut received = Response::default();
        received.status = status;
        response.write(mwa_response(received));
        Ok(())
    })
}

/// Adds a header. Add all headers in the order received, and each Set-Cookie on its own. Convert
/// values in Latin-1 to UTF-8.
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

/// Appends bytes to the body. They are copied. `body` may be NULL if `length` is 0.
///
/// The host decompresses the body (gzip and the like) first, and limits its size.
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

/// Overwrites a response and frees it. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_response_free(response: *mut mwa_response) {
    free_box(response);
}
