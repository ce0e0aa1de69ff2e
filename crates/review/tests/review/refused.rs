//! Documents that cannot be compared are refused, each place with its line and column.

use openapi::{Document, Node};

const SOUND: &str = "\
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a:
    post:
      operationId: doA
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/A'
      responses:
        '200': {description: ok}
components:
  schemas:
    A:
      type: object
      maxProperties: 3
";

/// What is replaced, by what, and what is reported.
const BROKEN: &[(&str, &str, &[&str])] = &[
    ("openapi: 3.0.3", "openapi: 3.2.0", &["1:1: /openapi: this is OpenAPI 3.2.0; a contract is OpenAPI 3.0 or 3.1"]),
    ("openapi: 3.0.3", "swagger: '2.0'", &["1:1: /swagger: this is Swagger 2.0; a contract is OpenAPI 3.0 or 3.1"]),
    ("openapi: 3.0.3\n", "", &["1:1: /: OpenAPI needs the field `openapi`"]),
    (
        "'#/components/schemas/A'",
        "'other.yaml#/A'",
        &["11:15: /paths/~1a/post/requestBody/content/application~1json/schema/$ref: `other.yaml#/A` is in another \
           document, which has not been read"],
    ),
    (
        "'#/components/schemas/A'",
        "https://example.com/a.yaml",
        &["11:15: /paths/~1a/post/requestBody/content/application~1json/schema/$ref: `https://example.com/a.yaml` is \
           in another document, which has not been read"],
    ),
    (
        "'#/components/schemas/A'",
        "'#/components/schemas/B'",
        &["11:15: /paths/~1a/post/requestBody/content/application~1json/schema/$ref: `#/components/schemas/B` leads \
           nowhere"],
    ),
    (
        "    A:\n      type: object\n      maxProperties: 3\n",
        "    A: {$ref: '#/components/schemas/A'}\n",
        &[
            "11:15: /paths/~1a/post/requestBody/content/application~1json/schema/$ref: `#/components/schemas/A` goes \
             round in a circle",
            "16:9: /components/schemas/A/$ref: `#/components/schemas/A` goes round in a circle",
        ],
    ),
    (
        "maxProperties: 3",
        "maxProperties: three",
        &["18:7: /components/schemas/A/maxProperties: expected a whole number, 0 or more, found the string `three`"],
    ),
    (
        "maxProperties: 3",
        "maxProperties: -3",
        &["18:7: /components/schemas/A/maxProperties: expected a whole number, 0 or more, found the number -3"],
    ),
    (
        "type: object",
        "type: [object, 'null']",
        &[
            "17:7: /components/schemas/A/type: expected one of array, boolean, integer, number, object, string, found a list",
        ],
    ),
    (
        "'200': {description: ok}",
        "'20': {description: ok}",
        &[
            "13:9: /paths/~1a/post/responses/20: Responses keys are status codes (`200`), ranges (`4XX`) or `default`, and \
         `20` does not",
        ],
    ),
    (
        "'200': {description: ok}",
        "'200': ok",
        &["13:9: /paths/~1a/post/responses/200: expected an object (Response), found the string `ok`"],
    ),
    ("  /a:\n", "  a:\n", &["4:3: /paths/a: Paths keys begin with `/`, and `a` does not"]),
    ("    post:\n", "    $ref: '#/paths/~1b'\n    post:\n", &["5:5: /paths/~1a/$ref: `#/paths/~1b` leads nowhere"]),
    (
        "      maxProperties: 3\n",
        "      properties: {p: {$ref: '#/x-more/a'}}\nx-more: {a: {not: {$ref: '#/nowhere'}}}\n",
        &["19:20: /x-more/a/not/$ref: `#/nowhere` leads nowhere"],
    ),
    ("maxProperties: 3", "maxProperties: 3\n      maxProperties: 4", &["19:7: /components/schemas/A/maxProperties: "]),
];

