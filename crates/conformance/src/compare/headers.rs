//! `clients/headers.yaml`: the headers in which clients may differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use openapi::Document;

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
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| name.clone())?;
        let document = Document::parse(&name, &text)?;
        serde_json::from_value(document.root().clone()).map(Self).with_context(|| name)
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
