//! Makes an example the response to one request.

use openapi::Schema;
use serde_json::Value;

use crate::extension::Extension;
use crate::response::expression::Inputs;

/// Replaces each value whose schema has an `x-simulator.value` by what that says.
///
/// A null stays null, a property that the example lacks stays missing, and so does the example's value where the
/// request has nothing to replace it by.
pub(crate) fn fill(value: &mut Value, schema: &Schema<'_>, inputs: &Inputs<'_>) {
    if value.is_null() {
        return;
    }
    let mut sources = schema.parts().iter().filter_map(|part| Extension::of(part).value);
    if let Some(replacement) = sources.find_map(|source| source.evaluate(inputs)) {
        *value = replacement;
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(property) = schema.property(name) {
                    fill(member, &property, inputs);
                }
            }
        }
        Value::Array(elements) => {
            if let Some(items) = schema.items() {
                elements.iter_mut().for_each(|element| fill(element, &items, inputs));
            }
        }
        _ => {}
    }
}
