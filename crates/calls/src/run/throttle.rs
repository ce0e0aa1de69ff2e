//! A response that asks all calls to wait: a decision without input and output.
//!
//! What concerns a single call is repeated by the client, as its policy allows. A wait that the service asks for concerns
//! them all, and may be longer than any call may take, so it is the run that waits.

use std::time::Duration;

use crate::result::{CallOutcome, CallResult};

/// So often a call is made at most that is asked to wait.
const MOST_CALLS: u32 = 10;

/// The first wait where the service asks for none, which doubles from one to the next, and the longest.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);

/// How long all calls wait before this one is made again, which was made `times` times; `None` if it is done with.
pub fn wait(result: &CallResult, times: u32) -> Option<Duration> {
    let is_throttled = match (result.outcome, result.status) {
        (CallOutcome::Refused, Some(429)) => true,
        (CallOutcome::Unknown, Some(503)) => result.retry_after.is_some(),
        _ => false,
    };
    let doubled = || FIRST_WAIT.saturating_mul(1 << (times.saturating_sub(1)).min(16)).min(LONGEST_WAIT);
    (is_throttled && times < MOST_CALLS).then(|| result.retry_after.unwrap_or_else(doubled))
}

/// What is known of a row after one more call: an action that an earlier call may have taken is not known to be refused,
/// unless it is refused because the earlier one took effect.
pub fn outcome_after(earlier: Option<CallOutcome>, last: CallOutcome, took_effect: bool) -> CallOutcome {
    match (earlier, last) {
        (_, CallOutcome::Accepted) => last,
        (Some(CallOutcome::Unknown), CallOutcome::Refused) if took_effect => CallOutcome::Accepted,
        (Some(CallOutcome::Unknown), _) => CallOutcome::Unknown,
        _ => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(outcome: CallOutcome, status: u16, retry_after: Option<u64>) -> CallResult {
        CallResult {
            outcome,
            status: Some(status),
            action: serde_json::Value::Null,
            code: None,
            message: String::new(),
            correlation_id: None,
            retry_after: retry_after.map(Duration::from_secs),
            attempts: 1,
        }
    }

    #[test]
    fn all_wait_for_as_long_as_the_service_asks() {
        let seconds = |outcome, status, retry_after, times| {
            wait(&result(outcome, status, retry_after), times).map(|wait| wait.as_secs())
        };
        assert_eq!(seconds(CallOutcome::Refused, 429, Some(30), 1), Some(30));
        assert_eq!(seconds(CallOutcome::Refused, 429, Some(0), 9), Some(0));
        assert_eq!(seconds(CallOutcome::Refused, 429, Some(30), 10), None, "not for ever");
        assert_eq!(
            [1, 2, 3, 7, 9].map(|times| seconds(CallOutcome::Refused, 429, None, times)),
            [Some(5), Some(10), Some(20), Some(300), Some(300)]
        );
        assert_eq!(seconds(CallOutcome::Unknown, 503, Some(2), 1), Some(2));
        for (outcome, status, retry_after) in [
            (CallOutcome::Unknown, 503, None),
            (CallOutcome::Unknown, 500, Some(2)),
            (CallOutcome::Unknown, 429, Some(2)),
            (CallOutcome::Refused, 400, Some(2)),
            (CallOutcome::Accepted, 201, Some(2)),
        ] {
            assert_eq!(seconds(outcome, status, retry_after, 1), None, "{outcome:?} {status}");
        }
    }

    #[test]
    fn what_may_have_been_taken_is_not_said_to_be_refused() {
        use CallOutcome::{Accepted, NotSent, Refused, Unknown, Unreachable};

        for last in [Refused, NotSent, Unreachable, Unknown] {
            assert_eq!(outcome_after(Some(Unknown), last, false), Unknown);
            assert_eq!(outcome_after(Some(Refused), last, true), last);
            assert_eq!(outcome_after(None, last, true), last);
        }
        assert_eq!(outcome_after(Some(Unknown), Accepted, false), Accepted);
        assert_eq!(outcome_after(Some(Unknown), Refused, true), Accepted);
        assert_eq!(outcome_after(Some(Unknown), Unreachable, true), Unknown);
    }
}
