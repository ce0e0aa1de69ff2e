//! Keywords of schemas.

use super::reporter::{Reporter, first_repeated};
use crate::spec::ObjectKind;
use crate::violation::Rule;
use document::Node;
use document::Pointer;

/// Keywords that are lists of schemas or values, which must not be empty.
const LISTS: [(&str, Rule); 5] = [
    ("enum", Rule::EnumValues),
    ("x-extensible-enum", Rule::OpenEnumeration),
    ("allOf", Rule::CompositionEmpty),
    ("oneOf", Rule::CompositionEmpty),
    ("anyOf", Rule::CompositionEmpty),
];

pub(super) fn check(reporter: &mut Reporter<'_>) {
    for object in reporter.objects.of(ObjectKind::Schema) {
        let schema = &object.node;
        if schema.text("type") == Some("array") && schema.get("items").is_none() {
            reporter.report(Rule::ArrayItems, &object.pointer, "a schema of type array needs `items`");
        }
        for (key, rule) in LISTS {
            if let Some(list) = schema.get(key) {
                self::list(key, rule, list, &object.pointer.child(key), reporter);
            }
        }
    }
}

fn list(key: &str, rule: Rule, list: &Node, pointer: &Pointer, reporter: &mut Reporter<'_>) {
    let Some(values) = list.as_array() else {
        return reporter.report(rule, pointer, format!("`{key}` is a list"));
    };
    if values.is_empty() {
        return reporter.report(rule, pointer, format!("`{key}` is empty"));
    }
    if rule == Rule::CompositionEmpty {
        return;
    }
    if let Some(value) = first_repeated(values) {
        reporter.report(rule, pointer, format!("the value {value} stands here twice"));
    }
    if rule == Rule::OpenEnumeration
        && let Some(value) = values.iter().find(|value| !value.is_string())
    {
        reporter.report(rule, pointer, format!("an open enumeration is of strings, and {value} is none"));
    }
}
