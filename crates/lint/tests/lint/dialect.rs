//! Mistakes in documents of OpenAPI 3.1, and what is none there.

use lint::RepositoryFiles;

use crate::expect::{complaint, findings, list};
use crate::sound::SOUND;

/// The sound document in OpenAPI 3.1, with what 3.0 does not have.
fn sound() -> String {
    let text = SOUND.replacen(
        "openapi: 3.0.3",
        "openapi: 3.1.1\njsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base",
        1,
    );
    let text = text.replacen(
        "version: 1.0.0",
        "version: 1.0.0\n  summary: A test.\n  license: {name: MIT, identifier: MIT}",
        1,
    );
    let text = text.replacen("    bearer: {type: http,", "    client: {type: mutualTLS}\n    bearer: {type: http,", 1);
    let text = text.replacen("        - bearer: []", "        - bearer: []\n        - client: []", 1);
    let webhooks = "
webhooks:
  made:
    $ref: '#/components/pathItems/Made'
    summary: It was made.
components:
  pathItems:
    Made:
      post:
        operationId: madeThing
        summary: A thing was made
        tags: [things]
        security: [{}]
        requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Made', description: What was made.}}}}
        responses: {'204': {description: Taken.}}
";
    let schemas = "
  schemas:
    Made:
      $id: https://example.com/made
      $comment: Everything that is new.
      type: [object, 'null']
      required: []
      properties:
        size: {type: [integer, 'null'], exclusiveMinimum: 0, exclusiveMaximum: 9, examples: [1, null], description: d}
        place: {$ref: '#/components/schemas/Made/$defs/Place', description: The place.}
        version: {const: 2, type: integer, description: d}
        file: {type: string, contentEncoding: base64, contentMediaType: application/json, contentSchema: {type: object}, description: d}
        list: {type: array, prefixItems: [true, {type: 'null'}], items: false, contains: {}, minContains: 1, maxContains: 2, description: d}
        free: {type: array, description: d, unevaluatedItems: false}
      patternProperties: {^x-: {type: string}}
      propertyNames: {maxLength: 9}
      dependentRequired: {size: [place]}
      dependentSchemas: {place: {required: [size]}}
      if: {required: [list]}
      then: {required: [file]}
      else: {maxProperties: 4}
      unevaluatedProperties: false
      $defs:
        Place: {type: string}
";
    let text = text.replacen("\ncomponents:\n", webhooks, 1);
    text.replacen("\n  schemas:\n", schemas, 1)
}

/// The mistakes: the rule, what is replaced by what in the sound document, and what is found, without lines.
pub const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "schema-keyword",
        "type: [integer, 'null'],",
        "type: integer, nullable: true,",
        "`nullable` has no meaning in a schema",
    ),
    ("schema-keyword", "exclusiveMinimum: 0", "exclusivMinimum: 0", "`exclusivMinimum` has no meaning in a schema"),
    (
        "schema-keyword",
        "      $defs:\n        Place: {type: string}\n",
        "      definitions: {}\n      $defs: {Place: {type: string}}\n",
        "`definitions`",
    ),
    (
        "schema-dialect",
        "oas/3.1/dialect/base",
        "oas/3.1/dialect/other",
        "the dialect `https://spec.openapis.org/oas/3.1/dialect/other` is not known",
    ),
    ("schema-dialect", "$id: https", "$schema: http://json-schema.org/draft-07/schema#\n      $id: https", "draft-07"),
    (
        "dynamic-reference",
        "propertyNames: {maxLength: 9}",
        "propertyNames: {$dynamicRef: '#a'}",
        "`$dynamicRef` is not followed",
    ),
    ("type-list", "type: [object, 'null']", "type: [object, object]", "none twice"),
    ("type-list", "type: [object, 'null']", "type: []", "at least one type"),
    ("structure", "exclusiveMinimum: 0", "exclusiveMinimum: true", "expected a number, found true"),
    ("structure", "identifier: MIT", "identifer: MIT", "OpenAPI 3.1 has no field `identifer` in License"),
    ("structure", "type: mutualTLS", "type: mutualTls", "expected one of apiKey, http, mutualTLS,"),
    ("structure", "type: [object, 'null']", "type: [object, nil]", "expected one of array, boolean, integer, null,"),
    ("reference", "Made/$defs/Place'", "Made/$defs/Plaice'", "leads nowhere"),
    ("reference", "'#/components/schemas/Made/$defs/Place'", "'#place'", "`#place` names an anchor"),
    ("reference", "pathItems/Made'", "pathItems/Mode'", "leads nowhere"),
    ("enum-type", "const: 2", "const: a", "\"a\" is not of the type `integer`"),
    (
        "bounds",
        "exclusiveMaximum: 9",
        "exclusiveMaximum: 0",
        "no value is between `exclusiveMinimum` and `exclusiveMaximum`",
    ),
    ("bounds", "maxContains: 2", "maxContains: 0", "no value is between `minContains` and `maxContains`"),
    (
        "keyword-without-effect",
        "type: string, contentEncoding",
        "type: [boolean, 'null'], contentEncoding",
        "`contentEncoding` has no effect on a value of type `boolean` or `null`",
    ),
    ("keyword-without-effect", "      if: {required: [list]}\n", "", "`then` has no effect without `if`"),
    ("example-fits", "examples: [1, null]", "examples: [1, 9]", "the example does not fit its schema"),
];

#[test]
fn a_sound_document_has_no_finding() {
    assert_eq!(list(&findings(&sound(), &RepositoryFiles::default())), "");
}

#[test]
fn each_mistake_is_found() {
    for (rule, from, to, message) in MISTAKES {
        let sound = sound();
        assert!(sound.contains(from), "the sound document has no `{from}`");
        let found = findings(&sound.replacen(from, to, 1), &RepositoryFiles::default());
        let is_found = found.iter().any(|finding| finding.rule.id == *rule && finding.message.contains(message));
        assert!(is_found, "{rule}: instead of\n{message}\nthis is found:\n{}", list(&found));
    }
}

/// What OpenAPI 3.0 refuses, or finds, and 3.1 does not.
#[test]
fn what_3_1_allows_is_no_mistake_there() {
    for (from, to) in [
        ("required: [kind]\n", "required: []\n"),
        (
            "          type: array\n          description: The parts.\n          items: {$ref: '#/components/schemas/Part'}\n",
            "          type: array\n          description: Any parts.\n",
        ),
        ("    Part:\n", "    Part:\n      readOnly: true\n"),
        ("{$ref: '#/components/examples/Small'}", "{$ref: '#/components/examples/Small', summary: s}"),
    ] {
        assert!(sound().contains(from), "{from}");
        let found = findings(&sound().replacen(from, to, 1), &RepositoryFiles::default());
        let rules = ["required-names", "array-items", "reference-sibling", "structure"];
        let found: Vec<_> = found.into_iter().filter(|finding| rules.contains(&finding.rule.id)).collect();
        assert_eq!(list(&found), "", "{to}");
    }
    let at_least_one = "openapi: 3.1.0\ninfo: {title: t, version: 1.0.0}\n";
    let found = findings(at_least_one, &RepositoryFiles::default());
    assert!(
        complaint(&found, "structure", &["1:1 needs one of the fields `paths`, `components` and `webhooks`"]).is_none()
    );
}
