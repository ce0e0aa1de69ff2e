//! Schemas of OpenAPI 3.0 as JSON Schema 2020-12.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::references;
use crate::tree::Node;

/// A schema as JSON Schema, with all that it refers to in `$defs`.
pub fn standalone(root: &Node, schema: &Node) -> Value {
    partial(root, schema, |_| true)
}

/// The same, for values of which is known which of the schemas that are referred to they are held against: of the
/// others only whether they are read-only or write-only is kept.
pub fn partial(root: &Node, schema: &Node, is_needed: impl Fn(&Node) -> bool) -> Value {
    let mut definitions = Definitions { names: BTreeMap::new(), pending: Vec::new() };
    let mut converted = definitions.convert(schema);
    let mut schemas = Map::new();
    // One after the other, since a chain of references may be longer than a stack is deep.
    while let Some((name, reference)) = definitions.pending.pop() {
        let schema = match references::target(root, &reference) {
            Ok(schema) if is_needed(schema) => definitions.convert(schema),
            Ok(schema) => flags(schema),
            Err(_) => Value::Bool(true),
        };
        schemas.insert(name, schema);
    }
    if let (Value::Object(members), false) = (&mut converted, schemas.is_empty()) {
        members.insert("$defs".to_owned(), Value::Object(schemas));
    }
    converted
}

struct Definitions {
    /// The name of what each reference names.
    names: BTreeMap<String, String>,
    /// Names, and the references, of what is still to be converted.
    pending: Vec<(String, String)>,
}

/// Keywords that mean the same in both, or say nothing of what is valid.
const KEPT: [&str; 17] = [
    "title",
    "description",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "required",
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
];

impl Definitions {
    fn convert(&mut self, node: &Node) -> Value {
        let Some(schema) = node.as_object() else { return node.to_json() };
        if let Some(reference) = node.text("$ref") {
            return json!({ "$ref": self.define(reference) });
        }
        let mut converted = Map::new();
        for (key, value) in schema.iter() {
            let value = match key {
                key if KEPT.contains(&key) => value.to_json(),
                "type" | "enum" => value.to_json(),
                "allOf" | "oneOf" | "anyOf" => self.convert_each(value),
                "not" | "items" | "additionalProperties" => self.convert(value),
                "properties" => match value.as_object() {
                    Some(properties) => properties
                        .iter()
                        .map(|(name, property)| (name.to_owned(), self.convert(property)))
                        .collect::<Map<_, _>>()
                        .into(),
                    None => value.to_json(),
                },
                _ => continue,
            };
            converted.insert(key.to_owned(), value);
        }
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            if let Some(value) = schema.get(bound) {
                let is_exclusive = node.is_set(exclusive);
                converted.insert(if is_exclusive { exclusive } else { bound }.to_owned(), value.to_json());
            }
        }
        // A format of integers is a promise that JSON Schema does not read.
        if let Some((minimum, maximum)) = node.text("format").and_then(range) {
            converted.entry("minimum").or_insert(minimum);
            converted.entry("maximum").or_insert(maximum);
        }
        if node.is_set("nullable") { nullable(converted) } else { converted.into() }
    }

    fn convert_each(&mut self, schemas: &Node) -> Value {
        schemas.as_array().unwrap_or_default().iter().map(|schema| self.convert(schema)).collect()
    }

    /// Sees that what a reference names is converted, once, and tells where it will be.
    fn define(&mut self, reference: &str) -> String {
        if let Some(name) = self.names.get(reference) {
            return format!("#/$defs/{name}");
        }
        let name = reference.trim_start_matches("#/components/schemas/").trim_start_matches("#/");
        // References of JSON Schema are URIs, and cannot have all characters. Names of components have no `@`.
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let name = match name.chars().all(is_plain) {
            true => name.to_owned(),
            false => format!("{}@{}", name.replace(|letter| !is_plain(letter), "."), self.names.len()),
        };
        self.names.insert(reference.to_owned(), name.clone());
        self.pending.push((name.clone(), reference.to_owned()));
        format!("#/$defs/{name}")
    }
}

/// Who may send what a schema describes.
fn flags(schema: &Node) -> Value {
    let flag = |key: &str| Some((key.to_owned(), schema.get(key)?.to_json()));
    ["readOnly", "writeOnly"].into_iter().filter_map(flag).collect::<Map<_, _>>().into()
}

/// The range of an integer of this format.
fn range(format: &str) -> Option<(Value, Value)> {
    match format {
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "int64" => Some((i64::MIN.into(), i64::MAX.into())),
        _ => None,
    }
}

/// `nullable` means "or null", also where `allOf` or `enum` stand beside it. A schema without a type takes null anyway.
fn nullable(mut schema: Map<String, Value>) -> Value {
    let is_composed = ["allOf", "oneOf", "anyOf", "not", "enum"].iter().any(|key| schema.contains_key(*key));
    match schema.get("type").cloned() {
        Some(Value::String(name)) if !is_composed => {
            schema.insert("type".to_owned(), json!([name, "null"]));
            schema.into()
        }
        None if !is_composed => schema.into(),
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_the_two_is_translated() {
        let root = json!({"components": {"schemas": {
            "A": {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/A"}}},
        }}});
        let schema = json!({"type": "object", "x-note": 1, "example": {}, "properties": {
            "text": {"type": "string", "nullable": true},
            "any": {"nullable": true},
            "a": {"type": "object", "nullable": true, "allOf": [{"$ref": "#/components/schemas/A"}]},
            "number": {"type": "integer", "minimum": 0, "exclusiveMinimum": true, "maximum": 9},
            "small": {"type": "integer", "format": "int32", "minimum": 0},
        }});
        assert_eq!(
            standalone(&Node::from(&root), &Node::from(&schema)),
            json!({"type": "object", "properties": {
                "text": {"type": ["string", "null"]},
                "any": {},
                "a": {"anyOf": [{"type": "object", "allOf": [{"$ref": "#/$defs/A"}]}, {"type": "null"}]},
                "number": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
                "small": {"type": "integer", "format": "int32", "minimum": 0, "maximum": i32::MAX},
            }, "$defs": {
                "A": {"type": "object", "properties": {"self": {"$ref": "#/$defs/A"}}},
            }})
        );
    }
}
