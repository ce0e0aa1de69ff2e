//! OpenAPI 3.0 and 3.1 of the same meaning: the facts of messages and of generated code are line for line the same.

use serde_json::Value;

use crate::harness::{compare, value, written};

/// Schemas of OpenAPI 3.0, and what says the same in 3.1.
const TWINS: &[(&str, &str)] = &[
    ("{type: string, nullable: true}", "{type: [string, 'null']}"),
    ("{type: string, nullable: true}", "{type: ['null', string]}"),
    ("{type: string, nullable: true, maxLength: 3}", "{anyOf: [{type: string, maxLength: 3}, {type: 'null'}]}"),
    ("{type: string, nullable: true, enum: [a, null]}", "{type: [string, 'null'], enum: [a, null]}"),
    ("{type: string, nullable: true, enum: [a]}", "{type: [string, 'null'], enum: [a]}"),
    (
        "{type: object, nullable: true, properties: {a: {type: string, nullable: true}}}",
        "{type: [object, 'null'], properties: {a: {anyOf: [{type: string}, {type: 'null'}]}}}",
    ),
    ("{oneOf: [{$ref: Cat}, {type: string, nullable: true}]}", "{oneOf: [{$ref: Cat}, {type: [string, 'null']}]}"),
    ("{type: number, minimum: 0, exclusiveMinimum: true}", "{type: number, exclusiveMinimum: 0}"),
    ("{type: integer, maximum: 9, exclusiveMaximum: true}", "{type: integer, exclusiveMaximum: 9}"),
    ("{type: number, maximum: 9, exclusiveMaximum: false}", "{type: number, maximum: 9}"),
    ("{type: string, example: a}", "{type: string, examples: [a]}"),
    ("{type: string, enum: [a]}", "{type: string, const: a}"),
    ("{type: string, enum: [a]}", "{const: a, type: [string]}"),
    ("{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
    ("{type: string, format: binary}", "{type: string, contentMediaType: application/octet-stream}"),
    ("{allOf: [{$ref: Cat}, {required: [claws]}]}", "{$ref: Cat, required: [claws]}"),
    ("{allOf: [{$ref: Cat}], description: d}", "{$ref: Cat, description: d}"),
    ("{type: array, items: {}}", "{type: array}"),
    ("{type: object, additionalProperties: false}", "{type: object, unevaluatedProperties: false}"),
    ("{type: object, properties: {a: {}}}", "{type: object, properties: {a: true}}"),
    ("{$ref: Cat}", "{$ref: Cat}"),
];

fn document(version: &str, schema: &str) -> Value {
    let schema = serde_json::to_string(&value(schema)).unwrap();
    value(&format!(
        "
openapi: {version}
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    post:
      operationId: doA
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: Named}}}}}}}}}}
components:
  schemas:
    Cat: {{type: object, required: [name], properties: {{name: {{type: string}}, claws: {{type: integer}}}}}}
    Named: {schema}
"
    ))
}

#[test]
fn twins_have_the_same_facts() {
    for (old, new) in TWINS {
        let (old, new) = (document("3.0.3", old), document("3.1.0", new));
        let facts = |document: &Value| {
            let facts = review::facts(&written(document)).unwrap();
            let lines = facts.iter().map(ToString::to_string);
            lines.filter(|line| !line.starts_with("docs ") && !is_of_any_items(line)).collect::<Vec<_>>()
        };
        assert_eq!(facts(&old), facts(&new), "{old} and {new}");
    }
}

/// That an array has elements of any kind is written in 3.0, which asks for it.
fn is_of_any_items(line: &str) -> bool {
    line.ends_with(": items")
}

#[test]
fn twins_differ_in_words_alone() {
    for (old, new) in TWINS.iter().filter(|(old, _)| !old.contains("items")) {
        let (old, new) = (document("3.0.3", old), document("3.1.0", new));
        for (base, head) in [(&old, &new), (&new, &old)] {
            let review = compare(base, head).unwrap();
            let others: Vec<_> = review
                .changes
                .iter()
                .filter(|change| change.tier != review::Tier::Docs)
                .map(|change| format!("{} {}", change.rule, change.headline))
                .collect();
            assert_eq!(others, [""; 0], "{old} and {new}");
        }
    }
}

/// What only a reference in a condition leads to is not silent if it changes.
#[test]
fn what_a_condition_refers_to_is_compared() {
    let schema = "{type: object, if: {$ref: Cat}, then: {maxProperties: 3}}";
    let base = document("3.1.0", schema);
    let mut head = base.clone();
    head["components"]["schemas"]["Cat"]["properties"]["claws"]["type"] = "string".into();
    let review = compare(&base, &head).unwrap();
    let rules: Vec<_> = review.changes.iter().map(|change| format!("{} {}", change.tier, change.rule)).collect();
    assert_eq!(rules, ["wire condition-changed"]);
}

/// A schema that is a reference to itself, through a keyword beside it, has an end.
#[test]
fn a_circle_of_references_ends() {
    let document = document("3.1.0", "{$ref: Named, maxLength: 3, properties: {a: {$ref: Named, minLength: 1}}}");
    assert!(review::facts(&written(&document)).is_ok());
    let review = compare(&document, &document).unwrap();
    assert!(review.changes.is_empty());
}
