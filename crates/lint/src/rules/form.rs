//! The form of the document: version, fields, references.

use openapi::{Problem, pointer};

use crate::context::Context;
use crate::nodes::Node;
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[&VERSION, &STRUCTURE, &REFERENCE, &REFERENCE_SIBLING];

static VERSION: Rule = Rule {
    id: "version",
    section: Some(section::VERSIONS),
    summary: "The document is OpenAPI 3.0.",
    help: "convert the document to OpenAPI 3.0",
    checks: &[Check::Form(is_version)],
};

fn is_version(problem: &Problem) -> bool {
    match problem.pointer.as_str() {
        "/swagger" => true,
        "/openapi" => !problem.message.starts_with("expected"),
        _ => false,
    }
}

static STRUCTURE: Rule = Rule {
    id: "structure",
    section: Some(section::SCHEMA_OF_DOCUMENT),
    summary: "Each object has the fields that the specification gives it, all required ones, each of the right type.",
    help: "see the fixed fields of the object",
    checks: &[Check::Form(|problem| !is_version(problem) && !is_reference(problem))],
};

static REFERENCE: Rule = Rule {
    id: "reference",
    section: Some(section::REFERENCE),
    summary: "A reference leads to an object of the kind that belongs in its place, in the same document.",
    help: "name something under `components` that is there: `#/components/schemas/Name`",
    checks: &[Check::Form(is_reference)],
};

fn is_reference(problem: &Problem) -> bool {
    pointer::last(&problem.pointer) == "$ref"
}

static REFERENCE_SIBLING: Rule = Rule {
    id: "reference-sibling",
    section: Some(section::REFERENCE),
    summary: "A reference has no field beside `$ref`, since others are ignored.",
    help: "move it to the target, or make the reference a member of `allOf`",
    checks: &[Check::Object("Reference", reference_sibling)],
};

fn reference_sibling(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    for (key, _) in node.value.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
        let message = format!("`{key}` is beside `$ref`, and ignored");
        reporter.report(&pointer::child(&node.pointer, key), message);
    }
}
