//! Who runs.

use std::fmt;
use std::process;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who runs: for the audit trail, and for the message that a journal is in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    /// The name of the user on this machine; null if the system has none.
    pub user: Option<String>,
    /// The name of this machine; null if the system has none.
    pub host: Option<String>,
    /// The number of the process.
    pub process: u32,
    /// Whose token the calls carry, as its claims say; null if that is not known.
    pub identity: Option<String>,
}

impl Who {
    /// This process, and the owner of the token, if known.
    pub fn here(identity: Option<String>) -> Self {
        Self { user: whoami::username().ok(), host: whoami::hostname().ok(), process: process::id(), identity }
    }
}

/// `process 4711 of kim on desk-12`.
impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "?".to_owned());
        write!(f, "process {} of {} on {}", self.process, name(&self.user), name(&self.host))
    }
}
