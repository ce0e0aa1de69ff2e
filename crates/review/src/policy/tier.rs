//! Whom a change concerns.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

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

impl Tier {
    /// Its name: `wire`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Source => "source",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
