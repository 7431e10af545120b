//! A request that the host sends itself.

use std::{ffi::c_char, ptr};

use zeroize::Zeroizing;

use super::{
    pointer::{Handle, free_box, read, read_text},
    text::Text,
};
use crate::{
    Purpose,
    http::{Effect, Request},
};

/// What sending a request may bring about.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_request_kind {
    /// It changes nothing on the wiki; it may be repeated. Also for NULL.
    Read = 0,
    /// It logs somebody in; repeating it may count as a failed login.
    Login = 1,
    /// An account may exist after it: it is never repeated.
    MayCreate = 2,
}

/// A request to be sent as it is: it follows no redirect, and no cookie but its own goes with it.
/// It holds secrets, which are overwritten when it is freed. It never changes.
pub struct mwa_request {
    kind: mwa_request_kind,
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
            kind: match request.effect {
                Effect::Read => mwa_request_kind::Read,
                Effect::Login => mwa_request_kind::Login,
                Effect::MayCreate => mwa_request_kind::MayCreate,
            },
            purpose: Text::new(Purpose::phrase(request.purpose)),
            method: Text::new(request.method.as_str()),
            url: Text::new(request.url.as_str()),
            headers,
            body: bytes,
            wait: request.wait.as_millis().try_into().unwrap_or(u64::MAX),
        }
    }
}

/// What sending it may bring about.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_get_kind(request: *const mwa_request) -> mwa_request_kind {
    read(request, mwa_request_kind::Read, |request| request.kind)
}

/// What it is for, in words: "creating the account". Borrowed until the request is freed; NULL
/// for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_purpose(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.purpose))
}

/// "GET" or "POST". Borrowed until the request is freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_method(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.method))
}

/// Where to; it holds no secret. Borrowed until the request is freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_url(request: *const mwa_request) -> *const c_char {
    read_text(request, |request| Some(&request.url))
}

/// How many headers it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_count(request: *const mwa_request) -> usize {
    read(request, 0, |request| request.headers.len())
}

/// The name of the header at an index from 0. Borrowed until the request is freed; NULL beyond
/// the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_name(
    request: *const mwa_request,
    index: usize,
) -> *const c_char {
    read_text(request, |request| {
        request.headers.get(index).map(|(name, _)| name)
    })
}

/// The value of the header at an index from 0. Borrowed until the request is freed; NULL beyond
/// the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_header_value(
    request: *const mwa_request,
    index: usize,
) -> *const c_char {
    read_text(request, |request| {
        request.headers.get(index).map(|(_, value)| value)
    })
}

/// The body of a POST, whose type is among the headers. Borrowed until the request is freed; NULL
/// where there is none.
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

/// How many bytes the body has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_body_length(request: *const mwa_request) -> usize {
    read(request, 0, |request| request.body.len())
}

/// How many milliseconds to wait before it is sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_wait(request: *const mwa_request) -> u64 {
    read(request, 0, |request| request.wait)
}

/// Overwrites a request and frees it. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_request_free(request: *mut mwa_request) {
    free_box(request);
}
