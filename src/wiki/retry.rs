//! When a request that only reads is tried again, and after how long.

use std::time::Duration;

use crate::{
    Purpose, Reason,
    http::{Reply, Request},
};

/// Tries of a request that only reads.
pub(super) const MAX_TRIES: u32 = 3;
/// The longest `Retry-After` that is waited for.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Returns how long to wait before a read is repeated, if that can help. An address that may be
/// wrong is not tried again where nobody answers.
pub(super) fn retry_delay(request: &Request, reply: &Reply, tries: u32) -> Option<Duration> {
    match reply {
        Reply::NotSent(_) if request.purpose == Purpose::Discover => None,
        Reply::NotSent(error) | Reply::Lost(error) => {
            (error.reason == Reason::Unreachable).then(|| Duration::from_millis(250) * tries)
        }
        Reply::Got(response) if matches!(response.status, 429 | 502 | 503 | 504) => {
            let wait = response.retry_after().unwrap_or(Duration::from_secs(1));
            (wait <= MAX_WAIT).then_some(wait)
        }
        Reply::Got(_) => None,
    }
}
