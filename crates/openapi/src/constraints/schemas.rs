//! Keywords of schemas.

use super::reporter::{ViolationReporter, first_repeated};
use crate::spec::{ObjectKind, SpecVersion};
use crate::violation::Constraint;
use document::Node;
use document::Pointer;

/// Keywords that are lists of schemas or values, which must not be empty.
const LISTS: [(&str, Constraint); 5] = [
    ("enum", Constraint::EnumValues),
    ("x-extensible-enum", Constraint::OpenEnumeration),
    ("allOf", Constraint::CompositionEmpty),
    ("oneOf", Constraint::CompositionEmpty),
    ("anyOf", Constraint::CompositionEmpty),
];

pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    let root = reporter.document.root();
    let version = SpecVersion::of_any(root);
    dialect(root, &Pointer::root(), "jsonSchemaDialect", reporter);
    for object in reporter.objects.of(ObjectKind::Schema) {
        let schema = &object.node;
        if version == SpecVersion::V3_1 {
            keywords_of_3_1(schema, &object.pointer, reporter);
        }
        if version == SpecVersion::V3_0 && schema.text("type") == Some("array") && schema.get("items").is_none() {
            reporter.report(Constraint::ArrayItems, &object.pointer, "a schema of type array needs `items`");
        }
        for (key, constraint) in LISTS {
            if let Some(list) = schema.get(key) {
                self::list(key, constraint, list, &object.pointer.child(key), reporter);
            }
        }
    }
}

/// The dialects of JSON Schema that OpenAPI 3.1 has, with the vocabulary of OpenAPI and without.
const DIALECTS: [&str; 2] =
    ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"];

fn keywords_of_3_1(schema: &Node, pointer: &Pointer, reporter: &mut ViolationReporter<'_>) {
    dialect(schema, pointer, "$schema", reporter);
    if schema.get("$dynamicRef").is_some() {
        let message = "`$dynamicRef` is not followed: what stands there counts as unknown; write `$ref`";
        reporter.report(Constraint::DynamicReference, &pointer.child("$dynamicRef"), message);
    }
    let types = schema.get("type").and_then(Node::as_array);
    if types.is_some_and(|types| types.is_empty() || first_repeated(types).is_some()) {
        let message = "a list of types has at least one type, and none twice";
        reporter.report(Constraint::TypeList, &pointer.child("type"), message);
    }
}

/// A dialect that is not known: its schemas are read all the same.
fn dialect(owner: &Node, pointer: &Pointer, field: &str, reporter: &mut ViolationReporter<'_>) {
    if let Some(dialect) = owner.text(field).filter(|name| !is_known_dialect(name)) {
        let message = format!("the dialect `{dialect}` is not known; its schemas are read as JSON Schema 2020-12");
        reporter.report(Constraint::SchemaDialect, &pointer.child(field), message);
    }
}

/// Whether this is the dialect of the schemas of OpenAPI 3.1: of JSON Schema 2020-12.
pub fn is_known_dialect(name: &str) -> bool {
    DIALECTS.contains(&name.trim_end_matches('#'))
}

fn list(key: &str, constraint: Constraint, list: &Node, pointer: &Pointer, reporter: &mut ViolationReporter<'_>) {
    let Some(values) = list.as_array() else {
        return reporter.report(constraint, pointer, format!("`{key}` is a list"));
    };
    if values.is_empty() {
        return reporter.report(constraint, pointer, format!("`{key}` is empty"));
    }
    if constraint == Constraint::CompositionEmpty {
        return;
    }
    if let Some(value) = first_repeated(values) {
        reporter.report(constraint, pointer, format!("the value {value} stands here twice"));
    }
    if constraint == Constraint::OpenEnumeration
        && let Some(value) = values.iter().find(|value| !value.is_string())
    {
        reporter.report(constraint, pointer, format!("an open enumeration is of strings, and {value} is none"));
    }
}
