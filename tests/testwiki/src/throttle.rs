//! Limits of actions within a time, by the wiki's clock.

/// So many actions in this time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RateLimit {
    pub count: u32,
    pub seconds: u64,
}

/// A counter of actions. Its time begins with the first action that counts, and a refused action does not count
/// (`Throttler::increase`; up to 1.26 `LoginForm::addNewAccountInternal`).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter {
    used: u32,
    /// The end of its time, in seconds since the epoch.
    until: u64,
}

impl Counter {
    /// Counts an action at `now`. Returns false if it reaches the limit.
    pub fn count(&mut self, limit: RateLimit, now: u64) -> bool {
        if now >= self.until {
            *self = Self {
                used: 0,
                until: now + limit.seconds,
            };
        }
        let is_allowed = self.used < limit.count;
        self.used += u32::from(is_allowed);
        is_allowed
    }

    /// Uses up a limit at `now`.
    pub fn exhaust(&mut self, limit: RateLimit, now: u64) {
        *self = Self {
            used: u32::MAX,
            until: now + limit.seconds,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_begins_with_the_first_action_and_refusals_do_not_count() {
        let limit = RateLimit {
            count: 2,
            seconds: 10,
        };
        let mut counter = Counter::default();
        let allowed = |counter: &mut Counter, now| counter.count(limit, now);
        assert!(allowed(&mut counter, 100) && allowed(&mut counter, 109));
        assert!(!allowed(&mut counter, 109) && !allowed(&mut counter, 109));
        assert!(allowed(&mut counter, 110) && allowed(&mut counter, 119));
        assert!(!allowed(&mut counter, 119) && allowed(&mut counter, 120));
        counter.exhaust(limit, 121);
        assert!(!allowed(&mut counter, 130) && allowed(&mut counter, 131));
    }
}
