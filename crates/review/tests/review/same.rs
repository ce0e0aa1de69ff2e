//! Two spellings of the same: no change is reported, and the facts of messages are line for line the same.

use openapi::{Document, Node};
use serde_json::Value;

use crate::harness::{changes, document, merge, value};

const BASE: &str = "
openapi: 3.0.3
info: {title: T, version: 1.0.0}
servers: [{url: 'https://a'}]
security: [{key: []}]
paths:
  /a/{id}:
    post:
      operationId: doA
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [b, a]
              properties:
                a: {type: string, enum: [x, y]}
                b: {allOf: [{$ref: Thing}]}
      responses:
        '200':
          description: ok
          headers: {X-H: {schema: {type: string}}}
          content:
            application/json: {schema: {$ref: Thing}}
components:
  securitySchemes: {key: {type: apiKey, name: k, in: header}}
  schemas:
    Thing:
      type: object
      properties:
        name: {type: string, maxLength: 5}
        more: {type: array, items: {$ref: Thing}}
";

/// The facts of messages, one a line.
fn wire(document: &Document) -> Vec<String> {
    let facts = review::facts(document).unwrap_or_else(|problems| panic!("{problems}"));
    facts.iter().map(ToString::to_string).filter(|line| line.starts_with("wire ")).collect()
}

/// Compares in both directions, and compares the facts of messages.
fn check(name: &str, base: &Document, head: &Document, forward: &[&str], backward: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (base, head, expected) in [(base, head, forward), (head, base, backward)] {
        let review = review::compare(base, head, &[]).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        if changes(&review) != expected {
            let lines: Vec<_> =
                review.changes.iter().map(|change| format!("{} {}", change.place, change.headline)).collect();
            wrong.push(format!("{name}: expected {expected:?}, found {:?} {lines:#?}", changes(&review)));
        }
    }
    if wire(base) != wire(head) {
        wrong.push(format!("{name}: the facts of messages differ\n{:#?}\n{:#?}", wire(base), wire(head)));
    }
    wrong
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            Value::Object(members.map(|(key, member)| (key.clone(), reversed(member))).collect())
        }
        Value::Array(elements) => Value::Array(elements.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

fn written(root: &Value) -> Document {
    document(&serde_json::to_string_pretty(root).unwrap())
}

/// Rewritings of the base: what they merge into it, and what may be reported of them, which is never about messages.
const REWRITTEN: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "required and enum in another order",
        "{paths: {'/a/{id}': {post: {requestBody: {content: {application/json: {schema: {required: [a, b], properties: {a: {enum: [y, x]}}}}}}}}}}",
        &[],
        &[],
    ),
    (
        "an allOf of one member taken apart",
        "{paths: {'/a/{id}': {post: {requestBody: {content: {application/json: {schema: {properties: {b: {allOf: null, $ref: Thing}}}}}}}}}}",
        &[],
        &[],
    ),
    (
        "a schema put into an allOf of one member",
        "{paths: {'/a/{id}': {post: {responses: {'200': {content: {application/json: {schema: {$ref: null, allOf: [{$ref: Thing}]}}}}}}}}}",
        &[],
        &[],
    ),
    (
        "a schema written out",
        "{paths: {'/a/{id}': {post: {responses: {'200': {content: {application/json: {schema: {$ref: null, type: object,
           properties: {name: {type: string, maxLength: 5}, more: {type: array, items: {$ref: Thing}}}}}}}}}}}}",
        &["source type-name-removed"],
        &["source type-name-added"],
    ),
    (
        "a schema moved behind a reference",
        "{paths: {'/a/{id}': {post: {requestBody: {content: {application/json: {schema: {properties: {a: {type: null, enum: null, $ref: New}}}}}}}}},
          components: {schemas: {New: {type: string, enum: [x, y]}}}}",
        &["compatible schema-name-added", "source type-name-added"],
        // The name that is gone is reported once, not at each place that referred to it.
        &["source schema-name-removed"],
    ),
    (
        "a reference through another",
        "{paths: {'/a/{id}': {post: {requestBody: {content: {application/json: {schema: {properties: {b: {allOf: null, $ref: Alias}}}}}}}}},
          components: {schemas: {Alias: {$ref: Thing}}}}",
        &["compatible schema-name-added", "source type-name-changed"],
        &["source schema-name-removed", "source type-name-changed"],
    ),
    ("servers moved to the operation", "{servers: null, paths: {'/a/{id}': {post: {servers: [{url: 'https://a'}]}}}}", &[], &[]),
    ("servers moved to the path", "{servers: null, paths: {'/a/{id}': {servers: [{url: 'https://a'}]}}}", &[], &[]),
    ("a server with a slash at its end", "{servers: [{url: 'https://a/'}]}", &[], &[]),
    ("a server in capitals, with its port", "{servers: [{url: 'HTTPS://A:443'}]}", &[], &[]),
    ("security moved to the operation", "{security: null, paths: {'/a/{id}': {post: {security: [{key: []}]}}}}", &[], &[]),
    (
        "a parameter moved to the path",
        "{paths: {'/a/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string}}],
          post: {parameters: [{name: q, in: query, schema: {type: string}}]}}}}",
        &[],
        &[],
    ),
    (
        "all parameters moved to the path",
        "{paths: {'/a/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {type: string}}],
          post: {parameters: null}}}}",
        &[],
        &[],
    ),
    (
        "a parameter moved behind a reference",
        "{paths: {'/a/{id}': {post: {parameters: [{$ref: '#/components/parameters/Id'}, {name: q, in: query, schema: {type: string}}]}}},
          components: {parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}}}",
        &["compatible component-name-added"],
        &["source component-name-removed"],
    ),
    (
        "a path item moved behind a reference",
        "{paths: {'/a/{id}': {$ref: '#/x-items/a', parameters: null, post: null}}, x-items: {a: {post: {
          operationId: doA,
          parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {type: string}}],
          requestBody: {content: {application/json: {schema: {type: object, required: [b, a], properties: {a: {type: string, enum: [x, y]}, b: {allOf: [{$ref: Thing}]}}}}}},
          responses: {'200': {description: ok, headers: {X-H: {schema: {type: string}}}, content: {application/json: {schema: {$ref: Thing}}}}}}}}}",
        // The extension that it stands in is known by what refers to it.
        &["docs extension-added"],
        &["docs extension-removed"],
    ),
    (
        "defaults written out",
        "{paths: {'/a/{id}': {post: {deprecated: false, parameters: [
          {name: id, in: path, required: true, schema: {type: string, nullable: false}, style: simple, explode: false},
          {name: q, in: query, required: false, schema: {type: string}, style: form, explode: true, allowReserved: false}],
          requestBody: {required: false}, responses: {'200': {headers: {X-H: {required: false, style: simple}}}}}}}}",
        &["docs stated-default-added"; 8],
        &["docs stated-default-removed"; 8],
    ),
    ("percent-encoded references", "{paths: {'/a/{id}': {post: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/%54hing'}}}}}}}}}", &[], &[]),
    ("other letter case of headers and media types", "{paths: {'/a/{id}': {post: {responses: {'200': {headers: {X-H: null, x-h: {schema: {type: string}}},
          content: {application/json: null, Application/Json: {schema: {$ref: Thing}}}}}}}}}", &[], &[]),
];

