//! Why a run ends before the end of its list.

use std::time::Duration;

use crate::cause::Cause;
use crate::journal::Unwritten;

/// So many calls that fail for one cause outside of them, one after the other, stop a run.
pub const FAILURES: u32 = 5;

/// The longest wait that the service may ask for. A run that would wait longer stops.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// How a run is asked to stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Halt {
    /// It goes on.
    #[default]
    No,
    /// No more calls are made; those in flight are waited for.
    Finish,
    /// Calls in flight are given up too: their outcome is unknown.
    AtOnce,
}

/// Why a run ended before the end of its list.
#[derive(Debug)]
#[non_exhaustive]
pub enum Stop {
    /// It was asked to.
    Asked,
    /// Calls failed for a cause outside of them.
    Failing {
        /// The cause.
        cause: Cause,
        /// How many calls, one after the other.
        times: u32,
        /// The outcome of the last of them.
        message: String,
    },
    /// The service asks to wait for longer than [`LONGEST_PAUSE`].
    LongPause(Duration),
    /// The journal cannot be written.
    Journal(Vec<Unwritten>),
    /// The list cannot be read any more.
    List(String),
}

/// How many calls in a row stop a run that fail for a cause. No call succeeds with a token that is not accepted.
fn limit(cause: Cause) -> u32 {
    match cause {
        Cause::Token | Cause::Proxy => 1,
        _ => FAILURES,
    }
}

/// Calls that failed one after the other for one cause.
#[derive(Debug, Default)]
pub struct Streak(Option<(Cause, u32)>);

impl Streak {
    /// Counts why a call failed, if it did; the reason to stop, if it is one.
    pub fn count(&mut self, cause: Option<Cause>, message: &str) -> Option<Stop> {
        let Some(cause) = cause else {
            self.0 = None;
            return None;
        };
        let times = self.0.filter(|(last, _)| *last == cause).map_or(0, |(_, times)| times) + 1;
        self.0 = Some((cause, times));
        (times >= limit(cause)).then(|| Stop::Failing { cause, times, message: message.to_owned() })
    }
}
