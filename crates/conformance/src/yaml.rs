//! The YAML files of `clients/`, as data.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use openapi::Document;
use serde::de::DeserializeOwned;

/// Reads a file.
///
/// # Errors
///
/// A file that cannot be read, is not YAML, or does not hold the data.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| name.clone())?;
    let document = Document::parse(&name, &text)?;
    serde_json::from_value(document.root().to_json()).with_context(|| name)
}
