//! Discriminators.

use openapi::{Located, ObjectKind, ObjectNode, Schema, references};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] =
    &[&DISCRIMINATOR_COMPOSITION, &DISCRIMINATOR_REQUIRED, &DISCRIMINATOR_INLINE, &DISCRIMINATOR_MAPPING];

/// A discriminator in its schema.
struct Discriminator<'a> {
    schema: Located<'a>,
    property: &'a str,
    /// The members of `oneOf` and `anyOf`.
    alternatives: Vec<Located<'a>>,
    /// Whether the schema is an alternative, or has some.
    is_composed: bool,
}

fn discriminator<'a>(context: &LintContext<'_>, object: &ObjectNode<'a>) -> Option<Discriminator<'a>> {
    let schema = Located::root(object.root).at(object.pointer.parent()?)?;
    let alternatives: Vec<_> = ["oneOf", "anyOf"].iter().flat_map(|key| schema.elements(key)).collect();
    let is_composed = !alternatives.is_empty() || schema.get("allOf").is_some() || context.is_extended(schema.node);
    let property = object.at.text("propertyName").unwrap_or_default();
    Some(Discriminator { schema, property, alternatives, is_composed })
}

static DISCRIMINATOR_COMPOSITION: Rule = Rule {
    id: "discriminator-composition",
    section: Some(section::DISCRIMINATOR),
    summary: "A discriminator is beside `oneOf`, `anyOf` or `allOf`, or in a schema that others extend with `allOf`.",
    help: "list the alternatives in `oneOf`, or extend the schema",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Discriminator, discriminator_composition)],
};

fn discriminator_composition(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if discriminator(context, object).is_some_and(|discriminator| !discriminator.is_composed) {
        reporter.report(&object.pointer, "a discriminator chooses between alternatives, and there are none");
    }
}

static DISCRIMINATOR_REQUIRED: Rule = Rule {
    id: "discriminator-required",
    section: Some(section::SCHEMA),
    summary: "The property of a discriminator is required.",
    help: "name it in the `required` of the schema",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Discriminator, discriminator_required)],
};

fn discriminator_required(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let Some(Discriminator { schema, property, alternatives, is_composed }) = discriminator(context, object) else {
        return;
    };
    let requires = |schema: &Located<'_>| Schema::of(schema.root, schema.node).requires(property);
    if !is_composed || requires(&schema) {
        return;
    }
    if alternatives.is_empty() {
        let message = format!("the property `{property}` is not required, so a value may lack it");
        reporter.report(&object.pointer.child("propertyName"), message);
    }
    for part in alternatives.iter().filter(|part| part.text("$ref").is_some() && !requires(part)) {
        let message = format!("the property `{property}` of the discriminator is not required here");
        reporter.report(&part.pointer, message);
    }
}

static DISCRIMINATOR_INLINE: Rule = Rule {
    id: "discriminator-inline",
    section: Some(section::DISCRIMINATOR),
    summary: "The alternatives of a discriminator are references; schemas without a name are not considered.",
    help: "give the schema a name under `components`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Discriminator, discriminator_inline)],
};

fn discriminator_inline(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let alternatives = discriminator(context, object).into_iter().flat_map(|discriminator| discriminator.alternatives);
    for part in alternatives.filter(|part| part.text("$ref").is_none()) {
        reporter.report(&part.pointer, "the discriminator does not consider a schema without a name");
    }
}

static DISCRIMINATOR_MAPPING: Rule = Rule {
    id: "discriminator-mapping",
    section: Some(section::DISCRIMINATOR),
    summary: "A discriminator maps values to schemas that exist.",
    help: "name a schema under `components`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Discriminator, discriminator_mapping)],
};

fn discriminator_mapping(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for (_, target) in object.members("mapping") {
        if let Some(name) = target.as_str().filter(|name| !is_schema(context, &target, name)) {
            reporter.report(&target.pointer, format!("`{name}` is not a schema of this document"));
        }
    }
}

/// Whether a mapping's target is a schema, by name or by reference; other documents are not read.
fn is_schema(context: &LintContext<'_>, from: &Located<'_>, target: &str) -> bool {
    match references::mapped(from, target) {
        Ok(schema) => {
            let kind = context.contract.objects().kind(&schema.pointer);
            matches!(kind, Some(ObjectKind::Schema | ObjectKind::Reference))
        }
        Err(_) => !target.starts_with('#') && target.contains(['/', '.']),
    }
}
