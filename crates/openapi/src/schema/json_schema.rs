//! Schemas of OpenAPI as JSON Schema 2020-12.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::bounds::range;
use super::direction::Direction;
use super::null::allows_null;
use super::resolved::Schema;
use crate::located::Located;
use crate::references::{self, is_schema_reference};
use crate::spec::SpecVersion;
use document::Node;
use document::{Object, Pointer};

/// Converts schemas of a document to JSON Schema.
///
/// Numbers that no double can hold become the nearest one.
#[derive(Clone, Copy)]
pub struct JsonSchema<'a> {
    root: &'a Node,
    version: SpecVersion,
    excused: &'static [&'static str],
    is_needed: &'a dyn Fn(&Node) -> bool,
}

impl<'a> JsonSchema<'a> {
    /// For schemas of this document.
    pub fn of(root: &'a Node) -> Self {
        Self { root, version: SpecVersion::of_any(root), excused: &[], is_needed: &|_| true }
    }

    /// For values of messages: a request need not have what is read-only, a response not what is write-only, and a value
    /// of which nobody knows its message neither.
    #[must_use]
    pub fn in_messages(self, direction: Option<Direction>) -> Self {
        let excused: &[&str] = match direction {
            Some(Direction::Request) => &["readOnly"],
            Some(Direction::Response) => &["writeOnly"],
            None => &["readOnly", "writeOnly"],
        };
        Self { excused, ..self }
    }

    /// For values that are only held against some of the schemas that are referred to; of the others nothing is said.
    #[must_use]
    pub fn needing(self, is_needed: &'a dyn Fn(&Node) -> bool) -> Self {
        Self { is_needed, ..self }
    }

    /// The schema, with all that it refers to in `$defs`.
    pub fn convert(self, schema: &'a Node) -> Value {
        let mut conversion =
            Conversion { settings: self, names: HashMap::new(), taken: HashSet::new(), pending: Vec::new() };
        let mut converted = conversion.convert(schema, &HashSet::new());
        let mut definitions = Map::new();
        // One after the other, since a chain of references may be longer than a stack is deep.
        while let Some((name, schema)) = conversion.pending.pop() {
            let is_needed = (self.is_needed)(schema);
            let definition = if is_needed { conversion.convert(schema, &HashSet::new()) } else { Value::Bool(true) };
            definitions.insert(name, definition);
        }
        if let (Value::Object(members), false) = (&mut converted, definitions.is_empty()) {
            members.insert("$defs".to_owned(), Value::Object(definitions));
        }
        converted
    }
}

struct Conversion<'a> {
    settings: JsonSchema<'a>,
    /// The name of the schema at each pointer.
    names: HashMap<Pointer, String>,
    taken: HashSet<String>,
    /// What is still to be converted, by its name.
    pending: Vec<(String, &'a Node)>,
}

/// Keywords that mean the same in both, or say nothing of what is valid.
const KEPT: &[&str] = &[
    "title",
    "description",
    "type",
    "enum",
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
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
];

/// Keywords of OpenAPI 3.1 that are those of JSON Schema.
const KEPT_OF_3_1: &[&str] =
    &["$comment", "const", "minContains", "maxContains", "contentEncoding", "contentMediaType", "examples"];
/// Keywords of OpenAPI 3.1 that hold a schema.
const HOLDING_ONE: &[&str] =
    &["contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"];
/// Those whose schema is one of the value itself.
const HOLDING_PART: &[&str] = &["if", "then", "else"];
/// Keywords of OpenAPI 3.1 that hold schemas by names.
const HOLDING_MAP: &[&str] = &["patternProperties"];

