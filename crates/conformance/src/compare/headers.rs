//! `clients/headers.yaml`: the headers in which clients may differ.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::yaml;

/// Headers that need not be those of the Rust client, each with the reason.
#[derive(Debug)]
pub struct Headers(BTreeMap<String, String>);

impl Headers {
    /// Reads the table: names in lower case, and reasons.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or that is no table of texts.
    pub fn read(path: &Path) -> Result<Self> {
        yaml::read(path).map(Self)
    }

    /// Whether a header may differ.
    pub fn may_differ(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The headers, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
