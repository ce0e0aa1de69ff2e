//! What a caller allows.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// How often a call is made, and how long it waits in between; for [`ClientBuilder::retry`](crate::ClientBuilder::retry).
///
/// A call is repeated where repeating does no harm:
///
/// - The status 429, and 503 with `Retry-After`: after the wait that the service asks for, else after a backoff.
/// - No connection (it was refused, or TLS failed): after a backoff. A certificate that is not trusted, and a proxy that wants
///   credentials, are not cured by repeating.
///
/// A call whose outcome is unknown (a lost connection, a timeout, 408, 5xx) may have taken the action. It is repeated only
/// with [`repeat_unknown`](Self::repeat_unknown), and once. `docs/retries.md` of the project has the table.
///
/// A backoff is a random time up to a limit, which doubles from attempt to attempt.
///
/// ```
/// use std::time::Duration;
/// use defender_actions::{Client, Environment, RetryPolicy};
///
/// let policy = RetryPolicy::new().max_attempts(3).overall_timeout(Duration::from_secs(120));
/// let client = Client::builder().environment(Environment::Production).retry(policy).build();
/// # assert!(client.is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(super) max_attempts: u32,
    pub(super) overall_timeout: Duration,
    pub(super) longest_wait: Duration,
    pub(super) first_backoff: Duration,
    pub(super) longest_backoff: Duration,
    pub(super) repeats_unknown: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            overall_timeout: Duration::from_secs(300),
            longest_wait: Duration::from_secs(120),
            first_backoff: Duration::from_secs(1),
            longest_backoff: Duration::from_secs(30),
            repeats_unknown: false,
        }
    }
}

impl RetryPolicy {
    /// At most 5 attempts in 5 minutes; waits of at most 2 minutes; what is unknown is not repeated.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most attempts, the first one included; 5 by default. One is made in any case.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The time that all attempts and the waits between them may take; 5 minutes by default. None begins that could not end
    /// within it: an attempt gets the rest of it, if that is less than the
    /// [timeout of an attempt](crate::ClientBuilder::timeout), and the call ends at once where a wait would be longer.
    pub fn overall_timeout(mut self, timeout: Duration) -> Self {
        self.overall_timeout = timeout;
        self
    }

    /// The longest wait that the service may ask for; 2 minutes by default. If it asks for more, the call ends, and its error
    /// has the wait ([`Error::retry_after`](crate::Error::retry_after)).
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// The limit of the first backoff, 1 second by default, and of all others, 30 seconds by default.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_backoff, self.longest_backoff) = (first, longest);
        self
    }

    /// Whether a call whose outcome is unknown is repeated, once; it is not by default.
    ///
    /// Say yes only where taking the action twice does no harm. If the repetition is refused because an action of this kind
    /// is active already, the first one took effect: the outcome is [`Outcome::Accepted`](crate::Outcome::Accepted).
    pub fn repeat_unknown(mut self, is_allowed: bool) -> Self {
        self.repeats_unknown = is_allowed;
        self
    }

    /// The backoff after this many attempts: `random`, from 0 to 1, of its limit.
    pub(super) fn backoff_after(&self, attempts: u32, random: f64) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let limit = self.first_backoff.saturating_mul(factor).min(self.longest_backoff);
        // The limit may be more seconds than a number with a fraction holds.
        Duration::try_from_secs_f64(limit.as_secs_f64() * random).unwrap_or(limit)
    }
}

/// A random number from 0 to 1, for a backoff. No secret depends on it.
pub(super) fn random() -> f64 {
    // The seed of each is random.
    f64::from(RandomState::new().hash_one(()) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_a_backoff_doubles_up_to_the_longest() {
        let policy = RetryPolicy::new();
        let limits =
            [1, 2, 3, 4, 5, 6, 7, 32, 33, u32::MAX].map(|attempts| policy.backoff_after(attempts, 1.0).as_secs());
        assert_eq!(limits, [1, 2, 4, 8, 16, 30, 30, 30, 30, 30]);
        assert_eq!(policy.backoff_after(3, 0.25), Duration::from_secs(1));
        assert_eq!(policy.backoff_after(3, 0.0), Duration::ZERO);
        let longest = RetryPolicy::new().backoff(Duration::MAX, Duration::MAX);
        assert_eq!([0.0, 1.0].map(|random| longest.backoff_after(9, random)), [Duration::ZERO, Duration::MAX]);
    }

    #[test]
    fn random_numbers_differ_and_are_from_0_to_1() {
        let numbers: Vec<f64> = (0..1000).map(|_| random()).collect();
        assert!(numbers.iter().all(|number| (0.0..=1.0).contains(number)));
        for tenth in 0..10 {
            let range = f64::from(tenth) / 10.0..f64::from(tenth + 1) / 10.0;
            assert!(numbers.iter().any(|number| range.contains(number)), "{range:?}");
        }
    }
}
