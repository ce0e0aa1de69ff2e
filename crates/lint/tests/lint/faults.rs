//! Faults that the lint once had, one test for each kind.

use std::fmt::Write;

use lint::{Finding, RepositoryFiles};

use crate::expect::{findings, list};

/// A document whose only operation has this request body and these components.
fn with_body(body: &str, rest: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: 1.0.0}}\nservers: [{{url: /}}]\nsecurity: []\ntags: [{{name: a}}]\npaths:\n  /a:\n    post:\n      \
         operationId: postA\n      summary: s\n      tags: [a]\n      requestBody:\n        content:\n          {body}\n      \
         responses:\n        '200': {{description: ok}}\n        '400': {{description: no}}\n{rest}"
    )
}

fn findings_of(text: &str) -> Vec<Finding> {
    findings(text, &RepositoryFiles::default())
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.id).collect()
}

/// Whether null is allowed is asked in each of its forms: the rules of `nullable` and of enumerations say the same of it
/// as the check of an example.
#[test]
fn null_is_allowed_or_not_whoever_asks() {
    let maybe = "{type: string, nullable: true}";
    for (schema, is_allowed, expected) in [
        ("{type: string, enum: [A], nullable: true}".to_owned(), false, "nullable-enum"),
        ("{enum: [A], nullable: true}".to_owned(), false, "nullable-enum"),
        ("{type: string, enum: [A, null], nullable: true}".to_owned(), true, ""),
        ("{type: string, enum: [A, null]}".to_owned(), false, "enum-type"),
        ("{type: string, nullable: true}".to_owned(), true, ""),
        ("{type: string}".to_owned(), false, ""),
        ("{nullable: true}".to_owned(), true, "nullable-without-type"),
        ("{}".to_owned(), true, ""),
        ("{nullable: true, allOf: [{type: string}]}".to_owned(), false, "nullable-without-type"),
        ("{nullable: true, oneOf: [{type: string}, {type: integer}]}".to_owned(), false, "nullable-without-type"),
        (format!("{{nullable: true, allOf: [{maybe}]}}"), true, "nullable-without-type"),
        ("{type: string, nullable: true, allOf: [{type: string}]}".to_owned(), true, "nullable-composition"),
        ("{type: string, nullable: true, allOf: [{enum: [A]}]}".to_owned(), true, "nullable-composition"),
        ("{type: string, nullable: true, oneOf: [{type: string}]}".to_owned(), true, "nullable-composition"),
        ("{type: string, nullable: true, allOf: [{minLength: 2}]}".to_owned(), true, ""),
        (format!("{{type: string, nullable: true, allOf: [{maybe}, {maybe2}]}}", maybe2 = "{minLength: 2}"), true, ""),
        (format!("{{type: string, nullable: true, anyOf: [{maybe}, {{type: string}}]}}"), true, ""),
        (format!("{{allOf: [{maybe}, {{type: string}}]}}"), false, ""),
        (format!("{{anyOf: [{maybe}, {{type: integer}}]}}"), true, ""),
    ] {
        let text = with_body(&format!("application/json: {{schema: {schema}, example: null}}"), "");
        let found = findings_of(&text);
        let is_refused = ids(&found).contains(&"example-fits");
        assert_eq!(is_refused, !is_allowed, "{schema}: {}", list(&found));
        let others: Vec<_> = ids(&found).into_iter().filter(|id| *id != "example-fits").collect();
        assert_eq!(others.join(" "), expected, "{schema}: {}", list(&found));
    }
}

#[test]
fn schemas_of_one_name_in_two_places_are_two() {
    let schema = "{type: object, properties: {p: {$ref: '#/x-A'}, q: {$ref: '#/components/schemas/x-A'}}}";
    let schemas =
        "x-A: {type: integer, description: d}\ncomponents:\n  schemas:\n    x-A: {type: string, description: d}\n";
    let text =
        |example: &str| with_body(&format!("application/json: {{schema: {schema}, example: {example}}}"), schemas);
    assert_eq!(list(&findings_of(&text("{p: 1, q: text}"))), "");
    assert_eq!(ids(&findings_of(&text("{p: text, q: 1}"))), ["example-fits"; 2]);
}