impl<'a> Conversion<'a> {
    /// Converts a schema that is part of one from which these properties are excused.
    fn convert(&mut self, schema: &'a Node, outer: &HashSet<&'a str>) -> Value {
        if is_schema_reference(self.settings.version, schema)
            && let Some(reference) = schema.text("$ref")
        {
            return self.reference(reference);
        }
        let is_3_1 = self.settings.version == SpecVersion::V3_1;
        let Some(members) = schema.as_object() else { return schema.to_json() };
        let mut excused = self.excused(schema);
        excused.extend(outer);
        let mut converted = Map::new();
        for (key, value) in members.iter() {
            let value = match key {
                key if KEPT.contains(&key) => value.to_json(),
                "required" => required(value, &excused),
                "allOf" | "oneOf" | "anyOf" => {
                    value.as_array().unwrap_or_default().iter().map(|part| self.convert(part, &excused)).collect()
                }
                "not" | "items" | "additionalProperties" => self.convert(value, &HashSet::new()),
                "properties" => self.convert_map(value, &HashSet::new()),
                // What follows is of OpenAPI 3.1 alone.
                _ if !is_3_1 => continue,
                "$ref" => match value.as_str().map(|reference| self.reference(reference)) {
                    Some(Value::Object(mut reference)) => reference.remove("$ref").unwrap_or_default(),
                    _ => continue,
                },
                key if KEPT_OF_3_1.contains(&key) => value.to_json(),
                key if HOLDING_ONE.contains(&key) => self.convert(value, &HashSet::new()),
                key if HOLDING_PART.contains(&key) => self.convert(value, &excused),
                key if HOLDING_MAP.contains(&key) => self.convert_map(value, &HashSet::new()),
                "dependentRequired" => {
                    let names = value.as_object().into_iter().flat_map(Object::iter);
                    names
                        .map(|(name, names)| (name.to_owned(), required(names, &excused)))
                        .collect::<Map<_, _>>()
                        .into()
                }
                "dependentSchemas" => self.convert_map(value, &excused),
                "prefixItems" => {
                    let parts = value.as_array().unwrap_or_default().iter();
                    parts.map(|part| self.convert(part, &HashSet::new())).collect()
                }
                _ => continue,
            };
            converted.insert(key.to_owned(), value);
        }
        bounds(schema, &mut converted);
        let is_nullable = !is_3_1 && schema.is_set("nullable") && allows_null(self.settings.root, schema);
        if is_nullable { nullable(converted) } else { converted.into() }
    }

    /// Converts schemas that have names.
    fn convert_map(&mut self, schemas: &'a Node, outer: &HashSet<&'a str>) -> Value {
        let schemas = schemas.as_object().into_iter().flat_map(Object::iter);
        schemas.map(|(name, schema)| (name.to_owned(), self.convert(schema, outer))).collect::<Map<_, _>>().into()
    }

    /// The properties that need not be there, of a schema and of all that it extends.
    fn excused(&self, schema: &'a Node) -> HashSet<&'a str> {
        if self.settings.excused.is_empty() {
            return HashSet::new();
        }
        let is_excused = |property: &Schema<'a>| {
            self.settings.excused.iter().any(|flag| property.keywords(flag).any(|value| value.as_bool() == Some(true)))
        };
        let properties = Schema::of(self.settings.root, schema).properties();
        properties.into_iter().filter(|(_, property)| is_excused(property)).map(|(name, _)| name).collect()
    }

    /// A reference to a definition, which is converted once, whatever the references to it look like.
    fn reference(&mut self, reference: &str) -> Value {
        let Ok(target) = references::follow_schema(&Located::root(self.settings.root), reference) else {
            return json!(true);
        };
        let Located { pointer, node: schema, .. } = target;
        if !self.names.contains_key(&pointer) {
            let name = self.name(&pointer);
            self.names.insert(pointer.clone(), name.clone());
            self.pending.push((name, schema));
        }
        json!({ "$ref": format!("#/$defs/{}", self.names[&pointer]) })
    }