#[test]
fn broken_documents_are_refused_on_either_side_with_line_and_column() {
    let sound = Document::parse("sound.yaml", SOUND).unwrap();
    let mut wrong = Vec::new();
    for (from, to, expected) in BROKEN {
        assert_eq!(SOUND.matches(from).count(), 1, "{from}");
        let text = SOUND.replace(from, to);
        let reported = match Document::parse("broken.yaml", &text) {
            Ok(broken) => {
                let first = review::compare(&broken, &sound, &[]).expect_err(to);
                let second = review::compare(&sound, &broken, &[]).expect_err(to);
                assert_eq!(first, second);
                assert_eq!(first, review::facts(&broken).expect_err(to));
                first
            }
            Err(problems) => problems,
        };
        let reported: Vec<String> = reported.iter().map(ToString::to_string).collect();
        let is_expected = reported.len() == expected.len()
            && reported
                .iter()
                .zip(*expected)
                .all(|(reported, expected)| reported.starts_with(&format!("broken.yaml:{expected}")));
        if !is_expected {
            wrong.push(format!("{to}:\n  expected {expected:#?}\n  found {reported:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    for text in ["[]", "text", "3", "null"] {
        let document = Document::parse("broken.yaml", text).unwrap();
        let problems = review::facts(&document).unwrap_err().to_string();
        assert_eq!(problems, "broken.yaml:1:1: /: an OpenAPI document is an object");
    }
}

/// What OpenAPI 3.0 does not have is allowed, and reported as unknown when it changes.
#[test]
fn unknown_fields_are_no_problem() {
    let document = Document::parse("a.yaml", &SOUND.replace("maxProperties: 3", "const: 3")).unwrap();
    let facts = review::facts(&document).unwrap();
    assert!(facts.iter().any(|fact| fact.to_string().contains("unknown const 3")), "{facts:#?}");
}

/// A document whose one operation takes and answers with the schema `S0`.
fn of_schemas(schemas: serde_json::Map<String, serde_json::Value>) -> Document {
    let content = serde_json::json!({"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}});
    let operation = serde_json::json!({
        "operationId": "doA",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "ok", "content": content}},
    });
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1.0.0"},
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": schemas},
    });
    Document::from_node("schemas.json", Node::from(&document))
}

fn schema(index: usize) -> serde_json::Value {
    serde_json::json!({ "$ref": format!("#/components/schemas/S{index}") })
}

/// Each level names the next one eight times: written out, it would have more properties than there are atoms.
#[test]
fn a_schema_that_grows_with_each_level_is_reported_once() {
    let document = |end: &str| {
        let level = |index: usize| {
            let properties: serde_json::Map<_, _> =
                ('a'..='h').map(|name| (name.to_string(), schema(index + 1))).collect();
            (format!("S{index}"), serde_json::json!({"type": "object", "properties": properties}))
        };
        let last = ("S90".to_owned(), serde_json::json!({"type": end}));
        of_schemas((0..90).map(level).chain([last]).collect())
    };
    assert!(review::facts(&document("string")).unwrap().len() < 10_000);
    let review = review::compare(&document("string"), &document("boolean"), &[]).unwrap();
    let rules: Vec<_> = review.changes.iter().map(|change| change.rule.as_str()).collect();
    assert_eq!(rules, ["request-type-changed", "response-type-changed"]);
}

/// A path of thousands of steps is reported in pieces, and a circle comes to an end.
#[test]
fn a_long_chain_and_a_long_circle_come_to_an_end() {
    for circle in [false, true] {
        let document = |end: &str| {
            let link = |index: usize| {
                let next = if circle { (index + 1) % 3000 } else { index + 1 };
                (format!("S{index}"), serde_json::json!({"type": "object", "properties": {"next": schema(next)}}))
            };
            let last = ("S3000".to_owned(), serde_json::json!({"type": end}));
            of_schemas((0..3000).map(link).chain([last]).collect())
        };
        let facts = review::facts(&document("string")).unwrap();
        assert!(facts.iter().all(|fact| fact.to_string().len() < 1000));
        let review = review::compare(&document("string"), &document("boolean"), &[]).unwrap();
        // At the end of the chain it is part of messages; beside the circle nothing uses it.
        let rules: Vec<_> = review.changes.iter().map(|change| change.rule.as_str()).collect();
        let expected: &[&str] =
            if circle { &["unused-changed"] } else { &["request-type-changed", "response-type-changed"] };
        assert_eq!(rules, expected);
    }
}

/// Schemas that are composed of each other can stand for a set of schemas of any size at each level.
#[test]
fn schemas_that_combine_without_bounds_are_refused() {
    let document = |end: &str| {
        let mut schemas = serde_json::Map::new();
        let both = serde_json::json!({"allOf": [schema(0), schema(1)]});
        schemas.insert("S0".to_owned(), serde_json::json!({"properties": {"a": both, "b": schema(0)}}));
        for index in 1..40 {
            let next = schema(index + 1);
            schemas.insert(format!("S{index}"), serde_json::json!({"properties": {"a": next, "b": next}}));
        }
        schemas.insert("S40".to_owned(), serde_json::json!({"type": end}));
        of_schemas(schemas)
    };
    let problems = review::facts(&document("string")).unwrap_err().to_string();
    assert!(problems.contains("combined in more ways than can be reviewed"), "{problems}");
    assert!(review::compare(&document("string"), &document("boolean"), &[]).is_err());
}
