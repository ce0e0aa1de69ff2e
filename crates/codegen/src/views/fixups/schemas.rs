//! Fixups of schemas.

use serde_json::{Map, Value};

use openapi::references::resolve;
use openapi::structure::Objects;

/// Writes a named `allOf` of objects as one object, if no two of them have a property of the same name.
pub(crate) fn compositions_are_merged(tree: &mut Value, _: &Objects) -> usize {
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

/// Says of a composition what its parts say: that it takes more properties.
pub(crate) fn compositions_take_more_properties(tree: &mut Value, objects: &Objects) -> usize {
    let before = tree.clone();
    schemas_mut(tree, objects, |schema| {
        let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { return 0 };
        let mut more = parts.iter().map(|part| resolve(&before, part).get("additionalProperties"));
        // One part alone is a reference, which generators follow.
        let Some(first) = more.next().flatten().filter(|_| parts.len() > 1).cloned() else { return 0 };
        if more.any(|other| other != Some(&first)) || schema.get("additionalProperties").is_some() {
            return 0;
        }
        schema["additionalProperties"] = first;
        1
    })
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

/// Leaves a GUID a plain string.
pub(crate) fn uuids_stay_as_they_came(tree: &mut Value, objects: &Objects) -> usize {
    without_format(tree, objects, "uuid")
}

/// Leaves a time a plain string.
pub(crate) fn times_stay_as_they_came(tree: &mut Value, objects: &Objects) -> usize {
    without_format(tree, objects, "date-time")
}

/// Makes each property nullable that may be missing, and is a number, a truth value or a time.
pub(crate) fn optional_values_are_nullable(tree: &mut Value, objects: &Objects) -> usize {
    let is_value = |property: &Value| {
        let text = |key: &str| property.get(key).and_then(Value::as_str);
        matches!(text("type"), Some("integer" | "number" | "boolean"))
            || matches!(text("format"), Some("date-time" | "date"))
    };
    schemas_mut(tree, objects, |schema| {
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
        let optional = properties.filter(|(name, _)| !required.iter().any(|known| known == *name));
        let values =
            optional.filter_map(|(_, property)| if is_value(property) { property.as_object_mut() } else { None });
        values.map(|property| usize::from(property.insert("nullable".into(), true.into()) != Some(true.into()))).sum()
    })
}

/// Leaves out the `type` of a schema that is a nullable reference: `nullable` with an `allOf`.
pub(crate) fn nullable_references_have_no_type(tree: &mut Value, objects: &Objects) -> usize {
    schemas_mut(tree, objects, |schema| {
        let is_reference = schema.get("nullable") == Some(&Value::Bool(true)) && schema.get("allOf").is_some();
        let removed = schema.as_object_mut().filter(|_| is_reference).and_then(|schema| schema.remove("type"));
        usize::from(removed.is_some())
    })
}

/// Gives a schema without a type, which anything satisfies, the Go type that keeps JSON as it came.
pub(crate) fn untyped_values_are_raw_json(tree: &mut Value, objects: &Objects) -> usize {
    const TYPING: [&str; 7] = ["type", "$ref", "allOf", "oneOf", "anyOf", "enum", "x-go-type"];
    schemas_mut(tree, objects, |schema| {
        let untyped = schema.as_object_mut().filter(|schema| TYPING.iter().all(|key| !schema.contains_key(*key)));
        usize::from(untyped.is_some_and(|it| it.insert("x-go-type".into(), "json.RawMessage".into()).is_none()))
    })
}

/// Changes every schema of the contract that the tree still has; returns the number of changes.
fn schemas_mut(tree: &mut Value, objects: &Objects, mut change: impl FnMut(&mut Value) -> usize) -> usize {
    let schemas = objects.iter().filter(|(name, _)| *name == "Schema");
    schemas.map(|(_, pointer)| tree.pointer_mut(pointer).map_or(0, &mut change)).sum()
}

fn without_format(tree: &mut Value, objects: &Objects, format: &str) -> usize {
    schemas_mut(tree, objects, |schema| {
        let has_format = schema.get("format").and_then(Value::as_str) == Some(format);
        if let (true, Some(schema)) = (has_format, schema.as_object_mut()) {
            schema.remove("format");
        }
        usize::from(has_format)
    })
}
