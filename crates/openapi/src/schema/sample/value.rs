//! Which value is made, by type and composition.

use std::cell::Cell;

use super::super::resolved::Schema;
use super::no_sample::{LARGEST, NoSample, no};
use super::{number, text};
use document::{Member, Node, Object};

/// Values within each other.
const DEEPEST: usize = 16;
/// Values and bytes of strings, all together.
const LARGEST_TOTAL: u64 = 1 << 15;

/// How much a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What must be there, and no more.
    Required,
    /// Every property that is named, and an element in each array; what contains itself is left out within itself.
    Everything,
}

/// A value of a schema: its example, its default or its first value, else the smallest that keeps to its type, format,
/// bounds, lengths and counts.
///
/// Give the schema with the [first alternatives](super::super::Alternatives::First), so that the value is of one of them. A
/// pattern, `not`, and what alternatives exclude from each other are not looked at: validate the value before
/// you promise that it fits.
///
/// # Errors
///
/// A text with a pattern, bounds that no value is within, a value without end, or one that is too large.
pub fn sample(schema: &Schema<'_>, extent: Extent) -> Result<Node, NoSample> {
    value(schema, &Making { extent, left: Cell::new(LARGEST_TOTAL) }, 0, 0)
}

/// What is made, and how much more it may be: arrays within arrays, and schemas that contain themselves in several
/// properties, would be without end for all that their depth is limited.
struct Making {
    extent: Extent,
    left: Cell<u64>,
}

impl Making {
    fn spend(&self, size: u64) -> Result<(), NoSample> {
        let left = self.left.get().checked_sub(size).ok_or_else(|| no("it is too large"));
        self.left.set(*left.as_ref().unwrap_or(&0));
        left.map(|_| ())
    }
}

/// The value of this index among different ones.
fn value(schema: &Schema<'_>, making: &Making, index: usize, depth: usize) -> Result<Node, NoSample> {
    if depth > DEEPEST {
        return Err(no("it has no end"));
    }
    making.spend(1)?;
    if schema.is_impossible() {
        return Err(no("its schema is `false`"));
    }
    if index == 0
        && let Some(given) = given(schema)
    {
        return Ok(given);
    }
    if let Some(values) = schema.enumeration().or_else(|| schema.open_enumeration()) {
        let value = values.get(index).ok_or_else(|| no("the enumeration has too few values"))?;
        return Ok((*value).clone());
    }
    let types = schema.types();
    match types.as_deref().map(|types| types.first().copied()) {
        Some(Some("string")) => text(schema, making, index),
        Some(Some("integer")) => number::integer(schema, index).map(Node::from),
        Some(Some("number")) => number::number(schema, index).map(Node::from),
        Some(Some("boolean")) if index < 2 => Ok((index == 0).into()),
        Some(Some("boolean")) => Err(no("there are two truth values")),
        Some(Some("array")) => array(schema, making, depth),
        Some(None) if schema.allows_null() => Ok(Node::null()),
        Some(None) => Err(no("no type is allowed by all its parts")),
        _ => object(schema, making, depth),
    }
}

fn text(schema: &Schema<'_>, making: &Making, index: usize) -> Result<Node, NoSample> {
    let text = text::text(schema, index)?;
    making.spend(text.len() as u64)?;
    Ok(text.into())
}

/// A value that the schema itself has.
fn given(schema: &Schema<'_>) -> Option<Node> {
    let first = schema.keyword("examples").and_then(Node::as_array).and_then(<[Node]>::first);
    let named = ["const", "example", "default"].into_iter().find_map(|name| schema.keyword(name));
    named.or(first).cloned()
}

