//! Optional arrays, which typify makes a plain `Vec`: null fails, and an empty array is left out when it is written again.
//!
//! This is no fixup of the view, which would have to find something to change: an array that may be missing may also be
//! null in the contract of today, and the next one that is described need not.

use serde_json::Value;

use openapi::structure::Objects;

/// Makes each optional array nullable, and so an `Option`.
pub(super) fn make_nullable(view: &mut Value, objects: &Objects) {
    for (_, pointer) in objects.iter().filter(|(kind, _)| *kind == "Schema") {
        let Some(schema) = view.pointer_mut(pointer) else { continue };
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
        for (_, property) in properties.filter(|(name, _)| !required.iter().any(|known| known == *name)) {
            if property.get("type").and_then(Value::as_str) == Some("array") {
                property["nullable"] = Value::Bool(true);
            }
        }
    }
}
