//! What happens in a run, for a program that shows it.

use std::time::Duration;

use crate::journal::RowState;
use crate::result::CallResult;
use crate::row::Row;

/// What happens in a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A row is left as an earlier run left it.
    Skipped(&'a Row, RowState),
    /// A call has ended, and the row with it.
    Done(&'a Row, &'a CallResult),
    /// A call has ended, and is made again.
    Again(&'a Row, &'a CallResult),
    /// No call is made for this time.
    Waiting(Duration, WaitingFor),
    /// No more calls are made; those in flight are waited for.
    Finishing {
        /// How many there are.
        in_flight: usize,
    },
}

/// Why no call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingFor {
    /// The rates of the operation.
    Rates,
    /// The service asked for it, or there was no connection.
    Service,
}