fn object(schema: &Schema<'_>, making: &Making, depth: usize) -> Result<Node, NoSample> {
    let mut members: Vec<Member> = Vec::new();
    let mut add = |name: &str, value: Node| members.push(Member { key: name.into(), position: None, value });
    let member = |name: &str, property: Option<&Schema<'_>>| match property {
        Some(property) => value(property, making, 0, depth + 1).map_err(|error| error.within(name)),
        None => Ok(Object::default().into()),
    };
    let mut missing = schema.least("minProperties");
    let mut required = schema.required();
    let mut next = 0;
    while let Some(name) = required.get(next) {
        let others: Vec<&str> = schema.required_with(name).filter(|name| !required.contains(name)).collect();
        required.extend(others);
        next += 1;
    }
    for name in &required {
        add(name, member(name, schema.property(name).as_ref())?);
        missing = missing.saturating_sub(1);
    }
    for (name, property) in schema.properties() {
        if required.contains(&name) || making.extent == Extent::Required && missing == 0 {
            continue;
        }
        match member(name, Some(&property)) {
            Ok(value) => {
                add(name, value);
                missing = missing.saturating_sub(1);
            }
            // What may be left out is, if there is no value for it.
            Err(_) if missing == 0 => {}
            Err(error) => return Err(error),
        }
    }
    if missing > LARGEST || missing > 0 && !schema.allows_more_properties() {
        return Err(no("it needs more properties than it names"));
    }
    for index in 0..missing {
        let name = format!("property{}", index + 1);
        add(&name, member(&name, schema.property(&name).as_ref())?);
    }
    Ok(Object::new(members).into())
}

