//! The error of a call that was made more than once.

use std::fmt;

use super::call_error::Error;
use super::history::{History, UnknownAttempt};
use super::outcome::Outcome;

/// Why a call is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// A repetition would not help, or might do harm.
    NotRepeatable,
    /// An earlier attempt, whose outcome is unknown, took effect.
    TookEffect,
    /// All attempts are made.
    AttemptsMade,
    /// The service asks for a longer wait than the caller allows.
    WaitTooLong,
    /// The next attempt would begin after the time of the call.
    TimeOver,
}

/// A call that was made more than once, and whose last attempt failed.
pub struct Repeated<E> {
    last: Error<E>,
    earlier: History,
    stopped: StopReason,
}

impl<E> Repeated<E> {
    pub(crate) fn new(last: Error<E>, earlier: History, stopped: StopReason) -> Self {
        Self { last, earlier, stopped }
    }

    /// The error of the last attempt.
    pub fn last(&self) -> &Error<E> {
        &self.last
    }

    /// Whether the last attempt was refused because an earlier one, whose outcome was unknown, took effect. Its action was
    /// accepted, and no response says which it is.
    pub fn took_effect(&self) -> bool {
        self.stopped == StopReason::TookEffect
    }

    pub(super) fn outcome(&self) -> Outcome {
        match self.stopped {
            StopReason::TookEffect => Outcome::Accepted,
            _ => self.earlier.outcome_with(self.last.outcome()),
        }
    }

    pub(super) fn attempts(&self) -> u32 {
        self.earlier.attempts() + 1
    }

    pub(super) fn unknown_attempts(&self) -> &[UnknownAttempt] {
        self.earlier.unknown()
    }

    /// Why there is no further attempt, for a person; nothing where that is no surprise.
    pub(super) fn why_stopped(&self) -> &'static str {
        match self.stopped {
            StopReason::NotRepeatable => "",
            StopReason::TookEffect => "",
            StopReason::AttemptsMade => ", no more are allowed",
            StopReason::WaitTooLong => "; the service asks for a longer wait than is allowed",
            StopReason::TimeOver => "; the time for all of them is over",
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Repeated<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repeated")
            .field("attempts", &self.attempts())
            .field("outcome", &self.outcome())
            .field("last", &self.last)
            .field("unknown_attempts", &self.unknown_attempts())
            .field("stopped", &self.stopped)
            .finish()
    }
}
