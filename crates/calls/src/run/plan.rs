//! What a run would do.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use super::duration;
use super::rate::least_time;
use super::rates::Rates;
use super::tally::Tally;
use crate::journal::{RowState, States};
use crate::list::{List, ListError};
use crate::row::Row;

/// How many calls are shown.
const SHOWN: usize = 3;

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// What the list is called.
    pub list: String,
    /// The operations that it calls.
    pub operations: Vec<PlannedOperation>,
    /// How many rows repeat an earlier one; they are not called.
    pub doubles: u64,
    /// The least time that the limits let it take, in seconds.
    pub least_seconds: u64,
}

/// What a run would do with the rows of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedOperation {
    /// The operationId.
    pub operation: String,
    /// How many rows would be called.
    pub calls: u64,
    /// How many rows an earlier run has done with.
    pub done: u64,
    /// How many rows an earlier run left unknown: their actions may have been taken.
    pub unknown: u64,
    /// The rates that are kept, as in `100/60s`; without any there is no limit.
    pub rates: Vec<String>,
}

impl Plan {
    /// Makes the plan for a list, and shows the first rows that would be called.
    ///
    /// # Errors
    ///
    /// The list cannot be read any more.
    pub fn new(
        list: &List<'_>,
        states: Option<&States>,
        retries_unknown: bool,
        rates: &Rates,
    ) -> Result<(Self, Vec<Row>), ListError> {
        let (mut tally, mut shown) = (Tally::default(), Vec::new());
        for row in list.rows() {
            let row = row?;
            let state = states.map_or(RowState::NotStarted, |states| states.of(row.index));
            tally.add(&row.call.operation, state);
            let is_called = state.is_open() || (state.is_unknown() && retries_unknown);
            if is_called && shown.len() < SHOWN {
                shown.push(row);
            }
        }
        let mut least = Duration::ZERO;
        let operations = list.operations().into_keys().map(|operation| {
            let (counts, rates) = (tally.of(operation), rates.of(operation));
            let unknown = counts.sum(RowState::is_unknown);
            let calls = counts.sum(RowState::is_open) + if retries_unknown { unknown } else { 0 };
            least = least.max(least_time(&rates, calls));
            PlannedOperation {
                operation: operation.to_owned(),
                calls,
                done: counts.sum(RowState::is_final),
                unknown: if retries_unknown { 0 } else { unknown },
                rates: rates.iter().map(ToString::to_string).collect(),
            }
        });
        let operations = operations.collect();
        let plan =
            Self { list: list.name().to_owned(), operations, doubles: list.doubles(), least_seconds: least.as_secs() };
        Ok((plan, shown))
    }

    /// The plan as lines for a person, not escaped.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.operations.iter().map(PlannedOperation::line).collect();
        if self.doubles > 0 {
            lines.push(format!("doubles: {}, not called again", self.doubles));
        }
        let time = match self.least_seconds {
            0 => "no time: the limits hold nothing up".to_owned(),
            seconds => format!("at least {}", duration::text(Duration::from_secs(seconds))),
        };
        lines.push(format!("takes {time}, and the time of the calls themselves"));
        lines
    }
}

impl PlannedOperation {
    fn line(&self) -> String {
        let part = |count: u64, text: &str| if count > 0 { format!(", {count} {text}") } else { String::new() };
        let calls = if self.calls == 1 { "call" } else { "calls" };
        let rates = if self.rates.is_empty() { "no limit".to_owned() } else { self.rates.join(" and ") };
        let (done, unknown) = (part(self.done, "done already"), part(self.unknown, "unknown"));
        format!("{}: {} {calls}{done}{unknown}; {rates}", self.operation, self.calls)
    }
}
