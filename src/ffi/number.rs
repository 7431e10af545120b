//! Conversions to and from the numbers of the C ABI.

use std::{
    ffi::c_int,
    time::{Duration, SystemTime},
};

use super::call_error::CallError;

/// Returns 1 for true, 0 for false, and -1 for `None`.
pub fn tri_state(known: Option<bool>) -> c_int {
    known.map_or(-1, c_int::from)
}

/// Returns whole seconds, rounded up, and -1 for `None`.
pub fn whole_seconds(duration: Option<Duration>) -> i64 {
    duration.map_or(-1, |duration| {
        let more = i64::from(duration.subsec_nanos() > 0);
        i64::try_from(duration.as_secs()).map_or(i64::MAX, |whole| whole.saturating_add(more))
    })
}

/// Returns whole milliseconds, rounded down.
pub fn whole_milliseconds(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// Returns a time as seconds since 1970, rounded up, and -1 for `None`.
pub fn unix_time(time: Option<SystemTime>) -> i64 {
    whole_seconds(time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok()))
}

/// Returns a number, and -1 for `None`.
pub fn count_or_none(count: Option<u64>) -> i64 {
    count.map_or(-1, |count| i64::try_from(count).unwrap_or(i64::MAX))
}

/// Finds the value for a number in `known`. Fails if there is none; `name` is the name of the type
/// for the message.
pub fn from_number<T>(
    number: u32,
    name: &str,
    known: impl IntoIterator<Item = (u32, T)>,
) -> Result<T, CallError> {
    let found = known.into_iter().find(|(known, _)| *known == number);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| CallError::invalid(format!("{number} is not a valid {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_enough() {
        assert_eq!(whole_seconds(None), -1);
        assert_eq!(whole_seconds(Some(Duration::ZERO)), 0);
        assert_eq!(whole_seconds(Some(Duration::from_millis(1500))), 2);
        assert_eq!(whole_seconds(Some(Duration::MAX)), i64::MAX);
    }
    #[test]
    fn a_number_without_a_value_is_named() {
        let known = [(0, 'a'), (2, 'b')];
        assert!(matches!(from_number(2, "letter", known), Ok('b')));
        let call_error = from_number(1, "letter", known).err().unwrap();
        assert_eq!(call_error.error.message, "1 is not a valid letter");
    }
}
