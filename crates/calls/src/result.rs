//! How a call ended.

use std::time::Duration;

use defender_actions::Outcome;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is known about the action of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CallOutcome {
    /// The service accepted the action.
    Accepted,
    /// The service, or something in front of it, refused the request: the action was not taken.
    Refused,
    /// Bad input: nothing was sent.
    NotSent,
    /// There was no connection: nothing was sent.
    Unreachable,
    /// The request was sent, and no response says whether the action was taken.
    Unknown,
}

impl From<Outcome> for CallOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Accepted,
            Outcome::Refused => Self::Refused,
            Outcome::NotSent => Self::NotSent,
            Outcome::Unreachable => Self::Unreachable,
            // What the library may add is not known here.
            _ => Self::Unknown,
        }
    }
}

/// How a call ended. The texts are those of the service: not escaped, and without the token.
#[derive(Clone, Debug, PartialEq)]
pub struct CallResult {
    /// What is known about the action.
    pub outcome: CallOutcome,
    /// The status of the last response; `None` if there was none.
    pub status: Option<u16>,
    /// The action as the service returned it; null if it returned none.
    pub action: Value,
    /// The code of the service's error.
    pub code: Option<String>,
    /// What happened, in a line; empty if the action was accepted as the contract says.
    pub message: String,
    /// The id to quote when you ask Microsoft about the call.
    pub correlation_id: Option<String>,
    /// How long the service asks to wait before the next call.
    pub retry_after: Option<Duration>,
    /// How many requests were made of it.
    pub attempts: u32,
}

impl CallResult {
    /// Whether a request may have been sent.
    pub fn is_sent(&self) -> bool {
        !matches!(self.outcome, CallOutcome::NotSent | CallOutcome::Unreachable)
    }
}
