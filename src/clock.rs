//! The time of a client.

use std::time::{Duration, Instant, SystemTime};

use crate::Canceller;

/// The longest wait without a look at the clock: a machine that sleeps measures too little.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The time by which a client waits and measures; see [`WikiBuilder::clock`](crate::WikiBuilder::clock). That
/// of this machine is the default. A test can have a time of its own.
pub trait Clock: Send + Sync {
    /// Returns the present, to measure times between requests.
    fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Returns the present by the calendar.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits, unless it is cancelled. Returns whether it was.
    fn wait(&self, duration: Duration, canceller: &Canceller) -> bool {
        if duration <= LONGEST_WAIT {
            return canceller.wait(duration);
        }
        let end = self.now() + duration;
        while let Ok(rest) = end.duration_since(self.now())
            && !rest.is_zero()
        {
            if canceller.wait(rest.min(LONGEST_WAIT)) {
                return true;
            }
        }
        canceller.is_cancelled()
    }
}

/// The time of this machine.
pub(crate) struct SystemClock;

impl Clock for SystemClock {}
