//! Schemas of OpenAPI 3.0 as JSON Schema 2020-12.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::references;

/// A schema as JSON Schema, with all that it refers to in `$defs`.
pub(crate) fn standalone(root: &Value, schema: &Value) -> Value {
    let mut definitions = Definitions { root, names: BTreeMap::new(), schemas: Map::new() };
    let mut converted = definitions.convert(schema);
    if let (Value::Object(members), false) = (&mut converted, definitions.schemas.is_empty()) {
        members.insert("$defs".to_owned(), Value::Object(definitions.schemas));
    }
    converted
}

struct Definitions<'a> {
    root: &'a Value,
    names: BTreeMap<String, String>,
    schemas: Map<String, Value>,
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

impl Definitions<'_> {
    fn convert(&mut self, schema: &Value) -> Value {
        let Some(schema) = schema.as_object() else { return schema.clone() };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return json!({ "$ref": self.define(reference) });
        }
        let mut converted = Map::new();
        for (key, value) in schema {
            let value = match key.as_str() {
                key if KEPT.contains(&key) => value.clone(),
                "type" | "enum" => value.clone(),
                "allOf" | "oneOf" | "anyOf" => self.convert_each(value),
                "not" | "items" | "additionalProperties" => self.convert(value),
                "properties" => match value {
                    Value::Object(properties) => properties
                        .iter()
                        .map(|(name, property)| (name.clone(), self.convert(property)))
                        .collect::<Map<_, _>>()
                        .into(),
                    other => other.clone(),
                },
                _ => continue,
            };
            converted.insert(key.clone(), value);
        }
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            if let Some(value) = schema.get(bound) {
                let is_exclusive = schema.get(exclusive) == Some(&Value::Bool(true));
                converted.insert(if is_exclusive { exclusive } else { bound }.to_owned(), value.clone());
            }
        }
        // A format of integers is a promise that JSON Schema does not read.
        if let Some((minimum, maximum)) = schema.get("format").and_then(Value::as_str).and_then(range) {
            converted.entry("minimum").or_insert(minimum);
            converted.entry("maximum").or_insert(maximum);
        }
        if schema.get("nullable") == Some(&Value::Bool(true)) { nullable(converted) } else { converted.into() }
    }

    fn convert_each(&mut self, schemas: &Value) -> Value {
        schemas.as_array().into_iter().flatten().map(|schema| self.convert(schema)).collect()
    }

    /// Converts what a reference names, once, and tells where it is.
    fn define(&mut self, reference: &str) -> String {
        if let Some(name) = self.names.get(reference) {
            return format!("#/$defs/{name}");
        }
        let name = reference.trim_start_matches("#/components/schemas/").trim_start_matches("#/");
        let name = name.replace(['~', '/', '%', '#'], ".");
        self.names.insert(reference.to_owned(), name.clone());
        let schema = references::target(self.root, reference).cloned().unwrap_or(Value::Bool(true));
        let schema = self.convert(&schema);
        self.schemas.insert(name.clone(), schema);
        format!("#/$defs/{name}")
    }
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
            standalone(&root, &schema),
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
