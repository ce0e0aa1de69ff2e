//! A scenario: a call, and what the service answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A call, and the answer to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is about, as in `unknown enumeration values`. Together with the operation it is unique.
    pub name: String,
    /// What the driver is asked to call.
    pub call: Call,
    /// What comes back; without it, the simulator answers by itself, and so checks the request.
    pub answer: Option<ServiceAnswer>,
}

/// A call of an operation, with values as the contract names them: one line of a driver's input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The operationId.
    pub operation: String,
    /// The parameters by their names.
    pub parameters: Map<String, Value>,
    /// The JSON body.
    pub body: Option<Value>,
}

/// What the service answers, byte for byte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServiceAnswer {
    /// The status.
    pub status: u16,
    /// The content type; there is no such header without it.
    pub content_type: Option<String>,
    /// Other headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}
