//! The lines of a journal as data.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::header::Subject;
use super::who::Who;
use crate::result::{CallOutcome, CallResult};
use crate::row::Row;

/// The version of the format that is written and read here.
pub const FORMAT: u32 = 1;

/// What a line is, and of which row: all that is read of it to know where each row stands.
#[derive(Clone, Debug, Deserialize)]
pub struct Kind {
    /// What happened.
    pub event: Event,
    /// Of which row.
    pub row: Option<u64>,
    /// How its call ended.
    pub outcome: Option<CallOutcome>,
    /// The status of the response.
    pub status: Option<u16>,
    /// The code of the service's error.
    pub code: Option<String>,
    /// The operation that is called.
    pub operation: Option<Arc<str>>,
    /// When.
    pub at: Option<String>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The first line.
    Journal,
    /// A run begins.
    Run,
    /// A call is about to be sent.
    Started,
    /// A call ended.
    Finished,
}

/// The first line: what the journal is of.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// `journal`.
    pub event: Event,
    /// The version of the format: 1.
    pub format: u32,
    /// When the journal was created.
    pub at: String,
    #[serde(flatten)]
    pub subject: Subject,
}

/// A run begins: the first, or one that continues.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunBegan {
    /// `run`.
    pub event: Event,
    /// Which run of the journal; the first is 1.
    pub run: u64,
    /// When it began.
    pub at: String,
    /// The program and its version.
    pub program: String,
    /// Who runs.
    pub by: Who,
}

/// A call is about to be sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// `started`.
    pub event: Event,
    /// Which row of the list; the first is 0.
    pub row: u64,
    /// The line of the list at which the row begins; the first is 1.
    pub line: u64,
    /// In which run.
    pub run: u64,
    /// When.
    pub at: String,
    /// The operationId.
    pub operation: Arc<str>,
    /// The parameters, by their names in the contract.
    pub parameters: Map<String, Value>,
    /// The properties of the body, by their names in the contract; empty if there is none.
    pub body: Map<String, Value>,
}

impl Started {
    /// The call of a row.
    pub fn new(row: &Row, run: u64, at: String) -> Self {
        Self {
            event: Event::Started,
            row: row.index,
            line: row.line,
            run,
            at,
            operation: Arc::clone(&row.call.operation),
            parameters: row.call.parameters.clone(),
            body: row.call.body.clone(),
        }
    }
}

/// A call ended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finished {
    /// `finished`.
    pub event: Event,
    /// Which row of the list; the first is 0.
    pub row: u64,
    /// In which run.
    pub run: u64,
    /// When.
    pub at: String,
    /// What is known about the action.
    pub outcome: CallOutcome,
    /// The status of the last response; null if there was none.
    pub status: Option<u16>,
    /// The action as the service returned it; null if it returned none.
    pub action: Value,
    /// The code of the service's error; null if there was none.
    pub code: Option<String>,
    /// What happened, in a line; empty if the action was accepted as the contract says.
    pub message: String,
    /// The id to quote when you ask Microsoft about the call; null if the response has none.
    pub correlation_id: Option<String>,
    /// How many requests were made of the call.
    pub attempts: u32,
}

impl Finished {
    /// How the call of a row ended.
    pub fn new(row: u64, result: &CallResult, run: u64, at: String) -> Self {
        Self {
            event: Event::Finished,
            row,
            run,
            at,
            outcome: result.outcome,
            status: result.status,
            action: result.action.clone(),
            code: result.code.clone(),
            message: result.message.clone(),
            correlation_id: result.correlation_id.clone(),
            attempts: result.attempts,
        }
    }
}
