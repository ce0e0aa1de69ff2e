//! Schemas: types, enumerations, bounds, compositions, properties.

use std::collections::HashSet;

use openapi::{Located, Node, ObjectKind, ObjectNode, Pointer, Schema, SpecVersion, allows_null};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::rules::keywords::{listed, types};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[
    &ARRAY_ITEMS,
    &COMPOSITION_EMPTY,
    &COMPOSITION_REPEATED,
    &SCHEMA_COMPOSED_OF_ITSELF,
    &ENUM_VALUES,
    &ENUM_TYPE,
    &OPEN_ENUMERATION,
    &REQUIRED_NAMES,
    &REQUIRED_PROPERTY_UNKNOWN,
    &BOUNDS,
    &EXCLUSIVE_BOUND,
    &MULTIPLE_OF,
    &PATTERN,
    &READ_AND_WRITE_ONLY,
    &PROPERTY_DESCRIPTION,
    &XML_WRAPPED,
];

static ARRAY_ITEMS: Rule = Rule {
    id: "array-items",
    section: Some(section::SCHEMA),
    summary: "A schema of type array has `items`.",
    help: "describe the items; `items: {}` allows any",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ArrayItems)],
};

static COMPOSITION_EMPTY: Rule = Rule {
    id: "composition-empty",
    section: Some(section::SCHEMA),
    summary: "`allOf`, `oneOf` and `anyOf` have at least one schema.",
    help: "list the schemas, or delete it",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::CompositionEmpty)],
};

static COMPOSITION_REPEATED: Rule = Rule {
    id: "composition-repeated",
    section: None,
    summary: "`allOf`, `oneOf` and `anyOf` have no schema twice; what fits a schema that `oneOf` has twice is refused.",
    help: "delete one, or correct it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, composition_repeated)],
};

fn composition_repeated(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for key in ["allOf", "oneOf", "anyOf"] {
        let mut seen = HashSet::new();
        for part in object.elements(key).filter(|part| !seen.insert(part.node)) {
            reporter.report(&part.pointer, format!("`{key}` has this schema twice"));
        }
    }
}

static SCHEMA_COMPOSED_OF_ITSELF: Rule = Rule {
    id: "schema-composed-of-itself",
    section: Some(section::SCHEMA),
    summary: "No schema is composed of itself.",
    help: "put a property or an item between, or break the circle",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::SchemaComposedOfItself)],
};

static ENUM_VALUES: Rule = Rule {
    id: "enum-values",
    section: Some(section::SCHEMA),
    summary: "An enumeration has at least one value, and none twice.",
    help: "list each value once",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::EnumValues)],
};

static ENUM_TYPE: Rule = Rule {
    id: "enum-type",
    section: Some(section::SCHEMA),
    summary: "The values of an enumeration are of the type of the schema.",
    help: "correct the value or the type; quotes make a string in YAML",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Schema, enum_type)],
};

fn enum_type(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let types = types(object);
    let is_allowed = |value: &Node| types.is_empty() || types.iter().any(|name| is_of(value, name));
    let values = object.elements("enum").chain(object.get("const"));
    for allowed in values.filter(|allowed| !is_allowed(allowed.node)) {
        if !(allowed.is_null() && allows_null(object.root, object.node)) {
            let message = format!("{} is not of the type {}", allowed.node, listed(&types));
            reporter.report(&allowed.pointer, message);
        }
    }
}

/// Whether a value is of a type of OpenAPI.
fn is_of(value: &Node, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_number().is_some_and(|number| number.is_integer()),
        _ => true,
    }
}

static OPEN_ENUMERATION: Rule = Rule {
    id: "open-enumeration",
    section: None,
    summary: "An open enumeration (`x-extensible-enum`) is a list of strings, at least one and none twice.",
    help: "list each known value once",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::OpenEnumeration)],
};

static REQUIRED_NAMES: Rule = Rule {
    id: "required-names",
    section: Some(section::SCHEMA),
    summary: "`required` has no name twice, and in OpenAPI 3.0 at least one.",
    help: "name each required property once, or delete `required`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Schema, required_names)],
};

fn required_names(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let Some(required) = object.get("required") else { return };
    let names = required.node.as_array().unwrap_or_default();
    if names.is_empty() && context.contract.spec_version() == SpecVersion::V3_0 {
        reporter.report(&required.pointer, "`required` is empty");
    }
    let mut seen = HashSet::new();
    if let Some(name) = names.iter().find(|name| !seen.insert(*name)) {
        reporter.report(&required.pointer, format!("{name} is listed twice"));
    }
}

static REQUIRED_PROPERTY_UNKNOWN: Rule = Rule {
    id: "required-property-unknown",
    section: None,
    summary: "Where a schema describes its properties, `required` names some of them.",
    help: "describe the property, or correct its name",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, required_property_unknown)],
};

/// A part of a composition may require what another part describes.
fn required_property_unknown(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let others = object.node.get("additionalProperties").and_then(Node::as_object);
    let is_part = PARTS.iter().any(|key| object.node.get(key).is_some())
        || object.node.get("patternProperties").is_some()
        || is_composed(&object.pointer)
        || context.is_extended(object.node)
        || others.is_some_and(|others| !others.is_empty());
    let required: Vec<_> = object.elements("required").collect();
    if is_part || required.is_empty() {
        return;
    }
    let described = Schema::of(object.root, object.node).properties();
    let names: HashSet<&str> = described.iter().map(|(name, _)| *name).collect();
    for name in required.iter().filter(|_| !names.is_empty()) {
        if let Some(text) = name.as_str().filter(|text| !names.contains(text)) {
            reporter.report(&name.pointer, format!("no property has the name `{text}`"));
        }
    }
}

