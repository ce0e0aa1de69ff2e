//! What a review says: the changes, each with its verdict.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::approvals::Approval;
use crate::version::Gate;

/// The difference of two contracts, judged.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Name of the contract before.
    pub base: String,
    /// Name of the contract after.
    pub head: String,
    /// What the changes ask of `info.version`.
    pub version: Gate,
    /// The changes: the worst tier first, then in the order of the text.
    pub changes: Vec<Change>,
    /// Approvals that match no change of this review.
    pub unmatched_approvals: Vec<Approval>,
}

/// One change of the contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Id of the rule that judged it, stable: `response-property-removed`.
    pub rule: String,
    /// Who is concerned.
    pub tier: Tier,
    /// In which messages; none for what is not part of a message, such as a server.
    pub direction: Option<Direction>,
    /// What changed, in a line: `fileStatus: property removed`.
    pub headline: String,
    /// Where, as a consumer meets it: `blockFile response 201 application/json .fileStatus`; the first of
    /// the places, or `document`.
    pub place: String,
    /// The operations that it reaches, sorted; empty if none does.
    pub operations: Vec<String>,
    /// What was there; none for what is new.
    pub old: Option<Value>,
    /// What is there now; none for what is gone.
    pub new: Option<Value>,
    /// Where the old is written.
    pub base: Option<Location>,
    /// Where the new is written.
    pub head: Option<Location>,
    /// Identity of the change, 16 hexadecimal digits; edits elsewhere do not change it.
    pub fingerprint: String,
    /// Who breaks, and how; or why nobody does.
    pub consequence: String,
    /// What would make it compatible; none where it is.
    pub remedy: Option<String>,
    /// The approval that covers it.
    pub approval: Option<Approval>,
}

/// Whom a change concerns, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A deployed consumer, or the service, can break.
    Wire,
    /// Code that was generated from the contract stops compiling when it is generated again.
    Source,
    /// Nobody breaks.
    Compatible,
    /// Words only.
    Docs,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Wire => "wire",
            Self::Source => "source",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        })
    }
}

/// The messages that a place is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// What the consumer sends.
    Request,
    /// What the service sends.
    Response,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Location {
    /// Name of the document.
    pub file: String,
    /// The line, from 1; none if the document has no text.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// JSON pointer.
    pub pointer: String,
}
