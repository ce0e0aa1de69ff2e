//! A rate: so many calls in any period of a length.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// The longest period that can be given.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// At most so many calls in any period of this length. As text `CALLS/PERIOD`: `100/60s`, `5/250ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many calls, at least one.
    pub calls: NonZeroU32,
    /// In which time, more than none.
    pub period: Duration,
}

/// Why a text is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidRate;

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let (calls, period) = text.split_once('/').ok_or(InvalidRate)?;
        let (digits, unit) = match period.strip_suffix("ms") {
            Some(digits) => (digits, 1),
            None => (period.strip_suffix('s').unwrap_or(period), 1000),
        };
        let digits = digits.parse::<u32>().map_err(|_| InvalidRate)?;
        let period = Duration::from_millis(u64::from(digits) * unit);
        match calls.parse() {
            Ok(calls) if !period.is_zero() && period <= LONGEST => Ok(Self { calls, period }),
            _ => Err(InvalidRate),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.period.subsec_millis() {
            0 => write!(f, "{}/{}s", self.calls, self.period.as_secs()),
            _ => write!(f, "{}/{}ms", self.calls, self.period.as_millis()),
        }
    }
}

impl fmt::Display for InvalidRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rate is CALLS/PERIOD as in 100/60s or 5/250ms, at least one call, and a period of at most a day")
    }
}

impl std::error::Error for InvalidRate {}

/// The least time from the first of so many calls to the last, if the rates are all that holds them up.
///
/// Exact for one rate, and for two that are the usual pair: few calls in a short period, more in a long one.
pub fn least_time(rates: &[Rate], calls: u64) -> Duration {
    let mut rates = rates.to_vec();
    rates.sort_by_key(|rate| std::cmp::Reverse(rate.period));
    let mut left = calls.saturating_sub(1);
    let mut time = Duration::ZERO;
    for (index, rate) in rates.iter().enumerate() {
        // A shorter period that allows less in the long run is the one that holds the calls up.
        let is_slack = rates[index + 1..].iter().any(|shorter| per_second(shorter) <= per_second(rate));
        if !is_slack {
            let periods = left / u64::from(rate.calls.get());
            time = time.saturating_add(times(rate.period, periods));
            left %= u64::from(rate.calls.get());
        }
    }
    time
}

fn per_second(rate: &Rate) -> f64 {
    f64::from(rate.calls.get()) / rate.period.as_secs_f64()
}

fn times(period: Duration, count: u64) -> Duration {
    let millis = u64::try_from(period.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(millis.saturating_mul(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_as_it_is_read() {
        for text in ["100/60s", "1500/3600s", "5/250ms", "1/1500ms"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        assert_eq!("100/60".parse::<Rate>().unwrap().to_string(), "100/60s");
        for text in ["", "100", "/60s", "0/60s", "100/0s", "100/1m", "-1/60s", "100/60s/2", "1e2/60s", "1/86401s"] {
            assert_eq!(text.parse::<Rate>(), Err(InvalidRate), "{text}");
        }
    }

    #[test]
    fn the_least_time_is_that_of_the_rate_that_holds_the_calls_up() {
        let seconds = |rates: &[&str], calls| {
            let rates: Vec<Rate> = rates.iter().map(|rate| rate.parse().unwrap()).collect();
            least_time(&rates, calls).as_secs()
        };
        let documented = ["100/60s", "1500/3600s"];
        for (calls, expected) in [
            (0, 0),
            (1, 0),
            (100, 0),
            (101, 60),
            (200, 60),
            (1500, 14 * 60),
            (1501, 3600),
            (1601, 3660),
            (3000, 3600 + 14 * 60),
            (3001, 7200),
        ] {
            assert_eq!(seconds(&documented, calls), expected, "{calls}");
            assert_eq!(seconds(&["1500/3600s", "100/60s"], calls), expected, "{calls}");
        }
        assert_eq!(seconds(&[], 1_000_000), 0);
        assert_eq!(seconds(&["10/60s", "1500/3600s"], 1501), 150 * 60, "the hour holds nothing up");
        assert_eq!(seconds(&["1/86400s"], u64::MAX), u64::MAX / 1000, "no overflow");
    }
}
