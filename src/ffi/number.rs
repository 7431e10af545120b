//! Numbers as C holds them.

use std::{ffi::c_int, time::Duration};

/// Returns 1 for yes, 0 for no, and -1 where that is not known.
pub fn yes_no(known: Option<bool>) -> c_int {
    known.map_or(-1, c_int::from)
}

/// Returns whole seconds, rounded up, and -1 where no time is known.
pub fn seconds(duration: Option<Duration>) -> i64 {
    duration.map_or(-1, |duration| {
        let more = i64::from(duration.subsec_nanos() > 0);
        i64::try_from(duration.as_secs()).map_or(i64::MAX, |whole| whole.saturating_add(more))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_enough() {
        assert_eq!(seconds(None), -1);
        assert_eq!(seconds(Some(Duration::ZERO)), 0);
        assert_eq!(seconds(Some(Duration::from_millis(1500))), 2);
        assert_eq!(seconds(Some(Duration::MAX)), i64::MAX);
    }
}
