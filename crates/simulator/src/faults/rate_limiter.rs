//! Counts calls within sliding periods.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use openapi::RateLimit;

use crate::memory::Latest;

/// How many operations and tokens are remembered; the oldest are forgotten first.
const CAPACITY: usize = 256;

/// The calls of each operation and token, as far as a limit regards them.
pub(crate) struct RateLimiter(Latest<VecDeque<SystemTime>>);

impl Default for RateLimiter {
    fn default() -> Self {
        Self(Latest::with_capacity(CAPACITY))
    }
}

impl RateLimiter {
    /// Counts a call if it is within the limits. The error is how long it has to wait.
    pub(crate) fn count(&mut self, caller: &str, limits: &[RateLimit], now: SystemTime) -> Result<(), Duration> {
        let Some(longest) = limits.iter().map(|limit| limit.period).max() else { return Ok(()) };
        let mut calls = self.0.get(caller).cloned().unwrap_or_default();
        // A clock that was set back forgets what is in its future.
        let is_past = |call: SystemTime, period| now.duration_since(call).map_or(true, |elapsed| elapsed >= period);
        calls.retain(|call| !is_past(*call, longest));
        let wait = limits.iter().filter_map(|limit| {
            let within = calls.iter().rev().take_while(|call| !is_past(**call, limit.period)).count();
            let over = (within + 1).checked_sub(limit.calls.get() as usize).filter(|over| *over > 0)?;
            // The call that has to leave the period before there is room.
            let leaves = calls[calls.len() - within + over - 1];
            limit.period.checked_sub(now.duration_since(leaves).unwrap_or_default())
        });
        let wait = wait.max();
        if wait.is_none() {
            calls.push_back(now);
        }
        self.0.set(caller, calls);
        wait.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn limits() -> [RateLimit; 2] {
        [(100, 60), (1500, 3600)]
            .map(|(calls, period)| RateLimit::new(NonZeroU32::new(calls).unwrap(), Duration::from_secs(period)))
    }

    #[test]
    fn a_call_waits_until_there_is_room_in_each_period() {
        let mut limiter = RateLimiter::default();
        let mut now = SystemTime::UNIX_EPOCH;
        for _ in 0..100 {
            assert_eq!(limiter.count("a", &limits(), now), Ok(()));
        }
        now += Duration::from_secs(20);
        assert_eq!(limiter.count("a", &limits(), now), Err(Duration::from_secs(40)));
        assert_eq!(limiter.count("b", &limits(), now), Ok(()), "another caller has its own");
        now += Duration::from_secs(40);
        assert_eq!(limiter.count("a", &limits(), now), Ok(()));
    }

    /// Whoever waits as told gets all that is allowed, and no more.
    #[test]
    fn the_allowed_rate_is_reached_and_never_passed() {
        let mut limiter = RateLimiter::default();
        let (start, mut now) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH);
        let mut calls = Vec::new();
        while now < start + Duration::from_secs(7200) {
            match limiter.count("a", &limits(), now) {
                Ok(()) => calls.push(now),
                Err(wait) => now += wait,
            }
        }
        assert_eq!(calls.len(), 3000);
        for limit in limits() {
            let most = calls
                .iter()
                .map(|first| calls.iter().filter(|it| **it >= *first && **it < *first + limit.period).count());
            assert_eq!(most.max(), Some(limit.calls.get() as usize));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let mut limiter = RateLimiter::default();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        for _ in 0..100 {
            limiter.count("a", &limits(), now).unwrap();
        }
        assert_eq!(limiter.count("a", &limits(), SystemTime::UNIX_EPOCH), Ok(()));
    }
}
