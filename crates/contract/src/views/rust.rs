//! The view for progenitor, the generator of the Rust client.

use serde_json::{Map, Value, json};

use super::{Fixup, View};
use crate::grammar::METHODS;
use crate::references::resolve;
use crate::structure::Objects;

pub(super) const VIEW: View = View {
    name: "rust",
    generator: "progenitor 0.15",
    fixups: &[
        Fixup {
            name: "empty_success_is_null",
            reason: "progenitor panics on two success responses of different types (oxidecomputer/progenitor#344)",
            apply: empty_success_is_null,
        },
        Fixup {
            name: "ranges_cover_their_codes",
            reason: "progenitor matches `4XX` before `401`, so that the arm of the code is never reached",
            apply: ranges_cover_their_codes,
        },
        Fixup {
            name: "uuids_stay_as_they_came",
            reason: "a `Uuid` writes lower case, whatever came, and refuses an id that is no GUID",
            apply: uuids_stay_as_they_came,
        },
        Fixup {
            name: "optional_arrays_are_nullable",
            reason: "typify makes an optional array a plain `Vec`, which fails on null and drops an empty array",
            apply: optional_arrays_are_nullable,
        },
        // Behind the fixups of schemas, which look for them where the contract has them.
        Fixup {
            name: "compositions_are_merged",
            reason: "typify merges an `allOf` of objects without the descriptions of their properties",
            apply: compositions_are_merged,
        },
    ],
};

/// Gives a success response without a body the schema of the one with a body, and makes both nullable; the generated
/// method then returns an optional value. The client's hooks turn an empty body into `null`.
fn empty_success_is_null(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for operation in operations_mut(tree) {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
        let successes = || responses.iter().filter(|(status, _)| status.starts_with('2'));
        let Some(schema) = successes().find_map(|(_, response)| body_schema(&before, response)) else { continue };
        let empty: Vec<String> = successes()
            .filter(|(_, response)| resolve(&before, response).get("content").is_none())
            .map(|(status, _)| status.clone())
            .collect();
        if empty.is_empty() {
            continue;
        }
        let nullable = json!({ "nullable": true, "allOf": [schema] });
        for (_, response) in responses.iter_mut().filter(|(status, _)| status.starts_with('2')) {
            let mut filled = resolve(&before, response).clone();
            filled["content"]["application/json"]["schema"] = nullable.clone();
            *response = filled;
        }
        changes += empty.len();
    }
    changes
}

/// Drops an error code that a range covers with the same schema.
fn ranges_cover_their_codes(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for operation in operations_mut(tree) {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
        let schemas: Vec<_> = responses
            .iter()
            .map(|(status, response)| (status.clone(), body_schema(&before, response).cloned()))
            .collect();
        let schema = |status: &str| schemas.iter().find(|(known, _)| known == status)?.1.as_ref();
        for (status, _) in &schemas {
            let range = format!("{}XX", status.get(..1).unwrap_or_default());
            if *status != range && schema(&range).is_some() && schema(&range) == schema(status) {
                responses.remove(status);
                changes += 1;
            }
        }
    }
    changes
}

/// Writes a named `allOf` of objects as one object, if no two of them have a property of the same name.
fn compositions_are_merged(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    let schemas = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in schemas.into_iter().flatten() {
        let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { continue };
        if let Some(merged) = merge(parts.iter().map(|part| resolve(&before, part)))
            && let Some(schema) = schema.as_object_mut()
        {
            schema.remove("allOf");
            for (key, value) in merged {
                schema.entry(key).or_insert(value);
            }
            changes += 1;
        }
    }
    changes
}

fn merge<'a>(parts: impl Iterator<Item = &'a Value>) -> Option<Map<String, Value>> {
    let mut merged = Map::new();
    for part in parts {
        for (key, value) in part.as_object()? {
            match (merged.get_mut(key), value) {
                (None, _) => {
                    merged.insert(key.clone(), value.clone());
                }
                (Some(Value::Object(known)), Value::Object(more)) if key == "properties" => {
                    if more.keys().any(|name| known.contains_key(name)) {
                        return None;
                    }
                    known.extend(more.clone());
                }
                (Some(Value::Array(known)), Value::Array(more)) if key == "required" => known.extend(more.clone()),
                (Some(known), _) if known == value || key == "description" => {}
                (Some(_), _) => return None,
            }
        }
    }
    (merged.get("type").and_then(Value::as_str) == Some("object")).then_some(merged)
}

fn uuids_stay_as_they_came(tree: &mut Value, objects: &Objects) -> usize {
    schemas_mut(tree, objects, |schema| {
        let is_uuid = schema.get("format").and_then(Value::as_str) == Some("uuid");
        if let (true, Some(schema)) = (is_uuid, schema.as_object_mut()) {
            schema.remove("format");
        }
        usize::from(is_uuid)
    })
}

fn optional_arrays_are_nullable(tree: &mut Value, objects: &Objects) -> usize {
    schemas_mut(tree, objects, |schema| {
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut changes = 0;
        for (name, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            let is_array = property.get("type").and_then(Value::as_str) == Some("array");
            if is_array && !required.contains(&Value::String(name.clone())) {
                property["nullable"] = Value::Bool(true);
                changes += 1;
            }
        }
        changes
    })
}

/// The schema of the JSON body of a response.
fn body_schema<'a>(root: &'a Value, response: &'a Value) -> Option<&'a Value> {
    resolve(root, response).pointer("/content/application~1json/schema")
}

fn operations_mut(tree: &mut Value) -> impl Iterator<Item = &mut Value> {
    let items = tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(|paths| paths.values_mut());
    items
        .filter_map(Value::as_object_mut)
        .flatten()
        .filter(|(method, _)| METHODS.contains(&method.as_str()))
        .map(|(_, operation)| operation)
}

/// Changes every schema of the contract that the tree still has; returns the number of changes.
fn schemas_mut(tree: &mut Value, objects: &Objects, mut change: impl FnMut(&mut Value) -> usize) -> usize {
    let schemas = objects.iter().filter(|(name, _)| *name == "Schema");
    schemas.map(|(_, pointer)| tree.pointer_mut(pointer).map_or(0, &mut change)).sum()
}
