//! Keywords of schemas: whether they have an effect.

use openapi::{Node, ObjectKind, ObjectNode, SpecVersion};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&KEYWORD_WITHOUT_EFFECT];

static KEYWORD_WITHOUT_EFFECT: Rule = Rule {
    id: "keyword-without-effect",
    section: None,
    summary: "A schema has no keyword without effect on its type, such as a minimum of a string, or without another keyword.",
    help: "delete the keyword, correct the type, or write the other keyword",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Schema, keyword_without_effect)],
};

/// Keywords of a schema, and the types on which they have an effect.
const KEYWORDS: [(&[&str], &[&str]); 7] = [
    (&["minLength", "maxLength", "pattern"], &["string"]),
    (&["contentEncoding", "contentMediaType", "contentSchema"], &["string"]),
    (&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], &["integer", "number"]),
    (
        &[
            "items",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
            "minItems",
            "maxItems",
            "uniqueItems",
        ],
        &["array"],
    ),
    (&["properties", "additionalProperties", "minProperties", "maxProperties", "required"], &["object"]),
    (
        &["patternProperties", "propertyNames", "unevaluatedProperties", "dependentRequired", "dependentSchemas"],
        &["object"],
    ),
    (&["x-extensible-enum"], &["string"]),
];

/// Keywords of OpenAPI 3.1 that have an effect beside another one alone.
const COMPANIONS: [(&str, &[&str]); 6] = [
    ("if", &["then", "else"]),
    ("then", &["if"]),
    ("else", &["if"]),
    ("minContains", &["contains"]),
    ("maxContains", &["contains"]),
    ("contentSchema", &["contentMediaType"]),
];

fn keyword_without_effect(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let stated = types(object);
    let lacks = |types: &[&str]| !stated.is_empty() && stated.iter().all(|name| !types.contains(name));
    for (keywords, _) in KEYWORDS.iter().filter(|(_, types)| lacks(types)) {
        for keyword in keywords.iter().filter(|keyword| object.node.get(keyword).is_some()) {
            let message = format!("`{keyword}` has no effect on a value of type {}", listed(&stated));
            reporter.report(&object.pointer.child(keyword), message);
        }
    }
    let is_3_1 = context.contract.spec_version() == SpecVersion::V3_1;
    let is_alone = |keyword: &str, companions: &[&str]| {
        object.node.get(keyword).is_some() && companions.iter().all(|key| object.node.get(key).is_none())
    };
    for (keyword, companions) in COMPANIONS.iter().filter(|(keyword, others)| is_3_1 && is_alone(keyword, others)) {
        let companions: Vec<String> = companions.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("`{keyword}` has no effect without {}", companions.join(" or "));
        reporter.report(&object.pointer.child(keyword), message);
    }
}

/// The types that a schema itself states.
pub(super) fn types<'a>(schema: &ObjectNode<'a>) -> Vec<&'a str> {
    let Some(stated) = schema.at.node.get("type") else { return Vec::new() };
    let list = stated.as_array().unwrap_or(std::slice::from_ref(stated));
    list.iter().filter_map(Node::as_str).collect()
}

/// Types in a message: `` `string` or `null` ``.
pub(super) fn listed(types: &[&str]) -> String {
    types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
