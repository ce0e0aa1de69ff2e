//! How often an operation may be called.

use std::num::NonZeroU32;
use std::time::Duration;

use document::Node;

/// The extension that lists the limits of an operation.
pub(crate) const KEY: &str = "x-rate-limits";

/// A limit of an operation: so many calls in any period of this length, for each application in each tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls, at least one.
    pub calls: NonZeroU32,
    /// In which time: whole seconds, at least one.
    pub period: Duration,
}

impl RateLimit {
    /// So many calls in a period.
    pub fn new(calls: NonZeroU32, period: Duration) -> Self {
        Self { calls, period }
    }

    /// Reads an element of `x-rate-limits`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence without its place.
    pub fn read(limit: &Node) -> Result<Self, &'static str> {
        let object = limit.as_object().ok_or("a limit is `{calls: NUMBER, period: SECONDS}`")?;
        if object.keys().any(|key| key != "calls" && key != "period") {
            return Err("a limit has `calls` and `period`, and nothing else");
        }
        let number = |key: &str| limit.get(key).and_then(Node::as_u64).and_then(|it| u32::try_from(it).ok());
        let calls = number("calls").and_then(NonZeroU32::new).ok_or("`calls` is a whole number, at least 1")?;
        let period = number("period").filter(|period| *period > 0);
        let period = period.ok_or("`period` is a whole number of seconds, at least 1")?;
        Ok(Self { calls, period: Duration::from_secs(period.into()) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_limit_is_calls_in_a_period_of_seconds() {
        let read = |value| RateLimit::read(&Node::from(&value));
        let limit = read(json!({"calls": 100, "period": 60})).unwrap();
        assert_eq!((limit.calls.get(), limit.period), (100, Duration::from_secs(60)));
        for malformed in [
            json!([100, 60]),
            json!({"calls": 100}),
            json!({"calls": 0, "period": 60}),
            json!({"calls": 100, "period": 0}),
            json!({"calls": 1.5, "period": 60}),
            json!({"calls": "100", "period": 60}),
            json!({"calls": -1, "period": 60}),
            json!({"calls": 1, "period": 60, "burst": 2}),
            json!({"calls": 5_000_000_000_u64, "period": 60}),
        ] {
            assert!(read(malformed.clone()).is_err(), "{malformed}");
        }
    }
}
