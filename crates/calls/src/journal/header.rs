//! What a journal is of: its first line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::who::Who;

/// What a journal is of, and who writes it now.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name and the version of the program, as in `defender-actions 0.3.0`.
    pub program: String,
    /// Where the calls go.
    pub base_url: String,
    /// The environment of the contract that was named; `None` if an address was.
    pub environment: Option<String>,
    /// The list of calls.
    pub list: ListIdentity,
    /// Who runs now. A journal that is continued keeps who ran before.
    pub by: Who,
}

/// Which list it is: its calls, not its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListIdentity {
    /// The name of its file, for people; the same list may have another.
    pub name: String,
    /// A digest of all calls in their order.
    pub digest: String,
    /// How many calls it has.
    pub rows: u64,
}

/// What of a header has to be the same when a journal is continued, in the first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Where the calls go.
    pub base_url: String,
    /// The environment of the contract that was named; null if an address was.
    pub environment: Option<String>,
    /// The list of calls.
    pub list: ListIdentity,
}

/// What differs between a journal, and the run that would continue it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: &'static str,
    /// What the journal says.
    pub journal: String,
    /// What the run would do.
    pub run: String,
}

impl Subject {
    /// What a header says.
    pub fn of(header: &Header) -> Self {
        Self { base_url: header.base_url.clone(), environment: header.environment.clone(), list: header.list.clone() }
    }

    /// What differs in a run that would continue the journal of this; nothing, if it may.
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let rows = (self.list.rows != now.list.rows).then(|| Difference {
            what: "the number of calls in the list",
            journal: self.list.rows.to_string(),
            run: now.list.rows.to_string(),
        });
        let digest = (self.list.digest != now.list.digest && rows.is_none()).then(|| Difference {
            what: "the calls of the list (their digest)",
            journal: self.list.digest.clone(),
            run: now.list.digest.clone(),
        });
        // The environment has the address too, so that it may be named in one run and not in the other.
        let base_url = (self.base_url != now.base_url).then(|| Difference {
            what: "the address of the service",
            journal: self.base_url.clone(),
            run: now.base_url.clone(),
        });
        [base_url, rows, digest].into_iter().flatten().collect()
    }
}