#[test]
fn a_reference_that_is_percent_encoded_is_the_same_reference() {
    let text = with_body(
        "application/json:\n            schema: {$ref: '#/components/schemas/My-Thing'}\n            \
         examples:\n              bad: {$ref: '#/components/examples/Not-Fit'}",
        "components:\n  schemas:\n    My-Thing: {type: integer}\n    \
         Pet: {type: object, required: [kind], properties: {kind: {type: string, description: d}},\n      \
         discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/The-Cat'}}}\n    \
         The-Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}\n    \
         Home: {type: object, properties: {pet: {$ref: '#/components/schemas/The-Pet'}}}\n    The-Pet: {description: d}\n  \
         examples:\n    Not-Fit: {value: text}\n  responses:\n    R:\n      description: d\n      \
         content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}\n      \
         links:\n        again: {operationRef: '#/paths/~1a/post'}\n",
    );
    let encoded = text
        .replace("schemas/My-", "schemas/My%2D")
        .replace("examples/Not-", "examples/Not%2D")
        .replace("schemas/The-", "schemas/The%2D")
        .replace("schemas/Pet", "schemas/P%65t")
        .replace("~1a/post", "~1a/p%6Fst");
    let (plain, encoded) = (findings_of(&text), findings_of(&encoded));
    assert!(ids(&plain).contains(&"example-fits"), "{}", list(&plain));
    assert_eq!(list(&plain), list(&encoded));
}

#[test]
fn a_reference_into_a_part_of_a_component_is_followed() {
    let text = with_body(
        "application/json: {schema: {$ref: '#/components/schemas/S'}, example: {a: 1}}",
        "components:\n  schemas:\n    S: {$ref: '#/components/responses/R/content/application~1json/schema'}\n  responses:\n    \
         R: {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}\n",
    );
    assert_eq!(ids(&findings_of(&text)), ["example-fits", "property-description"]);
}

#[test]
fn numbers_compare_with_all_their_digits() {
    let schema = |schema: &str| findings_of(&with_body(&format!("text/plain: {{schema: {schema}, example: a}}"), ""));
    let bounds = |low: &str, high: &str| ids(&schema(&format!("{{type: number, minimum: {low}, maximum: {high}}}")));
    assert_eq!(bounds("12345678901234567890124", "12345678901234567890123"), ["bounds"]);
    assert_eq!(bounds("12345678901234567890123", "12345678901234567890124"), [""; 0]);
    assert_eq!(bounds("2e400", "1e400"), ["bounds"]);
    assert_eq!(bounds("1e400", "2e400"), [""; 0]);
    assert_eq!(ids(&schema("{type: number, multipleOf: 1e-400}")), [""; 0]);
    assert_eq!(ids(&schema("{type: integer, enum: [12345678901234567890123, 12345678901234567890124, 3.0]}")), [""; 0]);
    assert_eq!(ids(&schema("{type: integer, enum: [12345678901234567890123.5]}")), ["enum-type"]);
    assert_eq!(ids(&schema("{type: number, enum: [1e400, 10e399]}")), ["enum-values"]);
    let parameter =
        "  /b/{n}:\n    parameters: [{name: n, in: path, required: true, schema: {type: number}, example: '1e400'}]\n";
    let text = with_body("text/plain: {example: a}", "").replace("paths:\n", &format!("paths:\n{parameter}"));
    assert_eq!(list(&findings_of(&text)), "");
}

