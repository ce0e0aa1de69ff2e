//! Approvals: changes that a person has looked at and let pass.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change that a person has let pass, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Approval {
    /// The fingerprint of the change.
    pub fingerprint: String,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason, in a sentence.
    pub because: String,
}

/// Why a break may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The contract was wrong, and the service did not change.
    ContractCorrected,
    /// Nobody can be touched by it.
    Benign,
    /// It breaks, and that is accepted.
    AcceptedBreak,
}
