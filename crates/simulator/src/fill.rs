//! Makes an example the answer to one request.

use serde_json::Value;

use crate::expression::Inputs;
use crate::extension::Extension;
use crate::schema::Schemas;

/// Replaces each value whose schema has an `x-simulator.value` by what that says.
///
/// A null stays null, a property that the example lacks stays missing, and so does the example's value where the
/// request has nothing to replace it by.
pub(crate) fn fill(value: &mut Value, schemas: &Schemas<'_>, inputs: &Inputs<'_>) {
    if value.is_null() {
        return;
    }
    let mut sources = schemas.nodes.iter().filter_map(|node| Extension::of(node).value);
    if let Some(replacement) = sources.find_map(|source| source.evaluate(inputs)) {
        *value = replacement;
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                fill(member, &schemas.property(name), inputs);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                fill(element, &schemas.items(), inputs);
            }
        }
        _ => {}
    }
}
