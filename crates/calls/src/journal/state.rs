//! Where each row stands.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::Kind;
use super::recent::{RecentCall, RecentCalls};
use crate::cause::Cause;
use crate::result::{CallOutcome, CallResult};

/// Where a row stands, after the result of its last call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RowState {
    /// Nothing was sent.
    NotStarted,
    /// The call was about to be sent, and no end is on record: it may have been taken.
    Interrupted,
    /// The service accepted the action.
    Accepted,
    /// The call was refused: the action was not taken.
    Refused,
    /// Refused for a cause outside of the call (the token, a permission, too many calls): the action was not taken.
    Deferred,
    /// Bad input: nothing was sent.
    NotSent,
    /// There was no connection: nothing was sent.
    Unreachable,
    /// The request was sent, and no response says whether the action was taken.
    Unknown,
}

impl RowState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::NotStarted,
        Self::Interrupted,
        Self::Accepted,
        Self::Refused,
        Self::Deferred,
        Self::NotSent,
        Self::Unreachable,
        Self::Unknown,
    ];

    /// Whether the next run leaves the row alone: the service has decided.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Accepted | Self::Refused)
    }

    /// Whether the action may have been taken, and nothing on record says so: a person has to look.
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Interrupted | Self::Unknown)
    }

    /// Whether nothing was taken, so that the next run sends it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotStarted | Self::Deferred | Self::NotSent | Self::Unreachable)
    }

    /// Where a row stands after a call with this outcome, status and code.
    pub(super) fn after(outcome: CallOutcome, status: Option<u16>, code: Option<&str>) -> Self {
        match outcome {
            CallOutcome::Accepted => Self::Accepted,
            CallOutcome::Refused if Cause::of(outcome, status, code).is_some() => Self::Deferred,
            CallOutcome::Refused => Self::Refused,
            CallOutcome::NotSent => Self::NotSent,
            CallOutcome::Unreachable => Self::Unreachable,
            CallOutcome::Unknown => Self::Unknown,
        }
    }

    fn number(self) -> u8 {
        // All states are in the list, so that the position is always found.
        Self::ALL.iter().position(|state| *state == self).unwrap_or_default() as u8
    }
}

impl From<&CallResult> for RowState {
    fn from(result: &CallResult) -> Self {
        Self::after(result.outcome, result.status, result.code.as_deref())
    }
}

impl fmt::Display for RowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted => "not started",
            Self::Interrupted => "interrupted",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Deferred => "deferred",
            Self::NotSent => "not sent",
            Self::Unreachable => "unreachable",
            Self::Unknown => "unknown",
        })
    }
}

/// The end of a journal that was cut off while it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TornLine {
    /// The number of the line.
    pub line: u64,
    /// How many bytes of it there are.
    pub bytes: u64,
}

/// How many rows stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Nothing was sent.
    pub not_started: u64,
    /// The call was about to be sent, and no end is on record: it may have been taken.
    pub interrupted: u64,
    /// The service accepted the action.
    pub accepted: u64,
    /// The call was refused: the action was not taken.
    pub refused: u64,
    /// Refused for a cause outside of the call (the token, a permission, too many calls): the action was not taken.
    pub deferred: u64,
    /// Bad input: nothing was sent.
    pub not_sent: u64,
    /// There was no connection: nothing was sent.
    pub unreachable: u64,
    /// The request was sent, and no response says whether the action was taken.
    pub unknown: u64,
}

impl Counts {
    /// How many rows are in a state.
    pub fn of(&self, state: RowState) -> u64 {
        *{ *self }.count(state)
    }

    /// How many rows are in one of the states that a test accepts.
    pub fn sum(&self, is_counted: impl Fn(RowState) -> bool) -> u64 {
        RowState::ALL.into_iter().filter(|state| is_counted(*state)).map(|state| self.of(state)).sum()
    }

    /// Counts rows.
    pub(crate) fn add(&mut self, state: RowState, rows: u64) {
        *self.count(state) += rows;
    }

    fn count(&mut self, state: RowState) -> &mut u64 {
        match state {
            RowState::NotStarted => &mut self.not_started,
            RowState::Interrupted => &mut self.interrupted,
            RowState::Accepted => &mut self.accepted,
            RowState::Refused => &mut self.refused,
            RowState::Deferred => &mut self.deferred,
            RowState::NotSent => &mut self.not_sent,
            RowState::Unreachable => &mut self.unreachable,
            RowState::Unknown => &mut self.unknown,
        }
    }
}

/// Where each row of a list stands: half a byte a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    rows: u64,
    // Two rows a byte.
    nibbles: Vec<u8>,
    counts: Counts,
    torn: Option<TornLine>,
    recent: RecentCalls,
}

impl States {
    /// A list of which nothing was sent. Memory grows as rows are set.
    pub(super) fn new(rows: u64) -> Self {
        let counts = Counts { not_started: rows, ..Counts::default() };
        Self { rows, nibbles: Vec::new(), counts, torn: None, recent: RecentCalls::default() }
    }

    /// Where a row stands.
    pub fn of(&self, index: u64) -> RowState {
        let byte = usize::try_from(index / 2).ok().and_then(|at| self.nibbles.get(at)).copied().unwrap_or_default();
        let number = if index.is_multiple_of(2) { byte & 0xf } else { byte >> 4 };
        RowState::ALL.get(usize::from(number)).copied().unwrap_or(RowState::NotStarted)
    }

    /// How many rows stand where.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The indexes of the rows whose action may have been taken, in order.
    pub fn unknown(&self) -> impl Iterator<Item = u64> {
        (0..self.known()).filter(|index| self.of(*index).is_unknown())
    }

    /// The line that was cut off at the end of the journal, and is gone now.
    pub fn torn(&self) -> Option<TornLine> {
        self.torn
    }

    /// How many rows the list has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn set(&mut self, index: u64, state: RowState) {
        let Some(at) = usize::try_from(index / 2).ok().filter(|_| index < self.rows) else { return };
        let before = self.of(index);
        if at >= self.nibbles.len() {
            self.nibbles.resize(at + 1, 0);
        }
        let (keep, shift) = if index.is_multiple_of(2) { (0xf0, 0) } else { (0x0f, 4) };
        self.nibbles[at] = (self.nibbles[at] & keep) | (state.number() << shift);
        *self.counts.count(before) -= 1;
        *self.counts.count(state) += 1;
    }

    /// The calls that were made last, the oldest first.
    pub fn recent(&self) -> Vec<RecentCall> {
        self.recent.calls()
    }

    pub(super) fn add_recent(&mut self, row: u64, kind: &Kind) {
        self.recent.add(row, kind);
    }

    pub(super) fn set_torn(&mut self, torn: TornLine) {
        self.torn = Some(torn);
    }

    /// The rows behind which none was started.
    fn known(&self) -> u64 {
        (self.nibbles.len() as u64 * 2).min(self.rows)
    }
}
