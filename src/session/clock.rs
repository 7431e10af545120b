//! The wiki's own clock, as far as its answers show it.
//!
//! The `Date` header is not that clock: a proxy or a CDN writes its own, and the two differ by
//! seconds or minutes. Answers of the API contain the wiki's own time in whole seconds:
//! `curtimestamp` (1.24 and later) and `time` of `meta=siteinfo`. Together with the time that the
//! driver measured, they bound the wiki's time at any moment of the session.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The longest time that is counted at once: longer than any user takes for a captcha, and too short
/// to overflow.
const MAX_ELAPSED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The unit of the times that the API shows.
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// The time by which the clocks of one wiki's servers may differ.
pub(crate) const TOLERANCE: Duration = Duration::from_secs(3);

/// The time by which the time measured here may be too short: a machine that sleeps measures too
/// little.
pub(crate) const MEASURING_TOLERANCE: Duration = Duration::from_secs(24 * 60 * 60);

/// A moment of the session: the time since it began, as its driver measured it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Moment(Duration);

impl Moment {
    /// Returns the time since an earlier moment.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the moment this long before; `None` if the session had not begun then.
    pub fn before(self, elapsed: Duration) -> Option<Self> {
        self.0.checked_sub(elapsed).map(Self)
    }
}

/// The session's time and the last time that the wiki showed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct WikiClock {
    now: Moment,
    /// The moment at which the last request was sent.
    #[serde(skip)]
    sent: Option<Moment>,
    sighting: Option<Sighting>,
    /// The last moment at which the wiki's times contradicted each other: its clock had been set, or
    /// two servers with different clocks had answered.
    #[serde(default)]
    contradicted: Option<Moment>,
}

/// A time that an answer of the wiki showed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Sighting {
    /// The wiki's time without its fraction of a second.
    time: SystemTime,
    /// The moment at which the request was sent.
    sent: Moment,
    /// The moment at which the answer arrived.
    answered: Moment,
}

impl WikiClock {
    /// Returns the current moment.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Advances the session's time.
    pub fn advance(&mut self, elapsed: Duration) {
        let now = self.now.0.checked_add(elapsed.min(MAX_ELAPSED));
        self.now = now.map_or(self.now, Moment);
    }

    /// Advances the session's time by a pause that another clock measured, which may have been set
    /// meanwhile. The wiki's time is at least the one shown before.
    pub fn advance_by_pause(&mut self, elapsed: Duration) {
        self.advance(elapsed);
        if let Some(sighting) = &mut self.sighting {
            sighting.answered = self.now;
        }
    }

    /// Records that a request is sent now.
    pub fn mark_sent(&mut self) {
        self.sent = Some(self.now);
    }

    /// Returns the moment at which the last request was sent, or `None` if its driver did not tell.
    pub fn sent(&self) -> Option<Moment> {
        self.sent
    }

    /// Records the wiki's time in the answer that has just arrived.
    pub fn record(&mut self, time: SystemTime) {
        if let Some(sent) = self.sent {
            if self.contradicts(time, sent) {
                self.contradicted = Some(self.now);
            }
            self.sighting = Some(Sighting {
                time,
                sent,
                answered: self.now,
            });
        }
    }

    /// Returns whether a time shown in an answer to a request sent at `sent` cannot be of the clock
    /// that showed the last one.
    fn contradicts(&self, time: SystemTime, sent: Moment) -> bool {
        let is_earlier = |reached: SystemTime| time + SECOND + TOLERANCE <= reached;
        let is_later = self.sighting.is_some_and(|earlier| {
            let most = self
                .now
                .since(earlier.sent)
                .saturating_add(MEASURING_TOLERANCE);
            is_later_by(time, earlier.time, most)
        });
        is_later || self.reached_at(sent).is_some_and(is_earlier)
    }

    /// Returns whether all times that the wiki showed after a moment, and the last one before it, are
    /// of one clock, which was not set meanwhile.
    pub fn is_steady_since(&self, moment: Moment) -> bool {
        self.contradicted.is_none_or(|last| last < moment)
    }

