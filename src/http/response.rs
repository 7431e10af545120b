//! What comes back: a response, or the reason why there is none.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use zeroize::Zeroize;

use crate::TransportError;

/// An HTTP response, its body decoded (gzip) and read to the end. It may hold
/// cookies and tokens, so it is overwritten when it is dropped.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values; those of one name in the order they came.
    pub headers: Vec<(String, String)>,
    /// The decoded body.
    pub body: Vec<u8>,
}

impl Response {
    /// Creates a response; its body must be decoded and whole.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// The first header of this name, compared without case.
    pub fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.headers_named(name).next()
    }

    /// All headers of this name, compared without case.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether it sends the client to another address.
    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Adds bytes to the end of the body; where it has to move, nothing is left behind.
    pub fn push_body(&mut self, bytes: &[u8]) {
        let needed = self.body.len().saturating_add(bytes.len());
        if needed > self.body.capacity() {
            let capacity = needed.max(2 * self.body.capacity());
            let mut grown = Vec::with_capacity(capacity);
            grown.extend_from_slice(&self.body);
            self.body.zeroize();
            self.body = grown;
        }
        self.body.extend_from_slice(bytes);
    }

    /// The wiki's own clock when it answered.
    pub fn date(&self) -> Option<SystemTime> {
        httpdate::parse_http_date(self.header("date")?).ok()
    }

    /// How long `Retry-After` wants the caller to wait; a point in time is read
    /// against the wiki's own clock.
    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = httpdate::parse_http_date(value).ok()?;
        until.duration_since(self.date()?).ok()
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        self.body.zeroize();
        for (_, value) in &mut self.headers {
            value.zeroize();
        }
    }
}

impl fmt::Debug for Response {
    /// Cookies and tokens travel in headers and bodies: only the outline is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// What became of a request. "Not sent" and "lost" are two things: after the
/// first nothing can have happened on the wiki, after the second anything.
///
/// A host must tell these three apart, so there will be no fourth.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The wiki, or something before it, answered.
    Got(Response),
    /// The request surely never reached the wiki.
    NotSent(TransportError),
    /// The request may have been received and handled; its answer is not known.
    Lost(TransportError),
}
