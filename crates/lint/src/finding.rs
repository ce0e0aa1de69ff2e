//! One thing that the lint has found.

use schemars::JsonSchema;
use serde::Serialize;

use review::Location;

/// Something that is wrong with a contract, or missing from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// Id of the rule, stable: `unused-component`.
    pub rule: String,
    /// The section of the OpenAPI specification that the rule comes from; none for a rule of this project.
    pub section: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where.
    pub location: Location,
}
