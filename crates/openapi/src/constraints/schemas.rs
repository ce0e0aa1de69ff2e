//! Keywords of schemas.

use super::reporter::{ViolationReporter, first_repeated};
use crate::spec::ObjectKind;
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
    for object in reporter.objects.of(ObjectKind::Schema) {
        let schema = &object.node;
        if schema.text("type") == Some("array") && schema.get("items").is_none() {
            reporter.report(Constraint::ArrayItems, &object.pointer, "a schema of type array needs `items`");
        }
        for (key, constraint) in LISTS {
            if let Some(list) = schema.get(key) {
                self::list(key, constraint, list, &object.pointer.child(key), reporter);
            }
        }
    }
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