/// Keywords that hold parts of a schema which do not hold for every value of it.
const PARTS: [&str; 7] = ["oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas"];

/// Whether this is the address of a schema of which another is composed.
fn is_composed(pointer: &Pointer) -> bool {
    let list = pointer.parent().map(Pointer::last).unwrap_or_default();
    ["not", "if", "then", "else"].contains(&pointer.last())
        || ["allOf", "oneOf", "anyOf", "dependentSchemas"].contains(&list)
}

/// Lower and upper bounds.
const BOUND_PAIRS: [(&str, &str); 5] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
];

/// Pairs of which one bound at least is excluded, as OpenAPI 3.1 writes it.
const EXCLUSIVE_PAIRS: [(&str, &str); 3] =
    [("exclusiveMinimum", "exclusiveMaximum"), ("exclusiveMinimum", "maximum"), ("minimum", "exclusiveMaximum")];

static BOUNDS: Rule = Rule {
    id: "bounds",
    section: Some(section::SCHEMA),
    summary: "No lower bound is above its upper bound.",
    help: "exchange or correct the two",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Schema, bounds)],
};

fn bounds(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let number = |key| object.node.get(key).and_then(Node::as_number);
    let pairs = BOUND_PAIRS.iter().map(|pair| (pair, false)).chain(EXCLUSIVE_PAIRS.iter().map(|pair| (pair, true)));
    for ((low, high), is_exclusive) in pairs {
        let (Some(lowest), Some(highest)) = (number(low), number(high)) else { continue };
        let has_flag = || object.is_set("exclusiveMinimum") || object.is_set("exclusiveMaximum");
        let is_exclusive = is_exclusive || *low == "minimum" && has_flag();
        if lowest > highest || (is_exclusive && lowest == highest) {
            let message = format!("no value is between `{low}` and `{high}`: {lowest} and {highest}");
            reporter.report(&object.pointer.child(low), message);
        }
    }
}

static EXCLUSIVE_BOUND: Rule = Rule {
    id: "exclusive-bound",
    section: Some(section::SCHEMA),
    summary: "In OpenAPI 3.0 `exclusiveMinimum` is beside `minimum`, and `exclusiveMaximum` beside `maximum`; both are true or false.",
    help: "add the bound",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, exclusive_bound)],
};

fn exclusive_bound(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        // In OpenAPI 3.1 it is a bound of its own.
        if object.node.get(exclusive).is_some_and(Node::is_boolean) && object.node.get(bound).is_none() {
            let message = format!("`{exclusive}` has no effect without `{bound}`");
            reporter.report(&object.pointer.child(exclusive), message);
        }
    }
}

static MULTIPLE_OF: Rule = Rule {
    id: "multiple-of",
    section: Some(section::SCHEMA),
    summary: "`multipleOf` is more than 0.",
    help: "write a number above 0",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Schema, multiple_of)],
};

fn multiple_of(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if object.node.get("multipleOf").and_then(Node::as_number).is_some_and(|number| number <= 0.into()) {
        reporter.report(&object.pointer.child("multipleOf"), "`multipleOf` must be more than 0");
    }
}

static PATTERN: Rule = Rule {
    id: "pattern",
    section: Some(section::SCHEMA),
    summary: "A pattern is a regular expression of ECMA-262.",
    help: "write it as JavaScript does",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Schema, pattern)],
};

fn pattern(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if let Some(pattern) = object.text("pattern")
        && let Err(error) = regress::Regex::new(pattern)
    {
        let message = format!("`{pattern}` is not a regular expression of ECMA-262: {error}");
        reporter.report(&object.pointer.child("pattern"), message);
    }
}

static READ_AND_WRITE_ONLY: Rule = Rule {
    id: "read-and-write-only",
    section: Some(section::SCHEMA),
    summary: "No property is both `readOnly` and `writeOnly`.",
    help: "delete one",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, read_and_write_only)],
};

fn read_and_write_only(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if object.is_set("readOnly") && object.is_set("writeOnly") {
        let message = "`readOnly` and `writeOnly` exclude each other";
        reporter.report(&object.pointer.child("writeOnly"), message);
    }
}

static PROPERTY_DESCRIPTION: Rule = Rule {
    id: "property-description",
    section: None,
    summary: "Every property has a description, its own or that of the schema to which it refers.",
    help: "say what it holds, with unit and format",
    severity: Severity::Info,
    checks: &[Check::Object(ObjectKind::Schema, property_description)],
};

fn property_description(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let is_described = |property: &Located<'_>| {
        let schema = Schema::of(property.root, property.node);
        schema.keywords("description").filter_map(Node::as_str).any(|text| !text.trim().is_empty())
    };
    for (name, property) in object.members("properties").filter(|(_, property)| !is_described(property)) {
        let message = match property.text("$ref") {
            Some(reference) => format!("neither the property `{name}` nor `{reference}` has a description"),
            None => format!("the property `{name}` has no description"),
        };
        reporter.report(&property.pointer, message);
    }
}

static XML_WRAPPED: Rule = Rule {
    id: "xml-wrapped",
    section: Some(section::XML),
    summary: "`wrapped` is for arrays; elsewhere it has no effect.",
    help: "delete it, or move it out of `items`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Xml, xml_wrapped)],
};

fn xml_wrapped(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let schema = object.pointer.parent().and_then(|pointer| context.root().pointer(pointer));
    let stated = schema.and_then(|schema| schema.get("type"));
    let is_array = stated.is_some_and(|stated| {
        *stated == "array" || stated.as_array().is_some_and(|types| types.iter().any(|name| *name == "array"))
    });
    if object.is_set("wrapped") && !is_array {
        reporter.report(&object.pointer.child("wrapped"), "`wrapped` has an effect on arrays only");
    }
}
