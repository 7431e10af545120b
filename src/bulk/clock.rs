//! The time of a run.

use std::time::{Duration, SystemTime};

use crate::Canceller;

/// The time by which a run waits and records. A host with a time of its own, such as a test, implements it.
pub trait Clock: Send {
    /// Returns the present.
    fn now(&self) -> SystemTime;

    /// Waits, and returns whether the run was cancelled meanwhile.
    fn wait(&mut self, duration: Duration, canceller: &Canceller) -> bool;
}

/// The time of this machine.
pub(super) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&mut self, duration: Duration, canceller: &Canceller) -> bool {
        // A wait of days must end at the right time although the machine slept meanwhile.
        let end = SystemTime::now() + duration;
        while let Ok(rest) = end.duration_since(SystemTime::now())
            && !rest.is_zero()
        {
            if canceller.wait(rest.min(Duration::from_secs(60))) {
                return true;
            }
        }
        canceller.is_cancelled()
    }
}