    /// A name for the schema at a pointer. References of JSON Schema are URIs, and cannot have all characters.
    fn name(&mut self, pointer: &Pointer) -> String {
        let tokens = pointer.tokens();
        let path = tokens.strip_prefix(&["components", "schemas"]).unwrap_or(&tokens).join(".");
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let plain = path.replace(|letter| !is_plain(letter), ".");
        let mut name = plain.clone();
        while !self.taken.insert(name.clone()) {
            // No name of a component has a `@`.
            name = format!("{plain}@{}", self.taken.len());
        }
        name
    }
}

/// The names that must be there, each once: JSON Schema allows none twice.
fn required(names: &Node, excused: &HashSet<&str>) -> Value {
    let mut seen = HashSet::new();
    let names = names.as_array().unwrap_or_default().iter().filter_map(Node::as_str);
    names.filter(|name| !excused.contains(name) && seen.insert(*name)).collect()
}

fn bounds(schema: &Node, converted: &mut Map<String, Value>) {
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if let Some(value) = schema.get(bound) {
            let keyword = if schema.is_set(exclusive) { exclusive } else { bound };
            converted.insert(keyword.to_owned(), value.to_json());
        }
        // As OpenAPI 3.1 writes it.
        if let Some(value) = schema.get(exclusive).filter(|value| value.is_number()) {
            converted.insert(exclusive.to_owned(), value.to_json());
        }
    }
    // A format of integers is a promise that JSON Schema does not read.
    if let Some((least, most)) = schema.text("format").and_then(range) {
        converted.entry("minimum").or_insert(least.into());
        converted.entry("maximum").or_insert(most.into());
    }
}

