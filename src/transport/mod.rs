//! Moving bytes: the trait, and [`Ureq`] behind it.

mod ureq;

use std::time::Duration;

pub use self::ureq::{Ureq, UreqBuilder};
use crate::wire::{Reply, Request};

/// How much a single request may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the name look-up to the last byte of the body.
    pub timeout: Duration,
    /// Bytes of body after decoding.
    pub max_body: usize,
}

impl Default for Limits {
    /// 30 seconds, 1 MiB: read as JSON it may take some sixty times that.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_body: 1 << 20,
        }
    }
}

/// Moves one request to a wiki and its response back.
///
/// A transport follows no redirect, keeps no cookie and repeats nothing: all of
/// that is decided above it. It must be honest about failure: [`Reply::NotSent`]
/// only where no byte of the request can have reached the wiki.
pub trait Transport {
    /// Sends `request`, waits for the answer within `limits`.
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply;
}
