//! Responses, and replies: a response, or the reason why there is none.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use zeroize::Zeroize;

use crate::TransportError;

/// An HTTP response with its complete, decoded body. It may contain cookies and tokens, so its
/// memory is overwritten when it is dropped.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values. Headers with the same name are in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The decoded body.
    pub body: Vec<u8>,
}

impl Response {
    /// Creates a response. The body must be complete and decoded (gzip).
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// Returns the first header with this name. Names are compared without case.
    pub fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.headers_named(name).next()
    }

    /// Returns all headers with this name. Names are compared without case.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether the status is a redirect: 301, 302, 303, 307 or 308.
    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Appends bytes to the body. If the buffer has to move, the old one is overwritten.
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

    /// Returns the `Date` header: the server's time of the response.
    pub fn date(&self) -> Option<SystemTime> {
        httpdate::parse_http_date(self.header("date")?).ok()
    }

    /// Returns the time to wait from the `Retry-After` header. A date there is compared with the
    /// `Date` header.
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
    /// Shows only the status and the size, since headers and body may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// The outcome of a request. A request that was not sent cannot have had an effect on the wiki; one
/// whose response was lost may have had any.
///
/// A host must distinguish all three, so no fourth will be added.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The wiki, or a server in front of it, responded.
    Got(Response),
    /// The request certainly did not reach the wiki.
    NotSent(TransportError),
    /// The request may have been received and handled, but its response is unknown.
    Lost(TransportError),
}
