//! A time in which nothing is waited for.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use mwaccount::{Canceller, Clock};

/// The time of this machine and of all waits, none of which takes any: an account that is missing is looked for three times,
/// seconds apart. For wikis that do not measure time.
#[derive(Default)]
pub struct SkippedWaits(Mutex<Duration>);

impl SkippedWaits {
    fn skipped(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for SkippedWaits {
    fn instant(&self) -> Instant {
        Instant::now() + self.skipped()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now() + self.skipped()
    }

    fn wait(&self, duration: Duration, canceller: &Canceller) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += duration;
        canceller.is_cancelled()
    }
}
