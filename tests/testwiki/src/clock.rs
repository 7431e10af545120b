//! The wiki's clock, and that of the proxy in front of it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A wiki's clock. It shows this machine's time, plus an offset, until it is stopped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// The wiki's time minus this machine's, in seconds.
    offset: i64,
    /// The moment at which the clock was stopped.
    stopped: Option<SystemTime>,
}

impl Clock {
    /// Returns a clock that is `offset` seconds ahead of this machine's.
    pub fn ahead(offset: i64) -> Self {
        Self {
            offset,
            stopped: None,
        }
    }

    /// Stops the clock at `moment`.
    pub fn stop(&mut self, moment: SystemTime) {
        self.stopped = Some(moment);
    }

    /// Returns the seconds since the epoch. Fractions are cut off, as MediaWiki's timestamps do.
    pub fn now(&self) -> u64 {
        match self.stopped {
            Some(moment) => seconds(moment),
            None => seconds(SystemTime::now()).saturating_add_signed(self.offset),
        }
    }
}

/// Returns the whole seconds from the epoch to `moment`.
pub(crate) fn seconds(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH);
    since.as_ref().map_or(0, Duration::as_secs)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Clock;

    #[test]
    fn a_clock_runs_apart_from_the_machines_until_it_is_stopped() {
        let mut clock = Clock::ahead(-3600);
        let apart = Clock::default().now() - clock.now();
        assert!((3599..=3601).contains(&apart), "{apart}");
        clock.stop(UNIX_EPOCH + Duration::from_millis(7_999));
        assert_eq!(clock.now(), 7);
    }
}
