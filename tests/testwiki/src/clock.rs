//! The wiki's clock, and that of the proxy in front of it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A wiki's clock. It shows this machine's time, plus an offset, until it is stopped. It begins at a whole second,
/// so that the course of a test does not depend on the moment at which it begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// The wiki's time minus this machine's, in seconds.
    offset: i64,
    /// The fraction of a second that it is further ahead, to begin at a whole one.
    phase: Duration,
    /// The moment at which the clock was stopped.
    stopped: Option<SystemTime>,
}

impl Clock {
    /// Returns a clock that is `offset` seconds ahead of this machine's.
    pub fn ahead(offset: i64) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let fraction = since.map_or(0, |since| since.subsec_nanos());
        Self {
            offset,
            phase: Duration::from_secs(1) - Duration::from_nanos(fraction.into()),
            stopped: None,
        }
    }

    /// Stops the clock at `moment`.
    pub fn stop(&mut self, moment: SystemTime) {
        self.stopped = Some(moment);
    }

    /// Moves the clock by so many seconds, back if negative. A stopped clock stays stopped.
    pub fn advance(&mut self, by: i64) {
        match &mut self.stopped {
            Some(moment) => {
                let seconds = Duration::from_secs(by.unsigned_abs());
                let moved = match by < 0 {
                    true => moment.checked_sub(seconds),
                    false => moment.checked_add(seconds),
                };
                *moment = moved.unwrap_or(*moment);
            }
            None => self.offset = self.offset.saturating_add(by),
        }
    }

    /// Returns the seconds since the epoch. Fractions are cut off, as MediaWiki's timestamps do.
    pub fn now(&self) -> u64 {
        match self.stopped {
            Some(moment) => seconds(moment),
            None => seconds(SystemTime::now() + self.phase).saturating_add_signed(self.offset),
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
        assert!((3598..=3601).contains(&apart), "{apart}");
        clock.stop(UNIX_EPOCH + Duration::from_millis(7_999));
        assert_eq!(clock.now(), 7);
    }

    #[test]
    fn a_clock_can_be_moved_while_it_runs_and_when_it_is_stopped() {
        let mut clock = Clock::default();
        let before = clock.now();
        clock.advance(3600);
        assert!((3600..=3602).contains(&(clock.now() - before)));
        clock.stop(UNIX_EPOCH + Duration::from_secs(100));
        clock.advance(-40);
        assert_eq!(clock.now(), 60);
    }
}
