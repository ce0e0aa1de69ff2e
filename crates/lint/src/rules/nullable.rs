//! `nullable` of OpenAPI 3.0, and what stands beside it. In OpenAPI 3.1 it is a keyword without a meaning.

use openapi::{Node, ObjectKind, ObjectNode, SpecVersion, allows_null};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&NULLABLE_WITHOUT_TYPE, &NULLABLE_ENUM, &NULLABLE_COMPOSITION];

static NULLABLE_WITHOUT_TYPE: Rule = Rule {
    id: "nullable-without-type",
    section: Some(section::SCHEMA),
    summary: "A schema with `nullable` has a `type`; without one it adds nothing to what the schema allows.",
    help: "write the `type` beside `nullable`, or delete it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, nullable_without_type)],
};

/// Keywords that decide what a schema without a `type` allows.
const DECIDING: [&str; 5] = ["allOf", "oneOf", "anyOf", "not", "enum"];

fn nullable_without_type(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if !is_nullable(context, object) || object.node.get("type").is_some() || lacks_null(object.node) {
        return;
    }
    let decides = match DECIDING.iter().find(|key| object.node.get(key).is_some()) {
        Some(key) => format!("`{key}` alone decides"),
        None => "null is allowed as any type is".to_owned(),
    };
    let message = format!("`nullable` has no effect without a `type` beside it; {decides}");
    reporter.report(&object.pointer.child("nullable"), message);
}

static NULLABLE_ENUM: Rule = Rule {
    id: "nullable-enum",
    section: Some(section::SCHEMA),
    summary: "A nullable enumeration lists null, which `nullable` alone does not add to it.",
    help: "add null to `enum`, or delete `nullable`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, nullable_enum)],
};

fn nullable_enum(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if is_nullable(context, object) && lacks_null(object.node) {
        let message = "null is not among the values of `enum`, so it is not allowed";
        reporter.report(&object.pointer.child("nullable"), message);
    }
}

static NULLABLE_COMPOSITION: Rule = Rule {
    id: "nullable-composition",
    section: Some(section::SCHEMA),
    summary: "Beside `nullable` null fits all of `allOf`, and one of `oneOf` and of `anyOf`; validators refuse it otherwise.",
    help: "leave `type` out of the schema that is referred to, or write that schema out beside `nullable`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, nullable_composition)],
};

/// Generators take a nullable reference at its word, and so does this project where it has to serve or to compare. What
/// validates by the letter refuses the null.
fn nullable_composition(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if !is_nullable(context, object) || object.node.get("type").is_none() || lacks_null(object.node) {
        return;
    }
    let fits = |part: &Node| allows_null(object.root, part);
    let refuses = |key: &str| match key {
        "allOf" => !object.node.elements(key).all(fits),
        _ => object.node.get(key).is_some() && !object.node.elements(key).any(fits),
    };
    if let Some(key) = ["allOf", "oneOf", "anyOf"].into_iter().find(|key| refuses(key)) {
        reporter.report(&object.pointer.child("nullable"), format!("null does not fit the `{key}` beside `nullable`"));
    }
}

/// Whether a schema says that it is nullable, where that is a keyword.
fn is_nullable(context: &LintContext<'_>, object: &ObjectNode<'_>) -> bool {
    object.is_set("nullable") && context.contract.spec_version() == SpecVersion::V3_0
}

/// Whether a schema has an enumeration without null.
fn lacks_null(schema: &Node) -> bool {
    schema.get("enum").and_then(Node::as_array).is_some_and(|values| !values.iter().any(Node::is_null))
}
