//! The form of the document: version, fields, references.

use openapi::{Object, ObjectKind, ObjectNode};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&VERSION, &STRUCTURE, &REFERENCE, &REFERENCE_KIND, &REFERENCE_SIBLING];

static VERSION: Rule = Rule {
    id: "version",
    section: Some(section::VERSIONS),
    summary: "The document is OpenAPI 3.0.",
    help: "convert the document to OpenAPI 3.0",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::Version)],
};

static STRUCTURE: Rule = Rule {
    id: "structure",
    section: Some(section::SCHEMA_OF_DOCUMENT),
    summary: "Each object has the fields that the specification gives it, all required ones, each of the right type.",
    help: "see the fixed fields of the object",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::Structure)],
};

static REFERENCE: Rule = Rule {
    id: "reference",
    section: Some(section::REFERENCE),
    summary: "A reference leads to an object that can be of the kind that belongs in its place, in the same document.",
    help: "name something under `components` that is there: `#/components/schemas/Name`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::Reference)],
};

static REFERENCE_KIND: Rule = Rule {
    id: "reference-kind",
    section: Some(section::REFERENCE),
    summary: "A reference leads to an object that is of the right kind by its place too, not by its form alone.",
    help: "move the object to the section of `components` that is for its kind",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ReferenceKind)],
};

static REFERENCE_SIBLING: Rule = Rule {
    id: "reference-sibling",
    section: Some(section::REFERENCE),
    summary: "A reference has no field beside `$ref`, since others are ignored.",
    help: "move it to the target, or make the reference a member of `allOf`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Reference, reference_sibling)],
};

fn reference_sibling(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for key in object.as_object().into_iter().flat_map(Object::keys).filter(|key| *key != "$ref") {
        reporter.report(&object.pointer.child(key), format!("`{key}` is beside `$ref`, and ignored"));
    }
}
