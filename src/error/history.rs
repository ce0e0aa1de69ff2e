//! The results of the earlier attempts of a call.

use http::StatusCode;

use super::call_error::Error;
use super::outcome::Outcome;

/// An earlier attempt of a call that may have taken the action.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownAttempt {
    /// Its number; the first attempt has 1.
    pub number: u32,
    /// What happened, in a line.
    pub what_happened: String,
    /// The status of its response; `None` if there was none.
    pub status: Option<StatusCode>,
    /// The id to quote when you ask Microsoft about it; `None` if the response has none.
    pub correlation_id: Option<String>,
}

/// The attempts of a call that failed, and were followed by another.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    attempts: u32,
    /// What is known of the action; `None` before the first attempt.
    outcome: Option<Outcome>,
    unknown: Vec<UnknownAttempt>,
    has_repeated_unknown: bool,
}

impl History {
    /// Adds an attempt that is followed by another: whether that is because its outcome is unknown, and the caller allows it.
    pub(crate) fn add(&mut self, error: &Error, is_unknown_repeated: bool) {
        self.attempts += 1;
        let outcome = error.outcome();
        self.outcome = Some(self.outcome_with(outcome));
        if outcome == Outcome::Unknown {
            self.unknown.push(UnknownAttempt {
                number: self.attempts,
                what_happened: error.to_string(),
                status: error.status(),
                correlation_id: error.correlation_id().map(str::to_owned),
            });
        }
        self.has_repeated_unknown |= is_unknown_repeated;
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The attempts that may have taken the action.
    pub(crate) fn unknown(&self) -> &[UnknownAttempt] {
        &self.unknown
    }

    /// Whether a call whose outcome is unknown was repeated, with the consent of the caller.
    pub(crate) fn has_repeated_unknown(&self) -> bool {
        self.has_repeated_unknown
    }

    /// What is known of the action after one more attempt with this outcome: of all outcomes the one that leaves most
    /// possible. So nothing is said to be refused, or not to be sent, that an earlier attempt did.
    pub(crate) fn outcome_with(&self, last: Outcome) -> Outcome {
        let rank = |outcome: &Outcome| match outcome {
            Outcome::NotSent => 0,
            Outcome::Unreachable => 1,
            Outcome::Refused => 2,
            Outcome::Unknown => 3,
            Outcome::Accepted => 4,
        };
        self.outcome.into_iter().chain([last]).max_by_key(rank).unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_outcomes_the_one_that_leaves_most_possible_holds() {
        let ranked = [Outcome::NotSent, Outcome::Unreachable, Outcome::Refused, Outcome::Unknown, Outcome::Accepted];
        for (index, earlier) in ranked.into_iter().enumerate() {
            for (other, last) in ranked.into_iter().enumerate() {
                let history = History { outcome: Some(earlier), ..History::default() };
                assert_eq!(history.outcome_with(last), ranked[index.max(other)], "{earlier:?}, {last:?}");
            }
            assert_eq!(History::default().outcome_with(earlier), earlier);
        }
    }

    #[test]
    fn attempts_are_counted() {
        let mut history = History::default();
        assert_eq!((history.attempts(), history.has_repeated_unknown()), (0, false));
        history.add(&Error::InvalidRequest("no".to_owned()), true);
        history.add(&Error::InvalidRequest("no".to_owned()), false);
        assert_eq!((history.attempts(), history.has_repeated_unknown(), history.unknown()), (2, true, &[][..]));
        assert_eq!(history.outcome_with(Outcome::NotSent), Outcome::NotSent);
    }
}
