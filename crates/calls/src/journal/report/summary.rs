//! What a journal says of all rows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::journal::entry::RunBegan;
use crate::journal::header::ListIdentity;
use crate::journal::state::{Counts, TornLine};
use crate::journal::who::Who;

/// What a journal says of all rows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The version of the journal's format.
    pub format: u32,
    /// When the journal was created, UTC.
    pub created_at: String,
    /// Where the calls went.
    pub base_url: String,
    /// The environment of the contract that was named; null if an address was.
    pub environment: Option<String>,
    /// The list of calls.
    pub list: ListIdentity,
    /// The runs that wrote the journal, in order.
    pub runs: Vec<RunSummary>,
    /// Whether a run writes the journal now, so that interrupted rows may be on their way.
    pub is_in_use: bool,
    /// The last line, if it was cut off; null if it was not. Its call was not sent yet, or counts as interrupted.
    pub torn_line: Option<TornLine>,
    /// Where the journal is damaged; null if it is not. What is behind is not reported.
    pub damage: Option<Damage>,
    /// How many rows stand where.
    pub counts: Counts,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// Its number; the first is 1.
    pub run: u64,
    /// When it began, UTC.
    pub at: String,
    /// The program and its version.
    pub program: String,
    /// Who ran.
    pub by: Who,
}

impl From<&RunBegan> for RunSummary {
    fn from(began: &RunBegan) -> Self {
        Self { run: began.run, at: began.at.clone(), program: began.program.clone(), by: began.by.clone() }
    }
}

/// Where a journal is damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Damage {
    /// The number of the line; the first is 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}
