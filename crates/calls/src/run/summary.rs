//! The result of a run.

use schemars::JsonSchema;
use serde::Serialize;

use super::engine::Ended;
use super::stop::Stop;
use crate::cause::Cause;
use crate::journal::{Counts, RowState};
use crate::list::List;

/// The result of a run. Rows that an earlier run has done with are counted too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// What the list is called.
    pub list: String,
    /// The path of the journal.
    pub journal: String,
    /// Which run of the journal it was; the first is 1.
    pub run: u64,
    /// How many calls this run made.
    pub calls: u64,
    /// How many rows repeat an earlier one; they are not called, and not counted.
    pub doubles: u64,
    /// How many rows stand where.
    pub counts: Counts,
    /// The same for each operation of the list.
    pub operations: Vec<OperationSummary>,
    /// Why it ended before the end of the list; null if it did not.
    pub stopped: Option<Stopped>,
}

/// How many rows of an operation stand where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationSummary {
    /// The operationId.
    pub operation: String,
    /// How many rows stand where.
    pub counts: Counts,
}

/// Why a run ended before the end of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stopped {
    /// The reason, stable.
    pub reason: StopReason,
    /// What happened, in words. Not stable.
    pub message: String,
}

/// The reason why a run ended before the end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StopReason {
    /// A signal asked it to.
    Signal,
    /// The journal cannot be written.
    Journal,
    /// The list cannot be read any more.
    List,
    /// Calls failed for this cause.
    #[serde(untagged)]
    Failing(Cause),
}

impl RunSummary {
    /// The summary of a run of a list with a journal.
    pub fn new(list: &List<'_>, journal: String, run: u64, ended: &Ended) -> Self {
        let (mut operations, mut all) = (Vec::new(), Counts::default());
        for (operation, rows) in list.operations() {
            let mut counts = ended.tally.of(operation);
            // What was not reached.
            counts.not_started += rows.saturating_sub(counts.sum(|_| true));
            RowState::ALL.into_iter().for_each(|state| all.add(state, counts.of(state)));
            operations.push(OperationSummary { operation: operation.to_owned(), counts });
        }
        Self {
            list: list.name().to_owned(),
            journal,
            run,
            calls: ended.calls,
            doubles: list.doubles(),
            counts: all,
            operations,
            stopped: ended.stop.as_ref().map(Stopped::of),
        }
    }

    /// The summary as lines of a table for a person, not escaped: the states that no row is in are left out.
    pub fn lines(&self) -> Vec<String> {
        let is_shown = |state: &RowState| *state == RowState::Accepted || self.counts.of(*state) > 0;
        let states: Vec<RowState> = RowState::ALL.into_iter().filter(is_shown).collect();
        let width = |name: &str| self.operations.iter().map(|it| it.operation.len()).chain([name.len()]).max();
        let first = width("operation").unwrap_or_default();
        let row = |name: &str, cell: &dyn Fn(RowState) -> String| {
            let cells = states.iter().map(|state| {
                let width = state.to_string().len().max(7);
                format!("  {:>width$}", cell(*state))
            });
            format!("{name:first$}{}", cells.collect::<String>())
        };
        let mut lines = vec![row("operation", &|state| state.to_string())];
        lines.extend(self.operations.iter().map(|it| row(&it.operation, &|state| it.counts.of(state).to_string())));
        if self.operations.len() > 1 {
            lines.push(row("all", &|state| self.counts.of(state).to_string()));
        }
        if self.doubles > 0 {
            lines.push(format!("doubles: {}, not called again", self.doubles));
        }
        lines.push(format!("calls of this run: {}; the journal is {}", self.calls, self.journal));
        lines
    }
}

impl Stopped {
    fn of(stop: &Stop) -> Self {
        let (reason, message) = match stop {
            Stop::Asked => (StopReason::Signal, "stopped by a signal".to_owned()),
            Stop::Failing { cause, times, message } => {
                let times = if *times == 1 { String::new() } else { format!(", {times} calls in a row") };
                (StopReason::Failing(*cause), format!("{cause}{times}: {message}"))
            }
            Stop::LongPause(wait) => (
                StopReason::Failing(Cause::Throttled),
                format!("the service asks to wait for {} before the next call", super::duration::text(*wait)),
            ),
            Stop::Journal(entries) => {
                let why = entries.first().map(ToString::to_string).unwrap_or_default();
                (StopReason::Journal, why)
            }
            Stop::List(error) => (StopReason::List, format!("the list cannot be read any more: {error}")),
        };
        Self { reason, message }
    }
}
