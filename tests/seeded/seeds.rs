//! The seeds of a run, from the environment or from the time.

use std::fmt;

use support::random::{by_time, number};

/// The number of seeds of a usual run, which takes seconds.
const SAMPLE: u64 = 1_500;

/// Consecutive seeds.
pub struct Seeds {
    first: u64,
    count: u64,
    is_one: bool,
}

impl Seeds {
    /// Returns the seeds that `MWACCOUNT_SEED` and `MWACCOUNT_SEEDS` choose, or a sample by the time.
    pub fn from_environment() -> Self {
        let seed = number("MWACCOUNT_SEED");
        let count = number("MWACCOUNT_SEEDS");
        Self {
            first: seed.unwrap_or_else(by_time),
            count: count.unwrap_or(SAMPLE),
            is_one: seed.is_some() && count.is_none(),
        }
    }

    /// Returns the seed to run alone, with its requests printed.
    pub fn traced(&self) -> Option<u64> {
        self.is_one.then_some(self.first)
    }

    /// Returns a seed by its number from 0, or `None` after the last.
    pub fn nth(&self, number: u64) -> Option<u64> {
        (number < self.count).then(|| self.first + number)
    }
}

impl fmt::Display for Seeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_one {
            return write!(f, "seed {}", self.first);
        }
        write!(
            f,
            "seeds {} to {} (again: MWACCOUNT_SEED={} MWACCOUNT_SEEDS={})",
            self.first,
            self.first + self.count - 1,
            self.first,
            self.count
        )
    }
}
