//! Schemas: types, enumerations, bounds, compositions, properties.

use std::collections::HashSet;

use openapi::pointer;
use openapi::rules::{Constraint, first_twice};
use serde_json::{Number, Value};

use crate::context::Context;
use crate::nodes::{Node, elements, flag, members, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[
    &ARRAY_ITEMS,
    &COMPOSITION_EMPTY,
    &SCHEMA_COMPOSED_OF_ITSELF,
    &ENUM_VALUES,
    &ENUM_TYPE,
    &OPEN_ENUMERATION,
    &NULLABLE_WITHOUT_TYPE,
    &NULLABLE_ENUM,
    &REQUIRED_NAMES,
    &BOUNDS,
    &EXCLUSIVE_BOUND,
    &MULTIPLE_OF,
    &PATTERN,
    &READ_AND_WRITE_ONLY,
    &PROPERTY_DESCRIPTION,
    &KEYWORD_WITHOUT_EFFECT,
    &XML_WRAPPED,
];

static ARRAY_ITEMS: Rule = Rule {
    id: "array-items",
    section: Some(section::SCHEMA),
    summary: "A schema of type array has `items`.",
    help: "describe the items; `items: {}` allows any",
    checks: &[Check::Constraint(Constraint::ArrayItems)],
};

static COMPOSITION_EMPTY: Rule = Rule {
    id: "composition-empty",
    section: Some(section::SCHEMA),
    summary: "`allOf`, `oneOf` and `anyOf` have at least one schema.",
    help: "list the schemas, or delete it",
    checks: &[Check::Constraint(Constraint::CompositionEmpty)],
};

static SCHEMA_COMPOSED_OF_ITSELF: Rule = Rule {
    id: "schema-composed-of-itself",
    section: Some(section::SCHEMA),
    summary: "No schema is composed of itself.",
    help: "put a property or an item between, or break the circle",
    checks: &[Check::Constraint(Constraint::SchemaComposedOfItself)],
};

static ENUM_VALUES: Rule = Rule {
    id: "enum-values",
    section: Some(section::SCHEMA),
    summary: "An enumeration has at least one value, and none twice.",
    help: "list each value once",
    checks: &[Check::Constraint(Constraint::EnumValues)],
};

static ENUM_TYPE: Rule = Rule {
    id: "enum-type",
    section: Some(section::SCHEMA),
    summary: "The values of an enumeration are of the type of the schema.",
    help: "correct the value or the type; quotes make a string in YAML",
    checks: &[Check::Object("Schema", enum_type)],
};

fn enum_type(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(kind) = text(node.value, "type") else { return };
    let place = pointer::child(&node.pointer, "enum");
    for (index, allowed) in elements(node.value, "enum").enumerate().filter(|(_, allowed)| !is_of(allowed, kind)) {
        // The rules of `nullable` are for null.
        if !(allowed.is_null() && flag(node.value, "nullable")) {
            let message = format!("{allowed} is not of the type `{kind}`");
            reporter.report(&pointer::element(&place, index), message);
        }
    }
}

/// Whether a value is of a type of OpenAPI.
fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    }
}

static OPEN_ENUMERATION: Rule = Rule {
    id: "open-enumeration",
    section: None,
    summary: "An open enumeration (`x-extensible-enum`) is a list of strings, at least one and none twice.",
    help: "list each known value once",
    checks: &[Check::Constraint(Constraint::OpenEnumeration)],
};

/// Keywords that compose a schema of others.
const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

static NULLABLE_WITHOUT_TYPE: Rule = Rule {
    id: "nullable-without-type",
    section: Some(section::SCHEMA),
    summary: "A schema with `nullable` has a `type`; without one it adds nothing to what `allOf` and its like allow.",
    help: "write the `type` beside `nullable`",
    checks: &[Check::Object("Schema", nullable_without_type)],
};

