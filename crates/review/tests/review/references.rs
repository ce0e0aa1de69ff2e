//! References: schemas that contain themselves, and references that lead to unusual places.

use crate::harness::{changes, document};
use crate::places::{SHARED, compare, only, with};

/// Schemas that contain themselves, in each form that there is; the change is deep within.
#[test]
fn recursion_ends_and_changes_within_are_reported() {
    let schemas: &[(&str, &str)] = &[
        ("direct", "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, n: {maxLength: MAX}}}"),
        (
            "mutual",
            "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\n    \
             B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, n: {maxLength: MAX}}}",
        ),
        (
            "through allOf",
            "A: {type: object, allOf: [{$ref: '#/components/schemas/B'}]}\n    \
             B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, n: {maxLength: MAX}}}",
        ),
        ("allOf itself", "A: {allOf: [{$ref: '#/components/schemas/A'}, {type: string, maxLength: MAX}]}"),
        (
            "allOf each other",
            "A: {allOf: [{$ref: '#/components/schemas/B'}]}\n    B: {allOf: [{$ref: '#/components/schemas/A'}, {maxLength: MAX}]}",
        ),
        ("items", "A: {type: array, items: {allOf: [{$ref: '#/components/schemas/A'}, {maxLength: MAX}]}}"),
        ("alternatives", "A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string, maxLength: MAX}]}"),
        ("additional", "A: {maxLength: MAX, additionalProperties: {$ref: '#/components/schemas/A'}}"),
        ("not", "A: {properties: {n: {maxLength: MAX}}, not: {not: {$ref: '#/components/schemas/A'}}}"),
    ];
    for (name, schemas) in schemas {
        let text = |max: &str| {
            format!(
                "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    {}
",
                schemas.replace("MAX", max)
            )
        };
        let review = compare(&text("3"), &text("4"));
        assert_eq!(changes(&review), ["wire response-max-length-loosened"], "{name}");
        assert_eq!(only(&review).operations, ["getA"], "{name}");
        assert!(compare(&text("3"), &text("3")).changes.is_empty(), "{name}");
        let facts = review::facts(&document(&text("3"))).unwrap();
        assert!(facts.iter().any(|fact| fact.to_string().ends_with(": max-length 3")), "{name}: {facts:#?}");
    }
}

/// What a reference leads to is read as what belongs there, wherever it stands.
#[test]
fn references_lead_to_parts_of_other_components_and_to_components_of_other_kinds() {
    let text = |max: u8, words: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {{description: ok, content: {{a/b: {{schema: {{$ref: '#/components/responses/R/content/c~1d/schema'}}}}}}}}
        '201': {{description: ok, content: {{a/b: {{schema: {{$ref: '#/x-more/deep%20er'}}}}}}}}
        '202': {{$ref: '#/components/headers/H'}}
components:
  responses: {{R: {{description: r, content: {{c/d: {{schema: {{maxLength: {max}}}}}}}}}}}
  headers: {{H: {{description: {words}}}}}
x-more: {{deep er: {{maxLength: {max}}}}}
"
        )
    };
    let review = compare(&text(3, "old"), &text(4, "new"));
    let found: Vec<_> = review.changes.iter().map(|change| (change.rule.as_str(), change.place.as_str())).collect();
    let expected = [
        ("response-max-length-loosened", "getA response 200 a/b"),
        ("response-max-length-loosened", "getA response 201 a/b"),
        ("words-changed", "getA response 202"),
        ("extension-changed", "document"),
    ];
    assert_eq!(found, expected);
    assert_eq!(compare(&text(3, "old"), &text(3, "new")).changes[0].operations, ["getA"]);
}

/// A recursive schema may be unrolled by a step without any change of messages.
#[test]
fn an_unrolled_recursion_is_the_same_on_the_wire() {
    let head = with(
        "friend: {$ref: '#/components/schemas/Pet'}",
        "friend: {type: object, properties: {name: {type: string, maxLength: 5}, friend: {$ref: '#/components/schemas/Pet'}}}",
    );
    let review = compare(SHARED, &head);
    assert_eq!(changes(&review), ["source type-name-removed"]);
}
