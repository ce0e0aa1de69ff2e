//! What a call prints for programs, with `--output json`, beside the action that the service returned: a call that failed,
//! and a request that was not sent.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::output;

/// A call that failed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct FailedCall {
    /// What is known about the action.
    pub outcome: CallOutcome,
    /// The operationId.
    pub operation: String,
    /// What the call acts on: parameters and properties by their names in the contract; empty if that is not known.
    pub target: Map<String, Value>,
    /// The status of the response; null if there was none.
    pub status: Option<u16>,
    /// The code of the service's error, stable; null if there was none.
    pub code: Option<String>,
    /// The message of the service, else what happened. Not stable.
    pub message: String,
    /// The id to quote when you ask Microsoft about the call; null if the response has none.
    pub correlation_id: Option<String>,
    /// How long to wait before the next call; null if the response does not say.
    pub retry_after_seconds: Option<u64>,
    /// How many attempts were made; 0 if none was begun. The other members are about the last one, but for the
    /// outcome, which is that of all together.
    pub attempts: u32,
}

impl FailedCall {
    /// Writes it to stdout. It is on stderr too, in words, whatever becomes of stdout.
    pub fn print(&self) {
        let _ = output::json(&serde_json::to_string_pretty(self).unwrap_or_default());
    }
}

/// What is known about an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CallOutcome {
    /// Bad input: nothing was sent.
    NotSent,
    /// There was no connection: nothing was sent.
    Unreachable,
    /// Refused: the action was not taken.
    Refused,
    /// The request was sent, and no response says whether the action was taken.
    Unknown,
}

/// A request as it would be sent.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct UnsentRequest {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers by their names, in lower case; the token is masked.
    pub headers: Map<String, Value>,
    /// The body; null if there is none.
    pub body: Value,
}

/// JSON Schema of what a call prints with `--output json`.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let failed = generator.subschema_for::<FailedCall>();
    let unsent = generator.subschema_for::<UnsentRequest>();
    let required = |schema: &str| generator.definitions()[schema]["required"].clone();
    let others =
        [required("FailedCall"), required("UnsentRequest")].map(|names| json!({ "type": "object", "required": names }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Call",
        "description": "What a call prints with `--output json`: the action, or why the call failed; with `--dry-run` the request.",
        "oneOf": [
            failed,
            unsent,
            {
                "description": "The action as the service returned it; the contract describes it. Null if it returned none.",
                "type": ["object", "null"],
                "not": { "anyOf": others },
            },
        ],
        "$defs": generator.definitions(),
    })
}
