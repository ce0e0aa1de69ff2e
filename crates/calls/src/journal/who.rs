//! Who runs.

use std::process;

use serde::{Deserialize, Serialize};

/// Who runs: for the audit trail, and for the message that a journal is in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    /// The name of the user on this machine; `None` if the system has none.
    pub user: Option<String>,
    /// The name of this machine; `None` if the system has none.
    pub host: Option<String>,
    /// The number of the process.
    pub process: u32,
    /// Whose token the calls carry, as its claims say; `None` if that is not known.
    pub identity: Option<String>,
}

impl Who {
    /// This process, and the owner of the token, if known.
    pub fn here(identity: Option<String>) -> Self {
        Self { user: whoami::username().ok(), host: whoami::hostname().ok(), process: process::id(), identity }
    }
}
