//! Numbers as C holds them.

use std::{ffi::c_int, time::Duration};

use super::call_error::CallError;

/// Returns 1 for yes, 0 for no, and -1 where that is not known.
pub fn tri_state(known: Option<bool>) -> c_int {
    known.map_or(-1, c_int::from)
}

/// Returns whole seconds, rounded up, and -1 where no time is known.
pub fn whole_seconds(duration: Option<Duration>) -> i64 {
    duration.map_or(-1, |duration| {
        let more = i64::from(duration.subsec_nanos() > 0);
        i64::try_from(duration.as_secs()).map_or(i64::MAX, |whole| whole.saturating_add(more))
    })
}

/// Finds the value of a number among those `known`. Fails if there is none; `name` says what the
/// number should have been.
pub fn from_number<T>(
    number: u32,
    name: &str,
    known: impl IntoIterator<Item = (u32, T)>,
) -> Result<T, CallError> {
    let found = known.into_iter().find(|(known, _)| *known == number);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| CallError::invalid(format!("{number} is no {name}")))
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
        assert_eq!(call_error.error.message, "1 is no letter");
    }
}
