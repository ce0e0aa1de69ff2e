//! Reads any document of OpenAPI 3.0. What only this project asks of a contract is not checked here.

use serde_json::Value;

use crate::graph::Graph;
use openapi::structure::{self, Objects, UnknownFields};
use openapi::{Document, Problem, Problems, pointer, references};

/// The version of a contract, or nothing.
pub fn version_of(document: &Document) -> &str {
    document.root().pointer("/info/version").and_then(Value::as_str).unwrap_or_default()
}

/// The graph of a document.
///
/// # Errors
///
/// Every place where the document is not OpenAPI 3.0.
pub(crate) fn read(document: &Document) -> Result<Graph<'_>, Problems> {
    if !document.root().is_object() {
        return Err(document.problem("", "an OpenAPI document is an object").into());
    }
    let objects = structure::check_with(document, UnknownFields::AreLetPass)?;
    Problems::check(path_references(document, &objects))?;
    Graph::read(document)
}

/// A path item may be a reference, which the form of a document does not distinguish from a text.
fn path_references(document: &Document, objects: &Objects) -> Vec<Problem> {
    let items = objects.iter().filter(|(name, _)| *name == "Path Item").map(|(_, item)| pointer::child(item, "$ref"));
    let broken = items.filter_map(|pointer| {
        let reference = document.root().pointer(&pointer)?.as_str()?;
        let message = references::target(document.root(), reference).err()?;
        Some(document.problem(&pointer, message))
    });
    broken.collect()
}