#[test]
fn the_letter_case_of_a_media_type_makes_no_difference() {
    for media_type in ["application/json", "Application/JSON", "application/JSON; charset=utf-8", "text/a+JSON"] {
        let text = with_body(&format!("{media_type}: {{schema: {{type: integer}}, example: text}}"), "");
        assert_eq!(ids(&findings_of(&text)), ["example-fits"], "{media_type}");
    }
    let form = "{schema: {type: object, properties: {a: {description: d}}}, encoding: {a: {style: form}}, example: a}";
    for (media_type, expected) in
        [("Multipart/Form-Data", ["encoding-ignored"].as_slice()), ("Application/X-WWW-Form-URLEncoded", &[])]
    {
        assert_eq!(ids(&findings_of(&with_body(&format!("{media_type}: {form}"), ""))), expected, "{media_type}");
    }
}

/// What serving does not need is no reason to refuse a document; it is for the lint to report.
#[test]
fn a_document_that_can_be_served_is_checked_by_all_rules() {
    let text = with_body("text/plain: {example: a}", "").replace("operationId: postA", "operationId: find pet by id");
    let found = findings_of(&text);
    assert_eq!(ids(&found), ["operation-id-form"]);
    let text = text.replace("      operationId: find pet by id\n      summary: s\n", "");
    assert_eq!(ids(&findings_of(&text)), ["operation-id-missing", "summary-missing"]);
}

/// A name that several examples are referred to by is one place.
#[test]
fn a_finding_is_listed_once() {
    let media: String = (0..3).fold(String::new(), |mut media, index| {
        let _ = write!(media, "application/a{index}+json: *media\n          ");
        media
    });
    let text = with_body(
        &format!(
            "application/json: &media {{schema: {{type: integer}}, examples: {{a: {{$ref: '#/components/examples/A'}}}}}}\n          {media}"
        ),
        "components: {examples: {A: {value: text}}}\n",
    );
    assert_eq!(ids(&findings_of(&text)), ["example-fits"]);
}

#[test]
fn findings_are_few_whatever_the_document_holds() {
    let wrong = vec!["1"; 100_000].join(",");
    let text = |schema: &str| with_body(&format!("text/plain: {{schema: {schema}, example: a}}"), "");
    // The values are of the wrong type, and all the same.
    let found = findings_of(&text(&format!("{{type: string, enum: [{wrong}]}}")));
    assert_eq!(found.len(), 1000 + 2 + 1);
    let (last, others) = found.split_last().unwrap();
    assert_eq!((last.rule.id, last.message.as_str()), ("findings-omitted", "99000 more findings are not listed"));
    assert!(others.iter().all(|finding| ["enum-type", "enum-values", "example-fits"].contains(&finding.rule.id)));
    // The elements of an example do not fit.
    let text = with_body(
        &format!("application/json: {{schema: {{type: array, items: {{type: string}}}}, example: [{wrong}]}}"),
        "",
    );
    let found = findings_of(&text);
    assert_eq!((found.len(), found[1000].message.as_str()), (1001, "99000 more findings are not listed"));
    // A thousand are listed, and no more is said.
    let wrong: String = (0..1000).map(|index| format!("    'S {index}': {{}}\n")).collect();
    let found = findings_of(&with_body("text/plain: {example: a}", &format!("components:\n  schemas:\n{wrong}")));
    assert_eq!(found.len(), 2000);
    // The form is wrong.
    let found =
        findings_of(&with_body(&format!("text/plain: {{schema: {{required: [{}]}}}}", vec!["1"; 3000].join(",")), ""));
    let (last, others) = found.split_last().unwrap();
    assert_eq!(last.message, "2000 more findings are not listed");
    let (of_form, others): (Vec<_>, Vec<_>) = others.iter().partition(|finding| finding.rule.id == "structure");
    assert_eq!((of_form.len(), others.len()), (1000, 2), "{others:?}");
}

#[test]
fn a_message_is_short_whatever_it_quotes() {
    let name = "é".repeat(10_000);
    let found = findings_of(&with_body(
        "text/plain: {example: a}",
        &format!("components: {{schemas: {{? '{name}' : {{}}}}}}\n"),
    ));
    assert_eq!(ids(&found), ["component-name", "unused-component"]);
    assert!(found.iter().all(|finding| finding.message.chars().count() == 301), "{}", list(&found));
}
