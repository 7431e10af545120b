//! Times in the formats of MediaWiki, in whole seconds since the epoch.

/// Returns year, month and day of a day since the epoch.
fn date(days: i64) -> (i64, i64, i64) {
    // Counts from 1 March of the year 0, so that a leap day ends a year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Formats a time as `2026-11-22T05:30:29Z`.
pub fn iso(seconds: u64) -> String {
    let (year, month, day) = date((seconds / 86_400) as i64);
    let clock = seconds % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        clock / 3600,
        clock / 60 % 60,
        clock % 60
    )
}

/// Formats a time as `20261122053029`, as databases have it.
pub fn compact(seconds: u64) -> String {
    let time = iso(seconds);
    time.chars().filter(char::is_ascii_digit).collect()
}

/// Formats a time as `Sun, 22-Nov-2026 05:30:29 GMT`, for cookies.
pub fn cookie(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = seconds / 86_400;
    let (year, month, day) = date(days as i64);
    let clock = seconds % 86_400;
    format!(
        "{}, {day:02}-{}-{year:04} {:02}:{:02}:{:02} GMT",
        DAYS[(days % 7) as usize],
        MONTHS[(month - 1) as usize],
        clock / 3600,
        clock / 60 % 60,
        clock % 60
    )
}

/// Formats a time as `Sun, 22 Nov 2026 05:30:29 GMT`, for the header `Date`.
pub fn http(seconds: u64) -> String {
    cookie(seconds).replace('-', " ")
}

/// Formats a time as `22 November 2026 at 05:30`, for English texts.
pub fn english(seconds: u64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = date((seconds / 86_400) as i64);
    let clock = seconds % 86_400;
    format!(
        "{day} {} {year} at {:02}:{:02}",
        MONTHS[(month - 1) as usize],
        clock / 3600,
        clock / 60 % 60
    )
}

#[cfg(test)]
mod tests {
    use super::{cookie, english, http, iso};

    #[test]
    fn dates_are_right() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(1_795_325_429), "2026-11-22T05:30:29Z");
        assert_eq!(cookie(1_795_325_429), "Sun, 22-Nov-2026 05:30:29 GMT");
        assert_eq!(http(1_795_325_429), "Sun, 22 Nov 2026 05:30:29 GMT");
        assert_eq!(english(1_795_325_429), "22 November 2026 at 05:30");
        assert_eq!(iso(1_709_164_800), "2024-02-29T00:00:00Z");
    }
}
