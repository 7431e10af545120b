//! The pace of a run: how long to wait before the next try, and when a limit on accounts opens again.

use std::time::{Duration, SystemTime};

use crate::RateLimit;

/// The period of a limit on accounts, if the wiki does not tell: MediaWiki's default
/// (`$wgAccountCreationThrottle`).
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest period that is believed.
const LONGEST_PERIOD: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// The time by which a period may end later than this machine's clock says: the wiki counts from its own
/// answer, in whole seconds.
const MARGIN: Duration = Duration::from_secs(2);

/// The first wait after a failure for which the wiki names no time; it doubles up to the last.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LAST_WAIT: Duration = Duration::from_secs(60);

/// The pace of a run.
#[derive(Debug)]
pub(super) struct Pace {
    /// The longest time to wait for one row.
    pub max_wait: Duration,
    waited: Duration,
    tries: u32,
    window: Option<Window>,
    /// The limit on accounts, once the wiki has shown it.
    limit: Option<Limit>,
}

/// The period that is counted now: it begins with the first account (`Throttler`, 1.27 and later; before, with
/// the first entry of the cache).
#[derive(Debug, Clone, Copy)]
struct Window {
    opened: SystemTime,
    created: u64,
    /// True if no account of the period can be of somebody else with the same address.
    is_whole: bool,
}

/// A limit on accounts.
#[derive(Debug, Clone, Copy)]
struct Limit {
    period: Duration,
    /// The number of accounts in a period, if the wiki names it, or one was seen from its beginning to its end.
    accounts: Option<u64>,
}

impl Pace {
    pub fn new(max_wait: Duration) -> Self {
        Self {
            max_wait,
            waited: Duration::ZERO,
            tries: 0,
            window: None,
            limit: None,
        }
    }

    /// Returns the time to wait before another try of the same row; `None` if that would be too long.
    pub fn delay(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let doubled = FIRST_WAIT.saturating_mul(1 << self.tries.min(16));
        // A wiki that says to wait no time at all would be asked without end.
        let delay = retry_after
            .unwrap_or(doubled.min(LAST_WAIT))
            .max(Duration::from_secs(1));
        let waited = self.waited.saturating_add(delay);
        if waited > self.max_wait.min(LONGEST_PERIOD) {
            return None;
        }
        self.waited = waited;
        self.tries += 1;
        Some(delay)
    }

    /// Notes that a row has its result, or that the creator is logged in.
    pub fn progressed(&mut self) {
        self.waited = Duration::ZERO;
        self.tries = 0;
    }

    /// Notes that a request that may create an account is sent.
    pub fn sent(&mut self, now: SystemTime) {
        let period = self.limit.map_or(DAY, |limit| limit.period);
        let is_over = |window: &Window| now >= window.opened + period + MARGIN;
        // What was refused does not count, as far as a client can tell.
        let has_none = |window: &Window| window.created == 0 || is_over(window);
        if self.window.as_ref().is_none_or(has_none) {
            self.window = Some(Window {
                opened: now,
                created: 0,
                // The first period may have begun before this run.
                is_whole: self.limit.is_some(),
            });
        }
    }

    /// Notes that an account was created.
    pub fn created(&mut self) {
        if let Some(window) = &mut self.window {
            window.created += 1;
        }
    }

    /// Notes that the limit is reached, and returns the time at which it is open again. `wait` is what the wiki
    /// says, and `named` its limit.
    pub fn reached(
        &mut self,
        now: SystemTime,
        wait: Option<Duration>,
        named: Option<RateLimit>,
    ) -> SystemTime {
        let period = named.map(|limit| limit.period).or(wait).unwrap_or(DAY);
        let period = period.min(LONGEST_PERIOD);
        let window = self.window.take().filter(|window| window.created > 0);
        let seen = window
            .filter(|window| window.is_whole)
            .map(|window| window.created);
        self.limit = Some(Limit {
            period,
            accounts: named.map(|limit| limit.count).or(seen),
        });
        // The wiki's period began with the first of its accounts at the latest.
        window.map_or(now, |window| window.opened) + period + MARGIN
    }

    /// Returns the time until which the limit is certainly reached, without asking the wiki again.
    pub fn closed_until(&self, now: SystemTime) -> Option<SystemTime> {
        let (window, limit) = (self.window.as_ref()?, self.limit.as_ref()?);
        let until = window.opened + limit.period + MARGIN;
        (window.created >= limit.accounts? && now < until).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: SystemTime = SystemTime::UNIX_EPOCH;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn waits_double_and_end() {
        let mut pace = Pace::new(seconds(100));
        let waits: Vec<_> = std::iter::from_fn(|| pace.delay(None)).collect();
        assert_eq!(waits, [5, 10, 20, 40].map(seconds));
        pace.progressed();
        assert_eq!(pace.delay(Some(seconds(90))), Some(seconds(90)));
        assert_eq!(pace.delay(Some(seconds(11))), None);
        for _ in 0..10 {
            assert_eq!(pace.delay(Some(Duration::ZERO)), Some(seconds(1)));
        }
        assert_eq!(pace.delay(Some(Duration::ZERO)), None);
        assert_eq!(pace.delay(Some(Duration::MAX)), None);
    }

    #[test]
    fn refused_accounts_open_no_period() {
        let mut pace = Pace::new(seconds(100));
        pace.sent(START);
        pace.sent(START + seconds(50));
        pace.created();
        pace.sent(START + seconds(60));
        let open = pace.reached(START + seconds(61), Some(seconds(100)), None);
        assert_eq!(open, START + seconds(152));
        // No period is so long that it cannot be added to a time.
        pace.reached(START, Some(Duration::MAX), None);
    }

    #[test]
    fn a_limit_opens_a_period_after_its_first_account() {
        let mut pace = Pace::new(seconds(100));
        let create = |pace: &mut Pace, at: u64| {
            pace.sent(START + seconds(at));
            pace.created();
        };
        create(&mut pace, 1000);
        create(&mut pace, 1500);
        pace.sent(START + seconds(1600));
        let open = pace.reached(START + seconds(1600), Some(seconds(3600)), None);
        assert_eq!(open, START + seconds(4602));
        // The whole next period is this run's, so its limit is learnt.
        create(&mut pace, 4602);
        create(&mut pace, 4603);
        create(&mut pace, 4604);
        assert_eq!(pace.closed_until(START + seconds(4605)), None);
        let open = pace.reached(START + seconds(4605), Some(seconds(3600)), None);
        assert_eq!(open, START + seconds(8204));
        for at in [8204, 8205, 8206] {
            assert_eq!(pace.closed_until(START + seconds(at)), None);
            create(&mut pace, at);
        }
        let open = START + seconds(8204 + 3602);
        assert_eq!(pace.closed_until(START + seconds(8207)), Some(open));
        assert_eq!(pace.closed_until(open), None);
        // Somebody else with the same address has used up the next one.
        pace.sent(open);
        let again = pace.reached(open, None, None);
        assert_eq!(again, open + DAY + MARGIN);
    }
}
