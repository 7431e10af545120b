//! Repetition of requests that only read.

use std::time::Duration;

use crate::{
    Purpose, Reason,
    http::{Reply, Request},
};

/// The maximum number of tries of a request that only reads.
pub(super) const MAX_TRIES: u32 = 3;
/// The longest `Retry-After` that the driver waits for.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Returns the time to wait before a read is repeated, or `None` if repeating it cannot help. A
/// guessed address is not tried again if no server answers there.
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
