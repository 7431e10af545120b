//! A request that the host sends with an HTTP client of its own.

use std::{ffi::c_char, ptr};

use zeroize::Zeroizing;

use super::{
    number::whole_milliseconds,
    pointer::{Handle, free_box, read, read_text},
    text::Text,
};
use crate::{
    Purpose,
    http::{Effect, Request},
};

/// The effect that a request may have on the wiki.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_effect {
    /// It changes nothing, and may be sent again. Also returned for NULL.
    Read = 0,
    /// It logs a user in. Sent again, it may count as a failed login.
    Login = 1,
    /// It may create an account, and must not be sent again.
    MayCreate = 2,
}

/// A request for a host that sends it with an HTTP client of its own. See
/// mwa_conversation_next_request for how. Its headers and its body contain secrets.
///
/// Immutable: threads may share it. Free it with mwa_request_free.
pub struct mwa_request {
    effect: mwa_effect,
    purpose: Text,
    method: Text,
    url: Text,
    headers: Vec<(Text, Text)>,
    body: Zeroizing<Vec<u8>>,
    wait: u64,
}

impl Handle for mwa_request {}

impl From<Request> for mwa_request {
    fn from(request: Request) -> Self {
        let headers = request.headers.iter();
        let mut headers: Vec<_> = headers
            .map(|(name, value)| (Text::new(name), Text::new(value.expose())))
            .collect();
        let mut bytes = Zeroizing::default();
        if let Some((content_type, body)) = request.body() {
            headers.push((Text::new("Content-Type"), Text::new(content_type)));
            bytes = body;
        }
        Self {
            effect: match request.effect {
                Effect::Read => mwa_effect::Read,
                Effect::Login => mwa_effect::Login,
                Effect::MayCreate => mwa_effect::MayCreate,
            },
            purpose: Text::new(Purpose::phrase(request.purpose)),
            method: Text::new(request.method.as_str()),
            url: Text::new(request.url.as_str()),
            headers,
            body: bytes,
            wait: whole_milliseconds(request.wait),
        }
    }
}

/// Returns the effect that the request may have; MWA_EFFECT_READ for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_effect(request: *const mwa_request) -> mwa_effect {
    read(request, mwa_effect::Read, |request| request.effect)
}

/// Returns the purpose of the request, for people: "creating the account". The text is borrowed
/// until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_purpose(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.purpose))
}

/// Returns "GET" or "POST". The text is borrowed until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_method(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.method))
}

/// Returns the URL. Do not log its query: it may contain the code of a login service, or an invitation
/// that the wiki's address contained. The text is borrowed until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_url(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.url))
}

/// Returns the number of headers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_count(request: *const mwa_request) -> usize {
    read(request, 0, |request| request.headers.len())
}

/// Returns the name of a header, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_name(
    request: *const mwa_request,
    index: usize,
) -> *const c_char {
    read_text(request, |request| {
        request.headers.get(index).map(|(name, _)| name)
    })
}

/// Returns the value of a header, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_value(
    request: *const mwa_request,
    index: usize,
) -> *const c_char {
    read_text(request, |request| {
        request.headers.get(index).map(|(_, value)| value)
    })
}

/// Returns the body of a POST, mwa_request_body_length bytes, or NULL if there is none.
/// Content-Type is among the headers. The bytes are borrowed until the request is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_body(request: *const mwa_request) -> *const u8 {
    read(request, ptr::null(), |request| {
        if request.body.is_empty() {
            ptr::null()
        } else {
            request.body.as_ptr()
        }
    })
}

/// Returns the number of bytes of the body.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_body_length(request: *const mwa_request) -> usize {
    read(request, 0, |request| request.body.len())
}

/// Returns the number of milliseconds to wait before sending the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_wait(request: *const mwa_request) -> u64 {
    read(request, 0, |request| request.wait)
}

/// Overwrites a request and frees it. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_free(request: *mut mwa_request) {
    free_box(request);
}
