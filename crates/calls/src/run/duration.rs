//! Durations for people.

use std::time::Duration;

/// A duration in its two largest units, rounded up to seconds: `2 h 5 min`, `3 min 20 s`, `45 s`.
pub fn text(duration: Duration) -> String {
    let seconds = duration.as_secs() + u64::from(duration.subsec_nanos() > 0);
    let days = seconds / 86_400;
    let units = [
        (days, if days == 1 { "day" } else { "days" }),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let first = units.iter().position(|(count, _)| *count > 0).unwrap_or(units.len() - 1);
    let parts = units.iter().skip(first).take(2).enumerate().filter(|(index, (count, _))| *index == 0 || *count > 0);
    let parts: Vec<_> = parts.map(|(_, (count, unit))| format!("{count} {unit}")).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough() {
        let table = [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (200, "3 min 20 s"),
            (3600, "1 h"),
            (3601, "1 h"),
            (7500, "2 h 5 min"),
            (86_400, "1 day"),
            (86_400 + 30, "1 day"),
            (11 * 86_400 + 3600, "11 days 1 h"),
        ];
        for (seconds, expected) in table {
            assert_eq!(text(Duration::from_secs(seconds)), expected);
        }
        assert_eq!(text(Duration::from_millis(1)), "1 s");
    }
}