fn array(schema: &Schema<'_>, making: &Making, depth: usize) -> Result<Node, NoSample> {
    let contained = schema.contained();
    let least = schema.least("minItems").max(contained.as_ref().map_or(0, |(_, count)| *count));
    let count = match making.extent {
        Extent::Required => least,
        Extent::Everything => least.max(1).min(schema.most("maxItems").unwrap_or(u64::MAX)),
    };
    if count > LARGEST {
        return Err(no("it has too many elements"));
    }
    let is_unique = schema.keywords("uniqueItems").any(|unique| unique.as_bool() == Some(true));
    let of_element = |index: u64| {
        let described = schema.element(usize::try_from(index).ok()?);
        match contained.as_ref().filter(|(_, count)| index < *count) {
            Some((contained, _)) => Some(described.map_or_else(|| contained.clone(), |schema| schema.and(contained))),
            None => described,
        }
    };
    let element = |index: u64| match of_element(index) {
        Some(items) => value(&items, making, if is_unique { index as usize } else { 0 }, depth + 1)
            .map_err(|error| error.within(&index.to_string())),
        None => Ok(Node::from(i64::try_from(index).unwrap_or_default())),
    };
    let elements: Result<Vec<Node>, NoSample> = (0..count).map(element).collect();
    match elements {
        Ok(elements) => Ok(elements.into()),
        // An element that only makes the value fuller may be left out.
        Err(_) if least == 0 => Ok(Vec::new().into()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::schema::Alternatives;

    fn made(schema: Value, extent: Extent) -> Result<String, NoSample> {
        let root = Node::from(&json!({"components": {"schemas": {"S": schema, "Tree": {
            "type": "object", "properties": {"leaves": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
        }, "Endless": {
            "type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Endless"}},
        }}}}));
        let schema = Schema::with(&root, &root["components"]["schemas"]["S"], Alternatives::First);
        sample(&schema, extent).map(|value| value.to_string())
    }

    fn smallest(schema: Value) -> String {
        made(schema, Extent::Required).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn values_keep_to_bounds_and_lengths() {
        for (schema, expected) in [
            (json!({"type": "integer"}), "0"),
            (json!({"type": "integer", "minimum": 0.5}), "1"),
            (json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}), "4"),
            (json!({"type": "integer", "maximum": -3, "exclusiveMaximum": true}), "-4"),
            (json!({"type": "integer", "minimum": 2, "multipleOf": 5}), "5"),
            (
                json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true}),
                "0.5",
            ),
            (json!({"type": "number", "minimum": 7.25}), "8"),
            (json!({"type": "integer", "allOf": [{"minimum": 2}, {"minimum": 5}, {"maximum": 9}]}), "5"),
            (json!({"allOf": [{"type": "number"}, {"type": "integer", "minimum": 1.5}]}), "2"),
            (json!({"type": "string", "allOf": [{"maxLength": 9}, {"maxLength": 2}]}), r#""st""#),
            (json!({"type": "string", "minLength": 8}), r#""stringst""#),
            (json!({"type": "string", "format": "date"}), r#""2020-01-01""#),
            (json!({"type": "array", "minItems": 2, "items": {"type": "boolean"}}), "[true,true]"),
            (json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "integer"}}), "[0,1]"),
            (
                json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"enum": ["a", "b"]}}),
                r#"["a","b"]"#,
            ),
            (json!({"minProperties": 1}), r#"{"property1":{}}"#),
            (json!({"oneOf": [{"type": "boolean"}, {"type": "string"}]}), "true"),
            (json!({"enum": ["b", "a"]}), r#""b""#),
            (json!({"type": "string", "example": "given", "minLength": 1}), r#""given""#),
            (
                json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {}}}),
                r#"{"a":"string"}"#,
            ),
            (json!({"type": "integer", "minimum": 9007199254740993u64}), "9007199254740993"),
        ] {
            assert_eq!(smallest(schema.clone()), expected, "{schema}");
        }
    }

    #[test]
    fn what_no_value_can_keep_is_an_error() {
        for (schema, reason) in [
            (json!({"type": "integer", "minimum": 1, "maximum": 0}), "no number is within its bounds"),
            (json!({"type": "integer", "minimum": 0.2, "maximum": 0.8}), "no number is within its bounds"),
            (json!({"type": "string", "minLength": 3, "maxLength": 2}), "no text is as long"),
            (json!({"type": "string", "pattern": "^[0-9]{40}$"}), "a pattern"),
            (
                json!({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "boolean"}}),
                "two truth values",
            ),
            (json!({"$ref": "#/components/schemas/Endless"}), "no end"),
            (json!({"allOf": [{"type": "string"}, {"type": "integer"}]}), "no type"),
            (json!({"minProperties": 1, "additionalProperties": false}), "more properties"),
        ] {
            let error = smallest(schema.clone());
            assert!(error.contains(reason), "{schema}: {error}");
        }
    }

    #[test]
    fn the_place_is_said_for_which_there_is_no_value() {
        let part =
            json!({"type": "object", "required": ["code"], "properties": {"code": {"type": "string", "pattern": "x"}}});
        let list =
            json!({"required": ["list"], "properties": {"list": {"type": "array", "minItems": 1, "items": part}}});
        let expected =
            "no value can be made for the schema: at /list/0/code, it is a text with a pattern; give it an example";
        assert_eq!(smallest(list), expected);
    }

    #[test]
    fn a_small_schema_makes_no_huge_value() {
        let list = |items: Value| json!({"type": "array", "minItems": 16000, "items": items});
        let lists = (0..4).fold(json!({"type": "integer"}), |items, _| list(items));
        let texts = list(json!({"type": "string", "minLength": 16000}));
        for schema in [lists, texts] {
            assert!(smallest(schema.clone()).contains("too large"), "{schema}");
        }
        // Each level may have ten more.
        let names = ('a'..='j').map(|name| (name.to_string(), json!({"$ref": "#/components/schemas/S"})));
        let tree = json!({"type": "object", "properties": names.collect::<serde_json::Map<_, _>>()});
        assert!(made(tree, Extent::Everything).unwrap().len() < 1_000_000);
    }

    #[test]
    fn everything_has_what_may_be_left_out() {
        let everything = |schema| made(schema, Extent::Everything).unwrap();
        let tree = everything(json!({"$ref": "#/components/schemas/Tree"}));
        assert!(tree.starts_with(r#"{"leaves":[{"leaves":["#), "{tree}");
        let schema =
            json!({"properties": {"a": {"type": "string", "pattern": "x"}, "b": {"type": "array", "items": {}}}});
        assert_eq!(everything(schema), r#"{"b":[{}]}"#);
    }
}
