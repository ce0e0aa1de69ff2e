//! `clients/headers.yaml`: the headers in which clients may differ.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use crate::yaml;

/// Headers that need not be those of the Rust client.
#[derive(Debug)]
pub struct Headers(BTreeMap<String, Difference>);

/// How a header may differ, and why.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Difference {
    /// In any way, or by not being there; the reason.
    Any(#[expect(dead_code, reason = "for those who read the table")] String),
    /// By being this one.
    Value(AllowedValue),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowedValue {
    value: String,
    #[expect(dead_code, reason = "for those who read the table")]
    reason: String,
}

impl Headers {
    /// Reads the table: names in lower case, each with a reason, or with the one other value and a reason.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or that is no such table.
    pub fn read(path: &Path) -> Result<Self> {
        yaml::read(path).map(Self)
    }

    /// Whether a header may have been received with this value, though the Rust client sends another, or none.
    pub fn may_be(&self, name: &str, received: &str) -> bool {
        match self.0.get(name) {
            Some(Difference::Any(_)) => true,
            Some(Difference::Value(allowed)) => allowed.value == received,
            None => false,
        }
    }

    /// The headers, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
