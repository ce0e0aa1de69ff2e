//! A scenario: a call, and what the service answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sending::Sending;

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

/// What the service answers.
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
    /// The body, as a caller should hold it.
    pub body: String,
    /// What is unusual about how it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sending>,
}

impl ServiceAnswer {
    /// All headers, in their order.
    pub fn sent_headers(&self) -> Vec<(String, String)> {
        let content_type = self.content_type.as_deref().map(|value| ("Content-Type", value));
        let coding = self.sent.and_then(Sending::content_coding).map(|value| ("Content-Encoding", value));
        let others = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let headers = content_type.into_iter().chain(coding).chain(others);
        headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The body as a text, as it is sent.
    pub fn sent_text(&self) -> String {
        self.sent.map_or_else(|| self.body.clone(), |sent| sent.text(&self.body))
    }

    /// The body, byte for byte.
    pub fn sent_body(&self) -> Vec<u8> {
        let text = self.sent_text().into_bytes();
        self.sent.map_or_else(|| text.clone(), |sent| sent.bytes(&text))
    }
}
