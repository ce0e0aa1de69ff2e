//! Whether a call is repeated: a decision without input and output. `docs/retries.md` shows it as a table.

use std::time::Duration;

use http::StatusCode;

use super::notice::RetryReason;
use super::policy::RetryPolicy;
use crate::error::{Error, History, Outcome, StopReason};
use crate::operation::Operation;

/// The result of an attempt, as far as the decision depends on it.
#[derive(Clone, Debug)]
pub(super) struct Happened<'a> {
    outcome: Outcome,
    status: Option<StatusCode>,
    code: Option<&'a str>,
    retry_after: Option<Duration>,
    /// Whether there will be no connection the next time either.
    is_lasting: bool,
}

/// What to do after an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Repeat the call, after a wait.
    Repeat {
        wait: Duration,
        reason: RetryReason,
    },
    Stop(StopReason),
}

impl<'a> Happened<'a> {
    pub(super) fn of(error: &'a Error) -> Self {
        Self {
            outcome: error.outcome(),
            status: error.status(),
            code: error.code().map(|code| code.as_str()),
            retry_after: error.retry_after(),
            is_lasting: matches!(error, Error::Transport(error) if error.is_lasting()),
        }
    }
}

/// Decides after an attempt that failed.
///
/// `history` has the results of the attempts before it, `elapsed` the time since the first one began, and `random`, from 0 to
/// 1, the share of a backoff that is waited.
pub(super) fn decide(
    operation: &Operation,
    history: &History,
    happened: &Happened<'_>,
    policy: &RetryPolicy,
    elapsed: Duration,
    random: f64,
) -> Decision {
    let attempts = history.attempts() + 1;
    let is_already_active =
        happened.outcome == Outcome::Refused && happened.code.is_some_and(|code| operation.is_already_active(code));
    if is_already_active && history.has_repeated_unknown() {
        return Decision::Stop(StopReason::TookEffect);
    }
    let Some(reason) = reason(happened, policy.repeats_unknown && !history.has_repeated_unknown()) else {
        return Decision::Stop(StopReason::NotRepeatable);
    };
    if attempts >= policy.max_attempts {
        return Decision::Stop(StopReason::AttemptsMade);
    }
    if happened.retry_after.is_some_and(|wait| wait > policy.longest_wait) {
        return Decision::Stop(StopReason::WaitTooLong);
    }
    let wait = happened.retry_after.unwrap_or_else(|| policy.backoff_after(attempts, random));
    if elapsed.saturating_add(wait) >= policy.overall_timeout {
        return Decision::Stop(StopReason::TimeOver);
    }
    Decision::Repeat { wait, reason }
}

