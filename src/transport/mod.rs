//! Transports: the trait, the default transport based on ureq, and a scripted one for tests.

mod exchange;
mod scripted;
#[cfg(feature = "ureq")]
mod ureq;

use std::time::{Duration, Instant};

#[cfg(feature = "ureq")]
pub use self::ureq::{Ureq, UreqBuilder};
pub use self::{exchange::Exchange, scripted::Scripted};
use crate::{
    Canceller,
    http::{Reply, Request},
};

/// Limits of a single request: time, size and cancellation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time from the name look-up to the last byte of the body.
    pub timeout: Duration,
    /// The maximum size of the decoded body, in bytes.
    pub max_body: usize,
    /// Ends the request when it [is cancelled](Canceller::is_cancelled). A transport should notice
    /// that soon, with [`Canceller::on_cancel`] or by polling, and reply as [`Transport`]
    /// describes. A transport that ignores it is correct too: a cancelled call then returns when
    /// the current request has ended.
    pub canceller: Canceller,
}

impl Limits {
    /// Sets the time limit.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the maximum size of the decoded body, in bytes.
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }
}

impl Default for Limits {
    /// Returns limits of 30 seconds and 1 MiB, with a new canceller.
    ///
    /// Reading a response takes work that is linear in its size: for 1 MiB less than 0.2 seconds, and for
    /// any response at most 20 times its size in memory, besides 512 KiB. A cancellation and the time limit
    /// end a request until its body is complete; between two requests a cancellation is noticed before the
    /// next one is sent.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_body: 1 << 20,
            canceller: Canceller::new(),
        }
    }
}

/// Sends requests to a wiki and receives the responses.
///
/// A transport follows no redirects, stores no cookies and repeats nothing: its caller does. It must
/// report failures correctly: it may return [`Reply::NotSent`] only if no byte of the request can
/// have reached the wiki; any other failure is [`Reply::Lost`]. The same holds for cancelled
/// requests, whose error has [`Reason::Cancelled`](crate::Reason::Cancelled). After a lost response
/// with any other reason, an existence check is made.
pub trait Transport {
    /// Sends `request` and waits for the response within `limits`.
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply;

    /// Returns the moment at which the first byte of the last request was sent, after the connection
    /// was made; `None`, the default, if it is not known. It is then taken to be sent at once. An
    /// existence check uses it: an account that somebody else registered while the connection was
    /// being made is not this creation's.
    fn sent_at(&self) -> Option<Instant> {
        None
    }
}
