//! What a journal says of a row.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::names::Names;
use crate::journal::entry::{Finished, Started};
use crate::journal::state::RowState;

/// What a journal says of a row: its last call.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// Which row of the list; the first is 0.
    pub row: u64,
    /// The line of the list at which it begins; the first is 1.
    pub line: u64,
    /// Where it stands.
    pub state: RowState,
    /// How many calls of it are on record, in all runs; the last is reported.
    pub calls: u32,
    /// In which run; the first is 1.
    pub run: u64,
    /// When the call was about to be sent, UTC.
    pub started_at: String,
    /// When it ended, UTC; null if that is not on record.
    pub finished_at: Option<String>,
    /// The operationId.
    pub operation: String,
    /// What the call acts on: parameters and properties by their names in the contract.
    pub target: Map<String, Value>,
    /// The parameters that were sent.
    pub parameters: Map<String, Value>,
    /// The body that was sent.
    pub body: Map<String, Value>,
    /// The status of the response; null if there was none.
    pub status: Option<u16>,
    /// The id of the action; null if the response has none.
    pub action_id: Option<String>,
    /// The action as the service returned it; null if it returned none.
    pub action: Value,
    /// The code of the service's error; null if there was none.
    pub code: Option<String>,
    /// What happened, in a line; empty if there is nothing to say. Not stable.
    pub message: String,
    /// The id to quote when you ask Microsoft about the call; null if the response has none.
    pub correlation_id: Option<String>,
    /// How many requests were made of the call; null if that is not on record.
    pub attempts: Option<u32>,
}

impl ReportRow {
    /// A row by the lines of its last call.
    pub(super) fn new(
        names: &Names,
        state: RowState,
        calls: u32,
        started: Started,
        finished: Option<Finished>,
    ) -> Self {
        let row = Self {
            row: started.row,
            line: started.line,
            state,
            calls,
            run: started.run,
            started_at: started.at,
            finished_at: None,
            target: names.target(&started.operation, &started.parameters, &started.body),
            operation: started.operation.to_string(),
            parameters: started.parameters,
            body: started.body,
            status: None,
            action_id: None,
            action: Value::Null,
            code: None,
            message: String::new(),
            correlation_id: None,
            attempts: None,
        };
        let Some(finished) = finished else { return row };
        Self {
            finished_at: Some(finished.at),
            status: finished.status,
            action_id: names.action_id(&row.operation, &finished.action),
            action: finished.action,
            code: finished.code,
            message: finished.message,
            correlation_id: finished.correlation_id,
            attempts: Some(finished.attempts),
            ..row
        }
    }

    /// The values of the target alone, as in `1e5b…, 7327…`.
    pub fn target_text(&self) -> String {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.target.values().map(text).collect::<Vec<_>>().join(", ")
    }

    /// What the service or the client says about it: code and message.
    pub fn remark(&self) -> String {
        match &self.code {
            Some(code) if self.message.is_empty() => code.clone(),
            Some(code) if !self.message.contains(code.as_str()) => format!("{code}: {}", self.message),
            _ => self.message.clone(),
        }
    }
}
