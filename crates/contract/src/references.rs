//! References within a document (`$ref`).

use serde_json::Value;

/// More steps than this from reference to reference are taken for a circle.
const MAX_STEPS: usize = 32;

/// The node that a reference names, once further references are followed.
///
/// # Errors
///
/// A sentence: the reference leaves the document, leads nowhere, or goes round in a circle.
pub(crate) fn target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, String> {
    let mut reference = reference;
    for _ in 0..MAX_STEPS {
        let Some(pointer) = reference.strip_prefix('#') else {
            return Err(format!("`{reference}` is in another document; a contract is one document"));
        };
        let node = root.pointer(pointer).ok_or_else(|| format!("`{reference}` leads nowhere"))?;
        match node.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Ok(node),
        }
    }
    Err(format!("`{reference}` goes round in a circle"))
}

/// Follows the reference that a node may be; a node that is none comes back as it is.
pub(crate) fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    node.get("$ref").and_then(Value::as_str).and_then(|reference| target(root, reference).ok()).unwrap_or(node)
}