fn nullable_without_type(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    // A schema that restricts nothing allows null too; then `nullable` is true.
    let composition = COMPOSITIONS.iter().find(|key| node.value.get(key).is_some());
    if let Some(key) = composition.filter(|_| flag(node.value, "nullable") && node.value.get("type").is_none())
        && !lacks_null(node.value)
    {
        let message = format!("`nullable` has no effect without a `type` beside it; `{key}` alone decides");
        reporter.report(&pointer::child(&node.pointer, "nullable"), message);
    }
}

static NULLABLE_ENUM: Rule = Rule {
    id: "nullable-enum",
    section: Some(section::SCHEMA),
    summary: "A nullable enumeration lists null, which `nullable` alone does not add to it.",
    help: "add null to `enum`, or delete `nullable`",
    checks: &[Check::Object("Schema", nullable_enum)],
};

fn nullable_enum(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if flag(node.value, "nullable") && lacks_null(node.value) {
        let message = "null is not among the values of `enum`, so it is not allowed";
        reporter.report(&pointer::child(&node.pointer, "nullable"), message);
    }
}

/// Whether a schema has an enumeration without null.
fn lacks_null(schema: &Value) -> bool {
    schema.get("enum").and_then(Value::as_array).is_some_and(|values| !values.contains(&Value::Null))
}

static REQUIRED_NAMES: Rule = Rule {
    id: "required-names",
    section: Some(section::SCHEMA),
    summary: "`required` has at least one name, and none twice.",
    help: "name each required property once, or delete `required`",
    checks: &[Check::Object("Schema", required_names)],
};

fn required_names(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(names) = node.value.get("required").and_then(Value::as_array) else { return };
    let place = pointer::child(&node.pointer, "required");
    if names.is_empty() {
        reporter.report(&place, "`required` is empty");
    }
    if let Some(name) = first_twice(names) {
        reporter.report(&place, format!("{name} is listed twice"));
    }
}

/// Lower and upper bounds.
const BOUND_PAIRS: [(&str, &str); 4] =
    [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

static BOUNDS: Rule = Rule {
    id: "bounds",
    section: Some(section::SCHEMA),
    summary: "No lower bound is above its upper bound.",
    help: "exchange or correct the two",
    checks: &[Check::Object("Schema", bounds)],
};

fn bounds(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Node { pointer, value, .. } = node;
    let number = |key| value.get(key).and_then(Value::as_number).and_then(Number::as_f64);
    for (low, high) in BOUND_PAIRS {
        let (Some(lowest), Some(highest)) = (number(low), number(high)) else { continue };
        let is_exclusive = low == "minimum" && (flag(value, "exclusiveMinimum") || flag(value, "exclusiveMaximum"));
        if lowest > highest || (is_exclusive && lowest >= highest) {
            let message = format!("no value is between `{low}` and `{high}`: {} and {}", value[low], value[high]);
            reporter.report(&pointer::child(pointer, low), message);
        }
    }
}

static EXCLUSIVE_BOUND: Rule = Rule {
    id: "exclusive-bound",
    section: Some(section::SCHEMA),
    summary: "`exclusiveMinimum` is beside `minimum`, and `exclusiveMaximum` beside `maximum`; both are true or false.",
    help: "add the bound",
    checks: &[Check::Object("Schema", exclusive_bound)],
};

fn exclusive_bound(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if node.value.get(exclusive).is_some() && node.value.get(bound).is_none() {
            let message = format!("`{exclusive}` has no effect without `{bound}`");
            reporter.report(&pointer::child(&node.pointer, exclusive), message);
        }
    }
}

static MULTIPLE_OF: Rule = Rule {
    id: "multiple-of",
    section: Some(section::SCHEMA),
    summary: "`multipleOf` is more than 0.",
    help: "write a number above 0",
    checks: &[Check::Object("Schema", multiple_of)],
};

fn multiple_of(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("multipleOf").and_then(Value::as_f64).is_some_and(|number| number <= 0.0) {
        reporter.report(&pointer::child(&node.pointer, "multipleOf"), "`multipleOf` must be more than 0");
    }
}

static PATTERN: Rule = Rule {
    id: "pattern",
    section: Some(section::SCHEMA),
    summary: "A pattern is a regular expression of ECMA-262.",
    help: "write it as JavaScript does",
    checks: &[Check::Object("Schema", pattern)],
};

