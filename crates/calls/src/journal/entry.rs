//! The lines of a journal as data.

use std::sync::Arc;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Created {
    pub event: Event,
    pub format: u32,
    pub at: String,
    #[serde(flatten)]
    pub subject: Subject,
}

/// A run begins: the first, or one that continues.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunBegan {
    pub event: Event,
    pub run: u64,
    pub at: String,
    pub program: String,
    pub by: Who,
}

/// A call is about to be sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Started {
    pub event: Event,
    pub row: u64,
    pub line: u64,
    pub run: u64,
    pub at: String,
    pub operation: Arc<str>,
    pub parameters: Map<String, Value>,
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
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finished {
    pub event: Event,
    pub row: u64,
    pub run: u64,
    pub at: String,
    pub outcome: CallOutcome,
    pub status: Option<u16>,
    pub action: Value,
    pub code: Option<String>,
    pub message: String,
    pub correlation_id: Option<String>,
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
