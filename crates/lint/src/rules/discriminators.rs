//! Discriminators.

use std::collections::HashSet;

use openapi::pointer;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, elements, members, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] =
    &[&DISCRIMINATOR_COMPOSITION, &DISCRIMINATOR_REQUIRED, &DISCRIMINATOR_INLINE, &DISCRIMINATOR_MAPPING];

/// A discriminator in its schema.
struct Discriminator<'a> {
    schema: &'a Value,
    property: &'a str,
    /// The members of `oneOf` and `anyOf`, with their pointers.
    alternatives: Vec<(String, &'a Value)>,
    /// Whether the schema is an alternative, or has some.
    is_composed: bool,
}

fn discriminator<'a>(context: &Context<'a>, node: &Node<'a>) -> Option<Discriminator<'a>> {
    let pointer = pointer::parent(&node.pointer)?;
    let schema = context.root.pointer(pointer)?;
    let alternatives: Vec<_> = ["oneOf", "anyOf"]
        .iter()
        .flat_map(|key| {
            let list = pointer::child(pointer, key);
            elements(schema, key).enumerate().map(move |(index, part)| (pointer::element(&list, index), part))
        })
        .collect();
    let is_extended = context.extended.contains(format!("#{pointer}").as_str());
    let is_composed = !alternatives.is_empty() || schema.get("allOf").is_some() || is_extended;
    let property = text(node.value, "propertyName").unwrap_or_default();
    Some(Discriminator { schema, property, alternatives, is_composed })
}

static DISCRIMINATOR_COMPOSITION: Rule = Rule {
    id: "discriminator-composition",
    section: Some(section::DISCRIMINATOR),
    summary: "A discriminator is beside `oneOf`, `anyOf` or `allOf`, or in a schema that others extend with `allOf`.",
    help: "list the alternatives in `oneOf`, or extend the schema",
    checks: &[Check::Object("Discriminator", discriminator_composition)],
};

fn discriminator_composition(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if discriminator(context, node).is_some_and(|discriminator| !discriminator.is_composed) {
        reporter.report(&node.pointer, "a discriminator chooses between alternatives, and there are none");
    }
}

static DISCRIMINATOR_REQUIRED: Rule = Rule {
    id: "discriminator-required",
    section: Some(section::SCHEMA),
    summary: "The property of a discriminator is required.",
    help: "name it in the `required` of the schema",
    checks: &[Check::Object("Discriminator", discriminator_required)],
};

fn discriminator_required(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(Discriminator { schema, property, alternatives, is_composed }) = discriminator(context, node) else {
        return;
    };
    if !is_composed || requires(context, schema, property) {
        return;
    }
    if alternatives.is_empty() {
        let message = format!("the property `{property}` is not required, so a value may lack it");
        reporter.report(&pointer::child(&node.pointer, "propertyName"), message);
    }
    for (place, part) in &alternatives {
        if text(part, "$ref").is_some() && !requires(context, part, property) {
            let message = format!("the property `{property}` of the discriminator is not required here");
            reporter.report(place, message);
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

static DISCRIMINATOR_INLINE: Rule = Rule {
    id: "discriminator-inline",
    section: Some(section::DISCRIMINATOR),
    summary: "The alternatives of a discriminator are references; schemas without a name are not considered.",
    help: "give the schema a name under `components`",
    checks: &[Check::Object("Discriminator", discriminator_inline)],
};

fn discriminator_inline(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let alternatives = discriminator(context, node).into_iter().flat_map(|discriminator| discriminator.alternatives);
    for (place, _) in alternatives.filter(|(_, part)| text(part, "$ref").is_none()) {
        reporter.report(&place, "the discriminator does not consider a schema without a name");
    }
}

static DISCRIMINATOR_MAPPING: Rule = Rule {
    id: "discriminator-mapping",
    section: Some(section::DISCRIMINATOR),
    summary: "A discriminator maps values to schemas that exist.",
    help: "name a schema under `components`",
    checks: &[Check::Object("Discriminator", discriminator_mapping)],
};

fn discriminator_mapping(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let mapping = pointer::child(&node.pointer, "mapping");
    for (value, target) in members(node.value, "mapping") {
        if let Some(target) = target.as_str().filter(|target| !is_schema(context, target)) {
            let message = format!("`{target}` is not a schema of this document");
            reporter.report(&pointer::child(&mapping, value), message);
        }
    }
}

/// Whether a mapping's target is a schema, by name or by reference; other documents are not read.
fn is_schema(context: &Context<'_>, target: &str) -> bool {
    match target.strip_prefix('#') {
        Some(pointer) => matches!(context.objects.get(pointer), Some(&("Schema" | "Reference"))),
        None => {
            let schemas = context.root.pointer("/components/schemas");
            schemas.is_some_and(|schemas| schemas.get(target).is_some()) || target.contains(['/', '.'])
        }
    }
}
