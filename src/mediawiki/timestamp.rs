//! Timestamps of MediaWiki's API.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Parses a timestamp such as `2026-11-22T05:29:44Z`, the only format that the API uses
/// (TS_ISO_8601).
pub fn parse_iso8601(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let separators = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'Z'),
    ];
    if bytes.len() != 20 || separators.iter().any(|(at, byte)| bytes[*at] != *byte) {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + u64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let in_range = year >= 1970
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    in_range.then(|| {
        let seconds = (days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
        UNIX_EPOCH + Duration::from_secs(seconds)
    })
}

/// Returns a time as the API writes it, without its fraction of a second. Times before 1970 are written as
/// the first second of that year.
pub fn iso8601(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (day, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (mut year, mut month) = (1970 + day / 366, 12);
    while days(year + 1, 1, 1) <= day {
        year += 1;
    }
    while days(year, month, 1) > day {
        month -= 1;
    }
    let day = day - days(year, month, 1) + 1;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Returns the number of days from 1970-01-01 to a later date. Months are counted from 1.
fn days(year: u64, month: u64, day: u64) -> u64 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let this_year = u64::from(month > 2 && leap(year));
    let whole_years = (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969);
    whole_years + BEFORE[month as usize - 1] + this_year + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2024-12-31T23:59:59Z", 1_735_689_599),
            ("2026-11-22T05:29:44Z", 1_795_325_384),
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(parse_iso8601(text), Some(time), "{text}");
            assert_eq!(iso8601(time), text);
        }
        for text in [
            "",
            "20261122052944",
            "2026-13-22T05:29:44Z",
            "2026-11-22 05:29:44",
            "1900-01-01T00:00:00Z",
            "x026-11-22T05:29:44Z",
            "0000-00-00T00:00:00Z",
        ] {
            assert_eq!(parse_iso8601(text), None, "{text}");
        }
    }
}
