//! How far a call is, for the case that a signal stops it.

use defender_actions::{Departure, Error, Outcome};

use crate::dry_run::Recorded;

/// How far a call is.
#[derive(Default)]
pub struct Progress {
    current: Current,
    /// How many attempts have begun.
    attempts: u32,
    /// Whether an attempt that has ended was sent, and refused.
    is_refused: bool,
    /// Whether an attempt that has ended may have taken the action.
    is_unknown: bool,
}

/// The request of now.
#[derive(Default)]
enum Current {
    #[default]
    None,
    /// It is a dry run.
    Recorded(Box<Recorded>),
    /// It is on its way to the connection.
    Watched(Departure),
}

/// What is known of the action of a call that was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Nothing was sent.
    Unsent,
    /// All that was sent was refused.
    Refused,
    /// An attempt may have taken it.
    Unknown,
}

impl Progress {
    /// The request of a dry run.
    pub fn record(&mut self, request: Recorded) {
        self.current = Current::Recorded(Box::new(request));
    }

    /// An attempt begins.
    pub fn begin(&mut self, departure: Departure) {
        // An attempt that ended without a notice was refused for its token, and that was renewed.
        self.is_refused |= matches!(self.current, Current::Watched(_));
        self.attempts += 1;
        self.current = Current::Watched(departure);
    }

    /// An attempt has ended, and another is to come.
    pub fn end(&mut self, error: &Error) {
        self.current = Current::None;
        match error.outcome() {
            Outcome::NotSent | Outcome::Unreachable => {}
            Outcome::Refused => self.is_refused = true,
            _ => self.is_unknown = true,
        }
    }

    /// The request, if it is a dry run.
    pub fn recorded(&mut self) -> Option<Recorded> {
        match std::mem::take(&mut self.current) {
            Current::Recorded(request) => Some(*request),
            other => {
                self.current = other;
                None
            }
        }
    }

    /// How many attempts have begun.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Stops it, with the request that has not left.
    pub fn stop(&mut self) -> Stopped {
        let may_have_left = match std::mem::take(&mut self.current) {
            Current::Watched(departure) => departure.may_have_begun(),
            Current::None | Current::Recorded(_) => false,
        };
        match (may_have_left || self.is_unknown, self.is_refused) {
            (true, _) => Stopped::Unknown,
            (false, true) => Stopped::Refused,
            (false, false) => Stopped::Unsent,
        }
    }
}
