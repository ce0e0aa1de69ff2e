//! Fixups of schemas.

use std::collections::BTreeMap;

use openapi::references::resolve;
use openapi::{Located, Node, ObjectKind, Pointer};
use serde_json::{Map, Value};

use super::super::fixup::Tree;

/// Writes a named `allOf` of objects as one object, if a property that two of them have is the same in both.
pub(crate) fn compositions_are_merged(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let mut changes = 0;
    for schema in tree.named_schemas() {
        let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { continue };
        let parts = parts.iter().map(|part| resolve(&before, &Node::from(part)).to_json());
        if let Some(merged) = merge(parts)
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
pub(crate) fn compositions_take_more_properties(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    tree.change_schemas(|schema| {
        let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { return 0 };
        let mut more =
            parts.iter().map(|part| resolve(&before, &Node::from(part)).get("additionalProperties").cloned());
        // One part alone is a reference, which generators follow.
        let Some(first) = more.next().flatten().filter(|_| parts.len() > 1) else { return 0 };
        if more.any(|other| other.as_ref() != Some(&first)) || schema.get("additionalProperties").is_some() {
            return 0;
        }
        schema["additionalProperties"] = first.to_json();
        1
    })
}

fn merge(parts: impl Iterator<Item = Value>) -> Option<Map<String, Value>> {
    let mut merged = Map::new();
    for part in parts {
        let Value::Object(part) = part else { return None };
        for (key, value) in part {
            match (merged.get_mut(&key), value) {
                (None, value) => {
                    merged.insert(key, value);
                }
                (Some(Value::Object(known)), Value::Object(more)) if key == "properties" => {
                    for (name, property) in more {
                        match known.get(&name) {
                            Some(other) if !are_same(other, &property) => return None,
                            Some(_) => {}
                            None => drop(known.insert(name, property)),
                        }
                    }
                }
                (Some(Value::Array(known)), Value::Array(more)) if key == "required" => {
                    // The specification allows no name twice.
                    let more: Vec<Value> = more.into_iter().filter(|name| !known.contains(name)).collect();
                    known.extend(more);
                }
                (Some(known), value) if *known == value || key == "description" => {}
                (Some(_), _) => return None,
            }
        }
    }
    (merged.get("type").and_then(Value::as_str) == Some("object")).then_some(merged)
}

/// Whether two schemas say the same of values; words may differ.
fn are_same(one: &Value, other: &Value) -> bool {
    let says = |schema: &Value| -> Option<Map<String, Value>> {
        let members =
            schema.as_object()?.iter().filter(|(key, _)| !["title", "description", "example"].contains(&key.as_str()));
        Some(members.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    says(one) == says(other)
}

/// Leaves a GUID a plain string.
pub(crate) fn uuids_stay_as_received(tree: &mut Tree<'_>) -> usize {
    without_format(tree, "uuid")
}

/// Leaves a time a plain string.
pub(crate) fn times_stay_as_received(tree: &mut Tree<'_>) -> usize {
    without_format(tree, "date-time")
}

/// Makes each property nullable that may be missing, and is a number, a truth value or a time.
pub(crate) fn optional_values_are_nullable(tree: &mut Tree<'_>) -> usize {
    let is_value = |property: &Value| {
        let text = |key: &str| property.get(key).and_then(Value::as_str);
        matches!(text("type"), Some("integer" | "number" | "boolean"))
            || matches!(text("format"), Some("date-time" | "date"))
    };
    tree.change_schemas(|schema| {
        let values = optional_properties(schema).filter(|property| is_value(property)).filter_map(Value::as_object_mut);
        values.map(|property| usize::from(property.insert("nullable".into(), true.into()) != Some(true.into()))).sum()
    })
}

/// Makes each list and each map nullable that may be missing; one behind a reference has a type of its own.
pub(crate) fn optional_collections_are_nullable(tree: &mut Tree<'_>) -> usize {
    tree.change_schemas(|schema| {
        let mut changes = 0;
        for property in optional_properties(schema) {
            let Some(type_name) = collection(property) else { continue };
            if let Some(property) = property.as_object_mut() {
                // Without a type, `nullable` means nothing.
                property.entry("type").or_insert(type_name.into());
                changes += usize::from(property.insert("nullable".into(), true.into()) != Some(true.into()));
            }
        }
        changes
    })
}

/// The type of a schema that is written as a list or as a map: an object that names no property.
fn collection(schema: &Value) -> Option<&'static str> {
    let has_properties = schema.get("properties").and_then(Value::as_object).is_some_and(|named| !named.is_empty());
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => Some("array"),
        Some("object") if !has_properties => Some("object"),
        Some(_) => None,
        None if schema.get("items").is_some() => Some("array"),
        None if schema.get("additionalProperties").is_some() && !has_properties => Some("object"),
        None => {
            let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|list| schema.get(list)?.as_array()).flatten();
            let parts: Vec<_> = parts.map(collection).collect();
            // Parts that differ are a type of their own.
            parts.first().copied().flatten().filter(|first| parts.iter().all(|part| *part == Some(*first)))
        }
    }
}

/// The properties of a schema that may be missing.
fn optional_properties(schema: &mut Value) -> impl Iterator<Item = &mut Value> {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
    properties.filter(move |(name, _)| !required.iter().any(|known| known == *name)).map(|(_, property)| property)
}

/// Leaves out the `type` of a schema that is a nullable reference: `nullable` with an `allOf`.
pub(crate) fn nullable_references_have_no_type(tree: &mut Tree<'_>) -> usize {
    tree.change_schemas(|schema| {
        let is_reference = schema.get("nullable") == Some(&Value::Bool(true)) && schema.get("allOf").is_some();
        let removed = schema.as_object_mut().filter(|_| is_reference).and_then(|schema| schema.remove("type"));
        usize::from(removed.is_some())
    })
}

/// Gives a schema that says nothing of a value the Go type that keeps JSON as it was received.
pub(crate) fn untyped_values_are_raw_json(tree: &mut Tree<'_>) -> usize {
    const TYPING: [&str; 8] = ["type", "$ref", "properties", "allOf", "oneOf", "anyOf", "enum", "x-go-type"];
    tree.change_schemas(|schema| {
        let untyped = schema.as_object_mut().filter(|schema| TYPING.iter().all(|key| !schema.contains_key(*key)));
        usize::from(untyped.is_some_and(|it| it.insert("x-go-type".into(), "json.RawMessage".into()).is_none()))
    })
}

/// Writes a text, a number or a truth value that has a name where it is used, and drops the name. A closed enumeration
/// keeps it.
pub(crate) fn named_values_are_inlined(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let is_value = |schema: &Value| {
        let kind = schema.get("type").and_then(Value::as_str);
        matches!(kind, Some("string" | "number" | "integer" | "boolean")) && schema.get("enum").is_none()
    };
    let named = before.get("components").into_iter().flat_map(|components| components.members("schemas"));
    let values: BTreeMap<String, Value> = named
        .map(|(name, schema)| (name.to_owned(), resolve(&before, schema).to_json()))
        .filter(|(_, schema)| is_value(schema))
        .collect();
    let schemas = Pointer::of(["components", "schemas"]);
    for reference in tree.objects.of(ObjectKind::Reference) {
        let target = Located::root(&before).at(&reference.pointer).and_then(|at| at.follow().ok());
        let name = target.filter(|target| target.pointer.parent() == Some(&schemas));
        if let Some(value) = name.and_then(|target| values.get(target.pointer.last()))
            && let Some(place) = tree.json.pointer_mut(&reference.pointer.to_string())
        {
            *place = value.clone();
        }
    }
    if let Some(named) = tree.json.pointer_mut(&schemas.to_string()).and_then(Value::as_object_mut) {
        named.retain(|name, _| !values.contains_key(name));
    }
    values.len()
}

/// Writes what a nullable reference leads to where it is used, if that refers to nothing else.
pub(crate) fn nullable_references_are_inlined(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    tree.change_schemas(|schema| {
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
        let (true, Some([part])) = (is_nullable, parts) else { return 0 };
        let target = resolve(&before, &Node::from(part)).to_json();
        let (Value::Object(target), Some(schema)) = (target, schema.as_object_mut()) else { return 0 };
        if target.contains_key("allOf") || target.values().any(has_reference) {
            return 0;
        }
        schema.remove("allOf");
        for (key, value) in target {
            schema.entry(key).or_insert(value);
        }
        1
    })
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key("$ref") || members.values().any(has_reference),
        Value::Array(elements) => elements.iter().any(has_reference),
        _ => false,
    }
}

fn without_format(tree: &mut Tree<'_>, format: &str) -> usize {
    tree.change_schemas(|schema| {
        let has_format = schema.get("format").and_then(Value::as_str) == Some(format);
        if let (true, Some(schema)) = (has_format, schema.as_object_mut()) {
            schema.remove("format");
        }
        usize::from(has_format)
    })
}
