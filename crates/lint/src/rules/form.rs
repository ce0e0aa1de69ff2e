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
    summary: "The document is OpenAPI 3.0 or 3.1.",
    help: "convert the document to OpenAPI 3.0 or 3.1",
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
    summary: "A reference has no field beside `$ref` that is ignored: none in OpenAPI 3.0, `summary` and `description` in 3.1.",
    help: "move it to the target, or make the reference a member of `allOf`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Reference, reference_sibling)],
};

/// What OpenAPI 3.1 allows beside it is a field of the Reference Object; in a schema it makes no reference of it.
fn reference_sibling(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let allowed = context.contract.spec_version().object(ObjectKind::Reference);
    let keys = object.as_object().into_iter().flat_map(Object::keys);
    for key in keys.filter(|key| allowed.field(key).is_none()) {
        reporter.report(&object.pointer.child(key), format!("`{key}` is beside `$ref`, and ignored"));
    }
}
