//! How long to wait before the next call: the header `Retry-After` (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

use http::header::{DATE, HeaderMap, RETRY_AFTER};

/// The longest wait that is reported. Gateways that mean "not today" send years.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait that a response asks for, in whole seconds, rounded up; at most a day. `None` if it asks for none, or for one
/// that cannot be read.
///
/// It is a number of seconds or a date. A date is compared with the `Date` of the same response, because the two are of
/// one clock; with `now`, the local clock, only if there is none. Gateways also send fractions, with a point or, from a
/// locale, with a comma (both observed).
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = seconds(text).or_else(|| {
        let date = httpdate::parse_http_date(text).ok()?;
        let now = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok()).unwrap_or(now);
        // A date that has passed asks for no wait.
        Some(round_up(date.duration_since(now).unwrap_or_default()))
    })?;
    Some(wait.min(LONGEST))
}

/// A number of seconds, as in `30`, `1.5` and `1,5`, rounded up.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let has_fraction = fraction.bytes().any(|digit| digit != b'0');
    whole.parse::<u64>().ok()?.checked_add(u64::from(has_fraction)).map(Duration::from_secs)
}

fn round_up(wait: Duration) -> Duration {
    Duration::from_secs(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// 1994-11-06, 08:49:37 GMT.
    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn now() -> SystemTime {
        NOW + Duration::from_secs(784_111_777)
    }

    fn wait_at(headers: &[(http::HeaderName, &'static str)], now: SystemTime) -> Option<u64> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        let wait = retry_after(&headers.collect(), now)?;
        assert_eq!(wait.subsec_nanos(), 0);
        Some(wait.as_secs())
    }

    fn wait(value: &'static str) -> Option<u64> {
        wait_at(&[(RETRY_AFTER, value)], now())
    }

    #[test]
    fn a_number_of_seconds_is_rounded_up() {
        for (value, expected) in [
            ("30", Some(30)),
            (" 30 ", Some(30)),
            ("0", Some(0)),
            ("007", Some(7)),
            ("1.5", Some(2)),
            ("1,5", Some(2)),
            ("1.0", Some(1)),
            ("1.0001", Some(2)),
            ("0.2", Some(1)),
            ("86400", Some(86_400)),
            ("86401", Some(86_400)),
            ("86399.5", Some(86_400)),
            ("18446744073709551615", Some(86_400)),
        ] {
            assert_eq!(wait(value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_out_of_range_or_no_number_is_no_wait() {
        for value in [
            "",
            "-1",
            "+1",
            "soon",
            "1e3",
            "0x10",
            "1.",
            ".5",
            "1.5.5",
            "1,5,5",
            "1, 5",
            "1 s",
            "NaN",
            "Infinity",
            "18446744073709551616",
            "18446744073709551615.5",
            "99999999999999999999999999",
        ] {
            assert_eq!(wait(value), None, "{value}");
        }
        assert_eq!(wait_at(&[], now()), None);
        let not_ascii = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_bytes(b"\xb2").unwrap())]);
        assert_eq!(retry_after(&not_ascii, now()), None);
    }

    #[test]
    fn a_date_has_one_of_three_forms() {
        for date in ["Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
            assert_eq!(wait(date), Some(30), "{date}");
        }
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0), "it has passed");
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(0));
        assert_eq!(wait("Sat, 06 Nov 1999 08:49:37 GMT"), Some(86_400));
        for date in ["Sun, 06 Nov 99999 08:50:07 GMT", "Sun, 31 Feb 1994 08:50:07 GMT", "1994-11-06T08:50:07Z"] {
            assert_eq!(wait(date), None, "{date}");
        }
    }

    #[test]
    fn a_date_is_compared_with_the_date_of_the_response() {
        let date = (RETRY_AFTER, "Wed, 21 Oct 2026 07:28:00 GMT");
        for clock in [NOW, now(), now() + Duration::from_secs(2_000_000_000)] {
            assert_eq!(wait_at(&[date.clone(), (DATE, "Wed, 21 Oct 2026 07:27:30 GMT")], clock), Some(30));
        }
        // A `Date` that is none does not count.
        let wait = wait_at(&[(RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT"), (DATE, "today")], now());
        assert_eq!(wait, Some(30));
    }

    #[test]
    fn a_part_of_a_second_is_waited_for() {
        let date = (RETRY_AFTER, "Sun, 06 Nov 1994 09:49:37 GMT");
        assert_eq!(
            wait_at(std::slice::from_ref(&date), now() + Duration::from_millis(1600)),
            Some(3599),
            "3598.4 seconds away"
        );
        assert_eq!(wait_at(&[date], now() + Duration::from_millis(999)), Some(3600), "3599.001 seconds away");
    }
}