fn pattern(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if let Some(pattern) = text(node.value, "pattern")
        && let Err(error) = regress::Regex::new(pattern)
    {
        let message = format!("`{pattern}` is not a regular expression of ECMA-262: {error}");
        reporter.report(&pointer::child(&node.pointer, "pattern"), message);
    }
}

static READ_AND_WRITE_ONLY: Rule = Rule {
    id: "read-and-write-only",
    section: Some(section::SCHEMA),
    summary: "No property is both `readOnly` and `writeOnly`.",
    help: "delete one",
    checks: &[Check::Object("Schema", read_and_write_only)],
};

fn read_and_write_only(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if flag(node.value, "readOnly") && flag(node.value, "writeOnly") {
        let message = "`readOnly` and `writeOnly` exclude each other";
        reporter.report(&pointer::child(&node.pointer, "writeOnly"), message);
    }
}

static PROPERTY_DESCRIPTION: Rule = Rule {
    id: "property-description",
    section: None,
    summary: "Every property has a description, its own or that of the schema to which it refers.",
    help: "say what it holds, with unit and format",
    checks: &[Check::Object("Schema", property_description)],
};

fn property_description(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = pointer::child(&node.pointer, "properties");
    for (name, property) in members(node.value, "properties").filter(|(_, property)| !is_described(context, property)) {
        let message = match text(property, "$ref") {
            Some(reference) => format!("neither the property `{name}` nor `{reference}` has a description"),
            None => format!("the property `{name}` has no description"),
        };
        reporter.report(&pointer::child(&place, name), message);
    }
}

/// Whether a schema, or one that it is or extends, has a description.
fn is_described(context: &Context<'_>, schema: &Value) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        let schema = openapi::references::resolve(context.root, schema);
        if !text(schema, "description").unwrap_or_default().trim().is_empty() {
            return true;
        }
        if seen.insert(std::ptr::from_ref(schema)) {
            pending.extend(elements(schema, "allOf"));
        }
    }
    false
}

static KEYWORD_WITHOUT_EFFECT: Rule = Rule {
    id: "keyword-without-effect",
    section: None,
    summary: "A schema has no keyword without effect on its type, such as a minimum of a string.",
    help: "delete the keyword, or correct the type",
    checks: &[Check::Object("Schema", keyword_without_effect)],
};

/// Keywords of a schema, and the types on which they have an effect.
const KEYWORDS: [(&[&str], &[&str]); 5] = [
    (&["minLength", "maxLength", "pattern"], &["string"]),
    (&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], &["integer", "number"]),
    (&["items", "minItems", "maxItems", "uniqueItems"], &["array"]),
    (&["properties", "additionalProperties", "minProperties", "maxProperties", "required"], &["object"]),
    (&["x-extensible-enum"], &["string"]),
];

fn keyword_without_effect(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(kind) = text(node.value, "type") else { return };
    for (keywords, _) in KEYWORDS.iter().filter(|(_, types)| !types.contains(&kind)) {
        for keyword in keywords.iter().filter(|keyword| node.value.get(keyword).is_some()) {
            let message = format!("`{keyword}` has no effect on a value of type `{kind}`");
            reporter.report(&pointer::child(&node.pointer, keyword), message);
        }
    }
}

static XML_WRAPPED: Rule = Rule {
    id: "xml-wrapped",
    section: Some(section::XML),
    summary: "`wrapped` is for arrays; elsewhere it has no effect.",
    help: "delete it, or move it out of `items`",
    checks: &[Check::Object("XML", xml_wrapped)],
};

fn xml_wrapped(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let schema = pointer::parent(&node.pointer).and_then(|pointer| context.root.pointer(pointer));
    let is_array = schema.and_then(|schema| text(schema, "type")) == Some("array");
    if flag(node.value, "wrapped") && !is_array {
        reporter.report(&pointer::child(&node.pointer, "wrapped"), "`wrapped` has an effect on arrays only");
    }
}