/// A schema that allows null besides: see [`allows_null`].
fn nullable(mut schema: Map<String, Value>) -> Value {
    let is_composed = ["allOf", "oneOf", "anyOf", "not"].iter().any(|key| schema.contains_key(*key));
    match schema.get("type").cloned() {
        Some(name @ Value::String(_)) if !is_composed => {
            schema.insert("type".to_owned(), json!([name, "null"]));
            schema.into()
        }
        Some(Value::String(_)) => json!({ "anyOf": [schema, { "type": "null" }] }),
        _ => schema.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(root: &Value, schema: &Value) -> Value {
        let (root, schema) = (Node::from(root), Node::from(schema));
        JsonSchema::of(&root).convert(&schema)
    }

    #[test]
    fn what_differs_between_the_two_is_translated() {
        let root = json!({"components": {"schemas": {
            "A": {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/A"}}},
        }}});
        let schema = json!({"type": "object", "x-note": 1, "example": {}, "required": ["a", "a"], "properties": {
            "text": {"type": "string", "nullable": true},
            "letter": {"type": "string", "nullable": true, "enum": ["A"]},
            "any": {"nullable": true},
            "a": {"type": "object", "nullable": true, "allOf": [{"$ref": "#/components/schemas/A"}]},
            "number": {"type": "integer", "minimum": 0, "exclusiveMinimum": true, "maximum": 9},
            "small": {"type": "integer", "format": "int32", "minimum": 0},
        }});
        assert_eq!(
            convert(&root, &schema),
            json!({"type": "object", "required": ["a"], "properties": {
                "text": {"type": ["string", "null"]},
                "letter": {"type": "string", "enum": ["A"]},
                "any": {},
                "a": {"anyOf": [{"type": "object", "allOf": [{"$ref": "#/$defs/A"}]}, {"type": "null"}]},
                "number": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
                "small": {"type": "integer", "format": "int32", "minimum": 0, "maximum": i32::MAX},
            }, "$defs": {
                "A": {"type": "object", "properties": {"self": {"$ref": "#/$defs/A"}}},
            }})
        );
    }

    #[test]
    fn what_is_json_schema_already_is_kept() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "A": {"$ref": "#/components/schemas/B", "maxLength": 3}, "B": {"type": "string"},
        }}});
        let schema = json!({
            "$id": "https://a/b", "$defs": {"unused": {}}, "x-note": 1, "nullable": true,
            "type": ["object", "null"],
            "properties": {"a": {"$ref": "#/components/schemas/A", "description": "d"}, "b": false},
            "patternProperties": {"^x": true},
            "propertyNames": {"maxLength": 9},
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"a": {"required": ["c"]}},
            "if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {"const": null},
            "unevaluatedProperties": {"exclusiveMinimum": 0, "maximum": 5},
            "examples": [1],
        });
        assert_eq!(
            convert(&root, &schema),
            json!({
                "type": ["object", "null"],
                "properties": {"a": {"$ref": "#/$defs/A", "description": "d"}, "b": false},
                "patternProperties": {"^x": true},
                "propertyNames": {"maxLength": 9},
                "dependentRequired": {"a": ["b"]},
                "dependentSchemas": {"a": {"required": ["c"]}},
                "if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {"const": null},
                "unevaluatedProperties": {"exclusiveMinimum": 0, "maximum": 5},
                "examples": [1],
                "$defs": {"A": {"$ref": "#/$defs/B", "maxLength": 3}, "B": {"type": "string"}},
            })
        );
        let list = json!({"prefixItems": [{"type": "null"}], "items": false, "contains": {"type": "integer"}, "minContains": 2});
        assert_eq!(convert(&root, &list), list);
    }

    #[test]
    fn definitions_of_two_places_have_two_names() {
        let root = json!({"x-A": {"type": "integer"}, "components": {"schemas": {
            "x-A": {"type": "string"}, "x y": {"type": "boolean"}, "x.y": {"type": "array", "items": {}},
        }}});
        let references = ["#/x-A", "#/components/schemas/x-A", "#/components/schemas/x y", "#/components/schemas/x.y"];
        let parts: Vec<Value> = references.iter().map(|reference| json!({"$ref": reference})).collect();
        let converted = convert(&root, &json!({"allOf": parts}));
        assert_eq!(
            converted,
            json!({
                "allOf": [{"$ref": "#/$defs/x-A"}, {"$ref": "#/$defs/x-A@1"}, {"$ref": "#/$defs/x.y"}, {"$ref": "#/$defs/x.y@3"}],
                "$defs": {
                    "x-A": {"type": "integer"}, "x-A@1": {"type": "string"},
                    "x.y": {"type": "boolean"}, "x.y@3": {"type": "array", "items": {}},
                },
            })
        );
    }

    #[test]
    fn an_encoded_reference_is_the_same_reference() {
        let root = json!({"components": {"schemas": {"My-Thing": {"type": "integer"}}}});
        let parts = json!([{"$ref": "#/components/schemas/My%2DThing"}, {"$ref": "#/components/schemas/My-Thing"}]);
        assert_eq!(
            convert(&root, &json!({"anyOf": parts})),
            json!({
                "anyOf": [{"$ref": "#/$defs/My-Thing"}, {"$ref": "#/$defs/My-Thing"}],
                "$defs": {"My-Thing": {"type": "integer"}},
            })
        );
    }

    #[test]
    fn a_message_need_not_have_what_its_sender_does_not_send() {
        let root = Node::from(&json!({"components": {"schemas": {
            "Base": {"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}},
        }}}));
        let schema = Node::from(&json!({
            "required": ["id", "secret", "name"],
            "properties": {"secret": {"type": "string", "writeOnly": true}},
            "allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["secret", "id"]}],
        }));
        let required = |direction| {
            let schema = JsonSchema::of(&root).in_messages(direction).convert(&schema);
            (schema["required"].clone(), schema["allOf"][1]["required"].clone())
        };
        assert_eq!(required(Some(Direction::Request)), (json!(["secret", "name"]), json!(["secret"])));
        assert_eq!(required(Some(Direction::Response)), (json!(["id", "name"]), json!(["id"])));
        assert_eq!(required(None), (json!(["name"]), json!([])));
    }
}
