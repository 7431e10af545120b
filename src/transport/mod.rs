//! Moving bytes: the trait, the transport that ships, and one that tests script.

mod exchange;
mod scripted;
#[cfg(feature = "ureq")]
mod ureq;

use std::time::Duration;

#[cfg(feature = "ureq")]
pub use self::ureq::{Ureq, UreqBuilder};
pub use self::{exchange::Exchange, scripted::Scripted};
use crate::{
    Canceller,
    http::{Reply, Request},
};

/// How much a single request may cost, and who may end it early.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// From the name look-up to the last byte of the body.
    pub timeout: Duration,
    /// Bytes of body after decoding.
    pub max_body: usize,
    /// Ends the request when it [is cancelled](Canceller::is_cancelled). A transport
    /// that can notices it soon, by [`Canceller::on_cancel`] or by looking now and then,
    /// and replies as [`Transport`] says. One that does not look at it is correct too:
    /// then a cancelled call returns when the request under way has ended.
    pub canceller: Canceller,
}

impl Limits {
    /// The same with another time limit.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The same with another limit of the body.
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }
}

impl Default for Limits {
    /// 30 seconds; 1 MiB, read as JSON it may take some sixty times that; a canceller
    /// of its own.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_body: 1 << 20,
            canceller: Canceller::new(),
        }
    }
}

/// Moves one request to a wiki and its response back.
///
/// A transport follows no redirect, keeps no cookie and repeats nothing: all of
/// that is decided above it. It must be honest about failure: [`Reply::NotSent`]
/// only where no byte of the request can have reached the wiki. That holds for a
/// cancelled request as well, whose fault has
/// [`Reason::Cancelled`](crate::Reason::Cancelled); with any other reason it would be
/// looked into what came of it.
pub trait Transport {
    /// Sends `request`, waits for the answer within `limits`.
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply;
}
