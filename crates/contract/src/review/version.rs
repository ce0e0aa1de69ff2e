//! The version gate: by how much `info.version` must rise.

use schemars::JsonSchema;
use serde::Serialize;

/// What the changes ask of `info.version`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Gate {
    /// The version before.
    pub base: String,
    /// The version after.
    pub head: String,
    /// The lowest version that the changes allow; none if a version is not three numbers, as in `1.2.3`.
    pub needed: Option<String>,
    /// Whether the version after is at least the one needed.
    pub passes: bool,
}