/// Why a call may be repeated; `None` if it may not.
fn reason(happened: &Happened<'_>, repeats_unknown: bool) -> Option<RetryReason> {
    match (happened.outcome, happened.status) {
        (Outcome::Unreachable, _) if !happened.is_lasting => Some(RetryReason::NoConnection),
        (Outcome::Refused, Some(StatusCode::TOO_MANY_REQUESTS)) => Some(RetryReason::TooManyCalls),
        (Outcome::Unknown, Some(StatusCode::SERVICE_UNAVAILABLE)) if happened.retry_after.is_some() => {
            Some(RetryReason::Unavailable)
        }
        (Outcome::Unknown, _) if repeats_unknown => Some(RetryReason::Unknown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::operation::operations;

    const NEVER: Decision = Decision::Stop(StopReason::NotRepeatable);
    const SECOND: Duration = Duration::from_secs(1);

    fn happened(outcome: Outcome, status: u16) -> Happened<'static> {
        let status = StatusCode::from_u16(status).ok();
        Happened { outcome, status, code: None, retry_after: None, is_lasting: false }
    }

    fn after(outcome: Outcome, status: u16, seconds: u64) -> Happened<'static> {
        Happened { retry_after: Some(Duration::from_secs(seconds)), ..happened(outcome, status) }
    }

    fn operation() -> &'static Operation {
        operations().iter().find(|operation| !operation.already_active_codes.is_empty()).unwrap()
    }

    /// So many attempts before; whether the last of them was repeated although its outcome was unknown.
    fn history(attempts: u32, is_unknown_repeated: bool) -> History {
        let mut history = History::default();
        for attempt in 1..=attempts {
            history.add(&Error::InvalidRequest(String::new()), is_unknown_repeated && attempt == attempts);
        }
        history
    }

    fn first(happened: &Happened<'_>, policy: &RetryPolicy) -> Decision {
        decide(operation(), &History::default(), happened, policy, Duration::ZERO, 1.0)
    }

    fn repeat(seconds: u64, reason: RetryReason) -> Decision {
        Decision::Repeat { wait: Duration::from_secs(seconds), reason }
    }

    #[test]
    fn each_outcome_and_status_has_its_decision() {
        use Outcome::{Accepted, NotSent, Refused, Unknown, Unreachable};
        use RetryReason as Reason;

        let lasting = Happened { is_lasting: true, ..happened(Unreachable, 0) };
        // What happened; the decision, and that with the consent to repeat what is unknown.
        let once = repeat(1, Reason::Unknown);
        let table = [
            (happened(NotSent, 0), NEVER, NEVER),
            (happened(Unreachable, 0), repeat(1, Reason::NoConnection), repeat(1, Reason::NoConnection)),
            (lasting, NEVER, NEVER),
            (happened(Refused, 429), repeat(1, Reason::TooManyCalls), repeat(1, Reason::TooManyCalls)),
            (after(Refused, 429, 9), repeat(9, Reason::TooManyCalls), repeat(9, Reason::TooManyCalls)),
            (after(Refused, 429, 0), repeat(0, Reason::TooManyCalls), repeat(0, Reason::TooManyCalls)),
            (after(Unknown, 503, 9), repeat(9, Reason::Unavailable), repeat(9, Reason::Unavailable)),
            (happened(Unknown, 503), NEVER, once),
            (after(Unknown, 500, 9), NEVER, repeat(9, Reason::Unknown)),
            (happened(Unknown, 500), NEVER, once),
            (happened(Unknown, 408), NEVER, once),
            (happened(Unknown, 0), NEVER, once),
            (happened(Unknown, 200), NEVER, once),
            (happened(Accepted, 201), NEVER, NEVER),
            (happened(Refused, 400), NEVER, NEVER),
            (happened(Refused, 401), NEVER, NEVER),
            (after(Refused, 403, 9), NEVER, NEVER),
            (happened(Refused, 408), NEVER, NEVER),
        ];
        for (happened, expected, with_consent) in table {
            let decision = |consent| first(&happened, &RetryPolicy::new().repeat_unknown(consent));
            assert_eq!((decision(false), decision(true)), (expected, with_consent), "{happened:?}");
        }
    }

    #[test]
    fn what_is_unknown_is_repeated_once() {
        let policy = RetryPolicy::new().repeat_unknown(true);
        let lost = happened(Outcome::Unknown, 0);
        let decision = |history| decide(operation(), &history, &lost, &policy, Duration::ZERO, 0.5);
        assert_eq!(decision(history(1, false)), repeat(1, RetryReason::Unknown), "half of two seconds");
        assert_eq!(decision(history(1, true)), NEVER);
        // Nothing was done by the repetition, so it may be made again.
        let later = after(Outcome::Refused, 429, 3);
        let decision = decide(operation(), &history(1, true), &later, &policy, Duration::ZERO, 0.5);
        assert_eq!(decision, repeat(3, RetryReason::TooManyCalls));
    }

    #[test]
    fn the_code_of_an_active_action_means_that_an_unknown_attempt_took_effect() {
        let policy = RetryPolicy::new().repeat_unknown(true);
        let code = operation().already_active_codes.first().copied();
        let active = Happened { code, ..happened(Outcome::Refused, 400) };
        let decision = |operation: &Operation, history, happened: &Happened<'_>| {
            decide(operation, &history, happened, &policy, Duration::ZERO, 0.0)
        };
        assert_eq!(decision(operation(), history(1, true), &active), Decision::Stop(StopReason::TookEffect));
        assert_eq!(decision(operation(), history(1, false), &active), NEVER, "nothing was sent before");
        assert_eq!(decision(operation(), History::default(), &active), NEVER);
        let other = Happened { code: Some("Forbidden"), ..active.clone() };
        assert_eq!(decision(operation(), history(1, true), &other), NEVER);
        let failed = Happened { outcome: Outcome::Unknown, ..active.clone() };
        assert_eq!(decision(operation(), history(1, true), &failed), NEVER, "it is no refusal");
        // The contract says of each operation which codes these are.
        let without = operations().iter().find(|operation| operation.already_active_codes.is_empty()).unwrap();
        assert_eq!(decision(without, history(1, true), &active), NEVER);
    }

    #[test]
    fn attempts_waits_and_the_whole_time_have_limits() {
        use Decision::Stop;

        let later = after(Outcome::Refused, 429, 10);
        let again = repeat(10, RetryReason::TooManyCalls);
        let policy = RetryPolicy::new().max_attempts(3);
        for (earlier, expected) in
            [(0, again), (1, again), (2, Stop(StopReason::AttemptsMade)), (9, Stop(StopReason::AttemptsMade))]
        {
            let decision = decide(operation(), &history(earlier, false), &later, &policy, Duration::ZERO, 1.0);
            assert_eq!(decision, expected, "{earlier}");
        }
        for (attempts, expected) in
            [(0, Stop(StopReason::AttemptsMade)), (1, Stop(StopReason::AttemptsMade)), (2, again)]
        {
            assert_eq!(first(&later, &RetryPolicy::new().max_attempts(attempts)), expected, "{attempts}");
        }
        for (seconds, expected) in [(9, Stop(StopReason::WaitTooLong)), (10, again)] {
            assert_eq!(first(&later, &RetryPolicy::new().longest_wait(Duration::from_secs(seconds))), expected);
        }
        let policy = RetryPolicy::new().overall_timeout(20 * SECOND);
        for (elapsed, expected) in [
            (9 * SECOND, again),
            (10 * SECOND, Stop(StopReason::TimeOver)),
            (Duration::MAX, Stop(StopReason::TimeOver)),
        ] {
            assert_eq!(
                decide(operation(), &History::default(), &later, &policy, elapsed, 1.0),
                expected,
                "{elapsed:?}"
            );
        }
        let backoff = happened(Outcome::Unreachable, 0);
        let decision = |elapsed, random| decide(operation(), &history(3, false), &backoff, &policy, elapsed, random);
        assert_eq!(decision(11 * SECOND, 1.0), repeat(8, RetryReason::NoConnection));
        assert_eq!(decision(12 * SECOND, 1.0), Stop(StopReason::TimeOver));
        assert_eq!(decision(12 * SECOND, 0.5), repeat(4, RetryReason::NoConnection));
    }
}