    /// Returns whether a time is in the future of the last time that the wiki showed.
    pub fn is_future(&self, time: SystemTime) -> bool {
        self.sighting.is_some_and(|sighting| {
            let most = self.now.since(sighting.sent).saturating_add(TOLERANCE);
            is_later_by(time, sighting.time, most)
        })
    }

    /// Returns a time that the wiki's clock had certainly reached at a moment after the last time
    /// that it showed.
    pub fn reached_at(&self, moment: Moment) -> Option<SystemTime> {
        let sighting = self.sighting.filter(|s| s.answered <= moment)?;
        sighting.time.checked_add(moment.since(sighting.answered))
    }

    /// Returns a time that the wiki's clock had certainly not reached at a moment before the last
    /// time that it showed.
    pub fn not_reached_at(&self, moment: Moment) -> Option<SystemTime> {
        let sighting = self.sighting.filter(|s| moment <= s.sent)?;
        (sighting.time + SECOND).checked_sub(sighting.sent.since(moment))
    }
}

/// Returns whether a time is later than a time shown without its fraction of a second, by more than
/// `most`.
fn is_later_by(time: SystemTime, shown: SystemTime, most: Duration) -> bool {
    let difference = time.duration_since(shown);
    difference.is_ok_and(|difference| difference >= most.saturating_add(SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    /// Returns a clock that showed the time 100 in an answer between the moments 2 and 2.5.
    fn shown_once() -> WikiClock {
        let mut clock = WikiClock::default();
        clock.advance(seconds(2.0));
        clock.mark_sent();
        clock.advance(seconds(0.5));
        clock.record(EPOCH + seconds(100.0));
        clock
    }

    #[test]
    fn the_time_shown_bounds_the_times_before_and_after() {
        let mut clock = shown_once();
        let at = |moment| Moment(seconds(moment));
        assert_eq!(clock.reached_at(at(2.5)), Some(EPOCH + seconds(100.0)));
        assert_eq!(clock.reached_at(at(4.0)), Some(EPOCH + seconds(101.5)));
        assert_eq!(clock.reached_at(at(2.4)), None);
        assert_eq!(clock.not_reached_at(at(2.0)), Some(EPOCH + seconds(101.0)));
        assert_eq!(clock.not_reached_at(at(0.5)), Some(EPOCH + seconds(99.5)));
        assert_eq!(clock.not_reached_at(at(2.1)), None);
        clock.advance_by_pause(seconds(600.0));
        assert_eq!(clock.reached_at(clock.now()), Some(EPOCH + seconds(100.0)));
    }

    #[test]
    fn a_clock_that_was_set_is_not_steady() {
        for (time, is_steady) in [
            (160.0, true),
            (158.0, true),
            (156.0, false),
            (0.0, false),
            // The machine slept.
            (80_000.0, true),
            (100_000.0, false),
        ] {
            let mut clock = shown_once();
            clock.advance(seconds(60.0));
            clock.mark_sent();
            let sent = clock.now();
            clock.record(EPOCH + seconds(time));
            assert_eq!(clock.is_steady_since(sent), is_steady, "{time}");
            clock.advance(seconds(1.0));
            clock.record(EPOCH + seconds(time));
            assert_eq!(clock.is_steady_since(sent), is_steady, "{time}");
            assert!(clock.is_steady_since(clock.now()), "{time}");
        }
    }

    #[test]
    fn a_driver_that_tells_no_moment_shows_no_time() {
        let mut clock = WikiClock::default();
        clock.record(EPOCH + seconds(100.0));
        assert_eq!(clock.reached_at(clock.now()), None);
    }

    #[test]
    fn absurd_times_do_not_overflow() {
        let mut clock = shown_once();
        for _ in 0..3 {
            clock.advance(Duration::MAX);
        }
        let elapsed = clock.now().since(Moment::default());
        assert_eq!(elapsed, 3 * MAX_ELAPSED + seconds(2.5));
        clock.mark_sent();
        clock.record(EPOCH);
        assert_eq!(
            clock.not_reached_at(Moment::default()),
            EPOCH.checked_sub(elapsed - SECOND)
        );
    }
}
