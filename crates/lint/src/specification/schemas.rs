//! Schemas, their references, discriminators and XML.

use std::collections::HashSet;

use serde_json::{Number, Value};

use super::super::context::{Context, Findings, elements, flag, members, text};
use super::super::nodes::Node;
use openapi::pointer;
use openapi::rules::first_twice;

/// Lower and upper bounds.
const BOUNDS: [(&str, &str); 4] =
    [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

/// Keywords that compose a schema of others.
const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

pub(super) fn reference(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    for (key, _) in node.value.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
        let message = format!("`{key}` stands beside `$ref`, and is ignored");
        findings.report("reference-sibling", &pointer::child(&node.pointer, key), message);
    }
}

pub(super) fn schema(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    bounds(node, findings);
    nullable(node, findings);
    let Node { pointer, value, .. } = node;
    let at = |key| pointer::child(pointer, key);
    if value.get("multipleOf").and_then(Value::as_f64).is_some_and(|number| number <= 0.0) {
        findings.report("multiple-of", &at("multipleOf"), "no number is a multiple of 0 or less");
    }
    if let Some(pattern) = text(value, "pattern")
        && let Err(error) = regress::Regex::new(pattern)
    {
        let message = format!("`{pattern}` is no regular expression of ECMA-262: {error}");
        findings.report("pattern", &at("pattern"), message);
    }
    if flag(value, "readOnly") && flag(value, "writeOnly") {
        let message = "`readOnly` and `writeOnly` exclude each other; nobody could send it";
        findings.report("read-and-write-only", &at("writeOnly"), message);
    }
    if let Some(names) = value.get("required").and_then(Value::as_array) {
        if names.is_empty() {
            findings.report("required-names", &at("required"), "`required` is empty");
        }
        if let Some(name) = first_twice(names) {
            findings.report("required-names", &at("required"), format!("{name} stands here twice"));
        }
    }
    if let Some(kind) = text(value, "type") {
        let place = at("enum");
        for (index, allowed) in elements(value, "enum").enumerate().filter(|(_, allowed)| !is_of(allowed, kind)) {
            // Null belongs to the rules of `nullable`.
            if !(allowed.is_null() && flag(value, "nullable")) {
                let message = format!("{allowed} is not of the type `{kind}`");
                findings.report("enum-type", &pointer::element(&place, index), message);
            }
        }
    }
}

fn bounds(node: &Node<'_>, findings: &mut Findings<'_>) {
    let Node { pointer, value, .. } = node;
    let number = |key| value.get(key).and_then(Value::as_number).and_then(Number::as_f64);
    for (low, high) in BOUNDS {
        let (Some(lowest), Some(highest)) = (number(low), number(high)) else { continue };
        let is_exclusive = low == "minimum" && (flag(value, "exclusiveMinimum") || flag(value, "exclusiveMaximum"));
        if lowest > highest || (is_exclusive && lowest >= highest) {
            let message = format!("no value is between `{low}` and `{high}`: {} and {}", value[low], value[high]);
            findings.report("bounds", &pointer::child(pointer, low), message);
        }
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if value.get(exclusive).is_some() && value.get(bound).is_none() {
            let message = format!("`{exclusive}` says of `{bound}` whether it is excluded, and there is none");
            findings.report("exclusive-bound", &pointer::child(pointer, exclusive), message);
        }
    }
}

fn nullable(node: &Node<'_>, findings: &mut Findings<'_>) {
    let Node { pointer, value, .. } = node;
    if !flag(value, "nullable") {
        return;
    }
    let place = pointer::child(pointer, "nullable");
    let values = value.get("enum").and_then(Value::as_array);
    if values.is_some_and(|values| !values.contains(&Value::Null)) {
        findings.report("nullable-enum", &place, "null is not among the values of `enum`, so it is not allowed");
    } else if value.get("type").is_none()
        // A schema that says nothing of the value allows null as it allows all else; then `nullable` is true.
        && let Some(key) = COMPOSITIONS.iter().find(|key| value.get(key).is_some())
    {
        let message = format!("`nullable` has no effect without a `type` beside it; `{key}` alone decides");
        findings.report("nullable-without-type", &place, message);
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

pub(super) fn discriminator(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let Some(pointer) = pointer::parent(&node.pointer) else { return };
    let Some(schema) = context.root.pointer(pointer) else { return };
    let property = text(node.value, "propertyName").unwrap_or_default();
    let alternatives: Vec<(String, &Value)> = ["oneOf", "anyOf"]
        .iter()
        .flat_map(|key| {
            let list = pointer::child(pointer, key);
            elements(schema, key).enumerate().map(move |(index, part)| (pointer::element(&list, index), part))
        })
        .collect();
    let is_extended = context.extended.contains(format!("#{pointer}").as_str());
    if alternatives.is_empty() && schema.get("allOf").is_none() && !is_extended {
        let message = "a discriminator tells alternatives apart, and here are none";
        findings.report("discriminator-composition", &node.pointer, message);
    } else if !requires(context, schema, property) {
        if alternatives.is_empty() {
            let message = format!("the property `{property}` is not required, so a value may not tell what it is");
            findings.report("discriminator-required", &pointer::child(&node.pointer, "propertyName"), message);
        }
        for (place, part) in &alternatives {
            if text(part, "$ref").is_some() && !requires(context, part, property) {
                let message = format!("the property `{property}` of the discriminator is not required here");
                findings.report("discriminator-required", place, message);
            }
        }
    }
    for (place, _) in alternatives.iter().filter(|(_, part)| text(part, "$ref").is_none()) {
        let message = "the discriminator does not consider a schema without a name";
        findings.report("discriminator-inline", place, message);
    }
    let mapping = pointer::child(&node.pointer, "mapping");
    for (value, target) in members(node.value, "mapping") {
        let Some(target) = target.as_str() else { continue };
        if !is_schema(context, target) {
            let message = format!("`{target}` is no schema of this document");
            findings.report("discriminator-mapping", &pointer::child(&mapping, value), message);
        }
    }
}

/// Whether a mapping's target is a schema, by name or by reference; other documents are believed.
fn is_schema(context: &Context<'_>, target: &str) -> bool {
    match target.strip_prefix('#') {
        Some(pointer) => matches!(context.objects.get(pointer), Some(&("Schema" | "Reference"))),
        None => {
            let schemas = context.root.pointer("/components/schemas");
            schemas.is_some_and(|schemas| schemas.get(target).is_some()) || target.contains(['/', '.'])
        }
    }
}

/// Whether a schema, or one that it extends, requires a property.
fn requires(context: &Context<'_>, schema: &Value, property: &str) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        let schema = openapi::references::resolve(context.root, schema);
        if elements(schema, "required").any(|name| name.as_str() == Some(property)) {
            return true;
        }
        if seen.insert(std::ptr::from_ref(schema)) {
            pending.extend(elements(schema, "allOf"));
        }
    }
    false
}

pub(super) fn xml(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let schema = pointer::parent(&node.pointer).and_then(|pointer| context.root.pointer(pointer));
    let is_array = schema.and_then(|schema| text(schema, "type")) == Some("array");
    if flag(node.value, "wrapped") && !is_array {
        let place = pointer::child(&node.pointer, "wrapped");
        findings.report("xml-wrapped", &place, "`wrapped` has no effect on what is no array");
    }
}