#[test]
fn rewriting_changes_nothing_on_the_wire() {
    let root = value(BASE);
    let base = written(&root);
    let mut wrong = Vec::new();
    for (name, patch, forward, backward) in REWRITTEN {
        let mut head = root.clone();
        let patch = value(patch);
        merge(&mut head, &patch);
        wrong.extend(check(name, &base, &written(&head), forward, backward));
    }
    wrong.extend(check("keys in another order", &base, &written(&reversed(&root)), &[], &[]));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn yaml_and_json_and_aliases_are_the_same() {
    let text = "
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': &answer
          description: ok
          content: {application/json: {schema: &text {type: string, enum: &values [a, b]}}}
        '201': *answer
  /b:
    get:
      operationId: getB
      parameters: [{name: q, in: query, schema: *text}, {name: r, in: query, schema: {type: string, enum: *values}}]
      responses: {'200': *answer}
";
    let yaml = document(text);
    assert!(text.contains('*'));
    let json = yaml.root().to_string();
    let tree = yaml.root().to_json();
    let from_tree = Document::from_node("tree", Node::from(&tree));
    let mut wrong = check("JSON on one line", &yaml, &document(&json), &[], &[]);
    wrong.extend(check("JSON on lines", &yaml, &written(&tree), &[], &[]));
    wrong.extend(check("a tree without text", &yaml, &from_tree, &[], &[]));
    wrong.extend(check("itself", &yaml, &yaml, &[], &[]));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_contract_of_the_project_equals_itself_in_json() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.yaml")).unwrap();
    let yaml = document(&text);
    let wrong = check("spec", &yaml, &written(&reversed(&yaml.root().to_json())), &[], &[]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Numbers are compared to the last digit, and shown with all of them; how one is written does not matter.
#[test]
fn numbers_have_all_their_digits() {
    let text = |schema: &str| {
        document(&format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: 1.0.0}}\npaths: {{/a: {{get: {{operationId: getA, \
             responses: {{'200': {{description: ok, content: {{a/b: {{schema: {schema}}}}}}}}}}}}}}}"
        ))
    };
    let table: &[(&str, &str, &[&str], &str)] = &[
        ("{maximum: 1}", "{maximum: 1.0}", &[], "maximum 1"),
        ("{multipleOf: 0.50}", "{multipleOf: 5e-1}", &[], "multiple-of 0.5"),
        ("{enum: [1, 2.0]}", "{enum: [2, 10e-1]}", &[], "enumeration-value 1"),
        ("{minLength: 0}", "{minLength: 0.0}", &[], "stated-default 0"),
        ("{example: {b: 100, a: 1e400}}", "{example: {a: 10e399, b: 1e2}}", &[], "words {\"a\":1e400,\"b\":100}"),
        (
            "{maximum: 12345678901234567890123}",
            "{maximum: 12345678901234567890124}",
            &["wire response-maximum-loosened"],
            "maximum 12345678901234567890123",
        ),
        ("{minimum: 1e400}", "{minimum: 1e401}", &["compatible response-minimum-tightened"], "minimum 1e400"),
        (
            "{maximum: 1e400, exclusiveMaximum: true}",
            "{maximum: 1e400}",
            &["wire response-maximum-loosened"],
            "maximum {\"exclusive\":1e400}",
        ),
        ("{default: 0.1}", "{default: 0.10000000000000001}", &["docs required-default-changed"], "default 0.1"),
    ];
    for (before, after, expected, fact) in table {
        let (base, head) = (text(before), text(after));
        assert_eq!(changes(&review::compare(&base, &head, &[]).unwrap()), *expected, "{before} {after}");
        let facts: Vec<String> = review::facts(&base).unwrap().iter().map(ToString::to_string).collect();
        assert!(facts.iter().any(|line| line.ends_with(&format!(": {fact}"))), "{fact}: {facts:#?}");
    }
}
