//! Times for people. The order of a journal is that of its lines, whatever the clock of the machine does.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};

/// A time as RFC 3339 has it, in UTC with milliseconds; outside the years that it has, the seconds since 1970.
pub fn text(time: SystemTime) -> String {
    let (seconds, nanoseconds) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (i128::from(since.as_secs()), since.subsec_nanos()),
        Err(before) => before_epoch(before.duration()),
    };
    let time = i64::try_from(seconds).ok().and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, nanoseconds));
    let time = time.filter(|time| (0..=9999).contains(&chrono::Datelike::year(time)));
    time.map_or_else(|| format!("{seconds} s"), |time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// The time of a text; `None` if it is none of RFC 3339.
pub fn parse(text: &str) -> Option<SystemTime> {
    DateTime::parse_from_rfc3339(text).ok().map(SystemTime::from)
}

/// The seconds, rounded down, and the rest.
fn before_epoch(before: Duration) -> (i128, u32) {
    match before.subsec_nanos() {
        0 => (-i128::from(before.as_secs()), 0),
        rest => (-i128::from(before.as_secs()) - 1, 1_000_000_000 - rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_clock_says_has_a_text() {
        let epoch = SystemTime::UNIX_EPOCH;
        let seconds = Duration::from_secs;
        let table = [
            (Some(epoch), "1970-01-01T00:00:00.000Z"),
            (epoch.checked_add(Duration::from_millis(1_764_064_434_567)), "2025-11-25T09:53:54.567Z"),
            (epoch.checked_sub(Duration::from_millis(1)), "1969-12-31T23:59:59.999Z"),
            (epoch.checked_sub(seconds(3)), "1969-12-31T23:59:57.000Z"),
            (epoch.checked_sub(seconds(62_167_219_200)), "0000-01-01T00:00:00.000Z"),
            (epoch.checked_sub(seconds(62_167_219_201)), "-62167219201 s"),
            (epoch.checked_add(seconds(253_402_300_800)), "253402300800 s"),
            (epoch.checked_add(seconds(i64::MAX.unsigned_abs())), "9223372036854775807 s"),
        ];
        for (time, expected) in table {
            // A platform may not have all of these times.
            if let Some(time) = time {
                assert_eq!(text(time), expected);
                assert_eq!(parse(expected), expected.ends_with('Z').then_some(time));
            }
        }
    }
}
