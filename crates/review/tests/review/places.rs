//! What is reported of a change besides its rule: the operations that it reaches, where it is written, its fingerprint.

use std::collections::BTreeSet;

use openapi::Position;
use review::{Change, Direction, Fingerprint, Review, Tier};

use crate::harness::{changes, document, written};

pub const SHARED: &str = "\
openapi: 3.0.3
info:
  title: T
  version: 1.0.0
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
    put:
      operationId: putA
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
      responses:
        '200': {description: ok}
  /b:
    get:
      operationId: getB
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: array
                items: {$ref: '#/components/schemas/Pet'}
  /c:
    get:
      operationId: getC
      responses:
        '200': {description: ok}
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
          maxLength: 5
        friend: {$ref: '#/components/schemas/Pet'}
";

/// The base with one replacement.
pub fn with(from: &str, to: &str) -> String {
    assert_eq!(SHARED.matches(from).count(), 1, "{from}");
    SHARED.replace(from, to)
}

pub fn compare(base: &str, head: &str) -> Review {
    review::compare(&document(base), &document(head), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

pub fn only(review: &Review) -> &Change {
    assert_eq!(review.changes.len(), 1, "{:#?}", review.changes);
    &review.changes[0]
}

fn fingerprints(review: &Review) -> BTreeSet<Fingerprint> {
    let all: BTreeSet<Fingerprint> = review.changes.iter().map(|change| change.fingerprint).collect();
    assert_eq!(all.len(), review.changes.len(), "two changes have one fingerprint: {:#?}", review.changes);
    all
}

#[test]
fn a_shared_schema_is_reported_once_for_each_direction_with_all_operations() {
    let review = compare(SHARED, &with("maxLength: 5", "maxLength: 3"));
    assert_eq!(changes(&review), ["compatible response-max-length-tightened", "wire request-max-length-tightened"]);
    let (request, response) = (&review.changes[0], &review.changes[1]);
    assert_eq!((request.tier, request.direction), (Tier::Wire, Some(Direction::Request)));
    assert_eq!(request.operations, ["putA"]);
    assert_eq!((response.tier, response.direction), (Tier::Compatible, Some(Direction::Response)));
    assert_eq!(response.operations, ["getA", "getB"]);
    assert_eq!(response.place, "getA response 200 application/json .name");
    assert_eq!(request.base, response.base);
    assert_ne!(request.fingerprint, response.fingerprint);
}

#[test]
fn shared_responses_and_parameters_are_reported_once() {
    let text = |status: &str, required: bool| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a: {{get: {{operationId: getA, parameters: [{{$ref: '#/components/parameters/Q'}}], responses: {{'200': {{$ref: '#/components/responses/R'}}}}}}}}
  /b: {{get: {{operationId: getB, parameters: [{{$ref: '#/components/parameters/Q'}}], responses: {{'{status}': {{$ref: '#/components/responses/R'}}}}}}}}
components:
  parameters: {{Q: {{name: q, in: query, required: {required}}}}}
  responses: {{R: {{description: ok, headers: {{H: {{required: {required}}}}}}}}}
"
        )
    };
    let review = compare(&text("200", false), &text("200", true));
    assert_eq!(changes(&review), ["source response-required-added", "wire request-required-added"]);
    for change in &review.changes {
        assert_eq!(change.operations, ["getA", "getB"], "{change:#?}");
    }
}

#[test]
fn anchors_are_reported_once_where_they_are_written() {
    let text = |max: u8| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a: {{get: {{operationId: getA, responses: {{'200': &ok {{description: ok, content: {{text/plain: {{schema: {{maxLength: {max}}}}}}}}}}}}}}}
  /b: {{get: {{operationId: getB, responses: {{'200': *ok}}}}}}
"
        )
    };
    let review = compare(&text(3), &text(4));
    let change = only(&review);
    assert_eq!(change.rule.as_str(), "response-max-length-loosened");
    assert_eq!(change.operations, ["getA", "getB"]);
}

#[test]
fn both_sides_are_reported_with_line_and_column() {
    let place = |location: &Option<review::Location>| {
        let location = location.as_ref().expect("a location");
        (location.position.map(Position::line), location.position.map(Position::column), location.pointer.to_string())
    };
    let head = format!("# one more line\n{}", with("maxLength: 5", "maxLength: 6"));
    let review = compare(SHARED, &head);
    let change = &review.changes[0];
    let pointer = "/components/schemas/Pet/properties/name/maxLength".to_owned();
    assert_eq!(place(&change.base), (Some(46), Some(11), pointer.clone()));
    assert_eq!(place(&change.head), (Some(47), Some(11), pointer));
    assert_eq!((&change.old, &change.new), (&Some(5.into()), &Some(6.into())));
    assert_eq!(change.base.as_ref().unwrap().file, "openapi.yaml");

    // What is new or gone is reported on the other side with the object around it, at the line beside which it would be.
    let wider = with("maxLength: 5\n", "maxLength: 5\n        age:\n          type: integer\n");
    for (base, head, is_new) in [(SHARED, wider.as_str(), true), (wider.as_str(), SHARED, false)] {
        let review = compare(base, head);
        let change = &review.changes[0];
        let (with_it, without) = if is_new { (&change.head, &change.base) } else { (&change.base, &change.head) };
        assert_eq!(place(with_it), (Some(47), Some(9), "/components/schemas/Pet/properties/age".to_owned()));
        assert_eq!(place(without), (Some(47), Some(9), "/components/schemas/Pet".to_owned()));
        assert_eq!(change.old.is_none(), is_new);
        assert_eq!(change.new.is_none(), !is_new);
    }

    let lost =
        with("  /c:\n    get:\n      operationId: getC\n      responses:\n        '200': {description: ok}\n", "");
    let review = compare(SHARED, &lost);
    let change = only(&review);
    assert_eq!((change.rule.as_str(), change.operations.as_slice()), ("operation-removed", &["getC".to_owned()][..]));
    assert_eq!(place(&change.base), (Some(35), Some(5), "/paths/~1c/get".to_owned()));
    assert_eq!(place(&change.head), (Some(33), Some(25), "/paths".to_owned()));
}

#[test]
fn fingerprints_survive_edits_elsewhere() {
    let review = compare(SHARED, &with("maxLength: 5", "maxLength: 3"));
    let prints = fingerprints(&review);

    let edit = |text: &str, from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    };
    let more = "  /0:\n    get:\n      operationId: first\n      responses:\n        '200':\n          description: ok\n          \
                content:\n            application/json:\n              schema: {$ref: '#/components/schemas/Pet'}\n";
    let edits: &[(&str, &str, &str)] = &[
        ("lines above", "openapi: 3.0.3\n", "# a\n\n# b\nopenapi: 3.0.3\n"),
        ("an operation before the others, that it reaches too", "paths:\n", &format!("paths:\n{more}")),
        ("a description", "    Pet:\n", "    Pet:\n      description: A pet.\n"),
        ("a property before", "        name:\n", "        age: {type: integer}\n        name:\n"),
        ("a property behind", "        friend:", "        zoo: {type: integer}\n        friend:"),
        ("a schema before", "    Pet:\n", "    Ape: {type: string}\n    Pet:\n"),
    ];
    for (name, from, to) in edits {
        let (base, head) = (edit(SHARED, from, to), edit(&with("maxLength: 5", "maxLength: 3"), from, to));
        assert_eq!(fingerprints(&compare(&base, &head)), prints, "{name}, on both sides");
        let prints_of_head = fingerprints(&compare(SHARED, &head));
        assert!(prints.is_subset(&prints_of_head), "{name}, in the same change: {:#?}", compare(SHARED, &head).changes);
    }
    let tree = document(SHARED).root().to_json();
    let mut reordered = tree.clone();
    let schemas = reordered.pointer_mut("/components/schemas/Pet/properties").unwrap().as_object_mut().unwrap();
    let members: Vec<_> = std::mem::take(schemas).into_iter().collect();
    schemas.extend(members.into_iter().rev());
    let paths = reordered.pointer_mut("/paths").unwrap().as_object_mut().unwrap();
    let members: Vec<_> = std::mem::take(paths).into_iter().collect();
    paths.extend(members.into_iter().rev());
    let text = serde_json::to_string_pretty(&reordered).unwrap();
    let head = text.replace("\"maxLength\": 5", "\"maxLength\": 3");
    assert_eq!(fingerprints(&compare(&text, &head)), prints, "paths and properties in another order");
    assert_eq!(fingerprints(&compare(SHARED, &head)), prints, "the same, in the same change");
}

#[test]
fn fingerprints_tell_changes_apart() {
    let to_3 = fingerprints(&compare(SHARED, &with("maxLength: 5", "maxLength: 3")));
    let to_4 = fingerprints(&compare(SHARED, &with("maxLength: 5", "maxLength: 4")));
    let gone = fingerprints(&compare(SHARED, &with("          maxLength: 5\n", "")));
    let back = fingerprints(&compare(&with("maxLength: 5", "maxLength: 3"), SHARED));
    let sets = [&to_3, &to_4, &gone, &back];
    for (index, one) in sets.iter().enumerate() {
        assert!(sets[index + 1..].iter().all(|other| one.is_disjoint(other)));
    }
    // Two alike changes in one place each.
    let text = |a: &str, b: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    get:
      operationId: getA
      parameters: [{{name: p, in: query, schema: {{maxLength: {a}}}}}, {{name: q, in: query, schema: {{maxLength: {b}}}}}]
      responses: {{'200': {{description: ok, headers: {{H: {{schema: {{maxLength: {a}}}}}, I: {{schema: {{maxLength: {b}}}}}}}}}}}
  /b:
    get:
      operationId: getB
      parameters: [{{name: p, in: query, schema: {{maxLength: {a}}}}}, {{name: q, in: query, schema: {{maxLength: {b}}}}}]
      responses: {{'200': {{description: ok}}, '201': {{description: ok, headers: {{H: {{schema: {{maxLength: {a}}}}}}}}}}}
"
        )
    };
    let review = compare(&text("3", "3"), &text("4", "4"));
    assert_eq!(review.changes.len(), 7);
    assert_eq!(fingerprints(&review).len(), 7);
}

/// What the document states for all operations, or no longer states, is one change.
#[test]
fn sign_in_and_servers_of_the_document_are_reported_once() {
    let servers = SHARED.replace("paths:\n", "servers: [{url: 'https://a'}]\npaths:\n");
    let scheme = "components:\n  securitySchemes: {k: {type: http, scheme: basic}}\n";
    let open = SHARED.replace("components:\n", scheme);
    let secured = open.replace("paths:\n", "security: [{k: []}]\npaths:\n");
    let none = open.replace("paths:\n", "security: []\npaths:\n");
    for (base, head, expected) in [
        (SHARED, servers.as_str(), ["compatible server-added", "wire server-removed"]),
        (servers.as_str(), SHARED, ["compatible server-added", "wire server-removed"]),
        (secured.as_str(), open.as_str(), ["compatible covered-security-removed", "compatible security-added"]),
        (open.as_str(), secured.as_str(), ["compatible covered-security-added", "wire security-removed"]),
    ] {
        let review = compare(base, head);
        assert_eq!(changes(&review), expected);
        assert!(review.changes.iter().all(|change| change.operations.len() == 4), "{:#?}", review.changes);
    }
    assert_eq!(compare(&secured, &none).changes.len(), 3);
}

#[test]
fn a_renamed_schema_is_reported_once() {
    let head = SHARED.replace("schemas/Pet'", "schemas/Animal'").replace("    Pet:\n", "    Animal:\n");
    let review = compare(SHARED, &head);
    let change = only(&review);
    assert_eq!((change.tier, change.rule.as_str()), (Tier::Source, "schema-name-changed"));
    assert_eq!((&change.old, &change.new), (&Some("Pet".into()), &Some("Animal".into())));
    assert_eq!(change.operations, ["getA", "getB", "putA"]);
    assert_eq!(change.head.as_ref().unwrap().pointer.to_string(), "/components/schemas/Animal");
    // What changes within it is reported too.
    let review = compare(SHARED, &head.replace("maxLength: 5", "maxLength: 3"));
    let expected =
        ["compatible response-max-length-tightened", "source schema-name-changed", "wire request-max-length-tightened"];
    assert_eq!(changes(&review), expected);
}

#[test]
fn a_moved_operation_is_compared_all_the_same() {
    let head = with("  /b:\n", "  /b/{id}/more:\n").replace("type: array", "type: array\n                maxItems: 3");
    let review = compare(SHARED, &head);
    assert_eq!(changes(&review), ["compatible response-max-items-added", "wire address-changed"]);
    let change = &review.changes[0];
    assert_eq!(change.operations, ["getB"]);
    assert_eq!((&change.old, &change.new), (&Some("GET /b".into()), &Some("GET /b/{}/more".into())));
}

#[test]
fn two_operations_that_swap_places_are_compared_by_address() {
    let head = SHARED.replace("getB", "x").replace("getC", "getB").replace("operationId: x", "operationId: getC");
    let review = compare(SHARED, &head);
    assert_eq!(changes(&review), ["source operation-id-changed", "source operation-id-changed"]);
}

#[test]
fn alternatives_are_matched_in_another_order() {
    let text = |alternatives: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    get:
      operationId: getA
      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{oneOf: [{alternatives}]}}}}}}}}}}
components:
  schemas:
    Cat: {{type: object, properties: {{name: {{type: string}}, claws: {{type: integer}}}}}}
    Dog: {{type: object, properties: {{name: {{type: string}}, bark: {{type: integer}}}}}}
"
        )
    };
    let (cat, dog) = ("{$ref: '#/components/schemas/Cat'}", "{$ref: '#/components/schemas/Dog'}");
    let review = compare(&text(&format!("{cat}, {dog}")), &text(&format!("{dog}, {cat}")));
    assert_eq!(changes(&review), ["source alternative-order-changed"]);
    // One that is written out now is still the same one; its name is gone.
    let written_out = "{type: object, properties: {name: {type: string}, bark: {type: integer}}}";
    let review = compare(&text(&format!("{cat}, {dog}")), &text(&format!("{written_out}, {cat}")));
    assert_eq!(changes(&review), ["source alternative-order-changed", "source type-name-removed"]);
    // One that is put before the others is a new one, and the others are themselves.
    let review = compare(&text(&format!("{cat}, {dog}")), &text(&format!("{{type: string}}, {cat}, {dog}")));
    assert_eq!(changes(&review), ["wire response-alternative-added"]);
    let review = compare(&text(&format!("{{type: string}}, {cat}, {dog}")), &text(&format!("{cat}, {dog}")));
    assert_eq!(changes(&review), ["source response-alternative-removed"]);
}

#[test]
fn callbacks_within_callbacks_turn_back() {
    let text = |max: u8| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    post:
      operationId: doA
      responses: {{'200': {{description: ok}}}}
      callbacks:
        out:
          '{{$url}}':
            post:
              requestBody: {{content: {{text/plain: {{schema: {{maxLength: {max}}}}}}}}}
              responses: {{'200': {{description: ok}}}}
              callbacks:
                home:
                  '{{$url}}':
                    post:
                      requestBody: {{content: {{text/plain: {{schema: {{minLength: {max}}}}}}}}}
                      responses: {{'200': {{description: ok}}}}
"
        )
    };
    let review = compare(&text(3), &text(4));
    assert_eq!(changes(&review), ["wire request-min-length-tightened", "wire response-max-length-loosened"]);
    assert!(review.changes.iter().all(|change| change.operations == ["doA"]));
    let directions: Vec<_> = review.changes.iter().map(|change| change.direction).collect();
    assert!(directions.contains(&Some(Direction::Request)) && directions.contains(&Some(Direction::Response)));
}

/// The table expects each of the changes; one that it does not expect fails a debug assertion.
#[test]
fn every_operation_of_the_project_s_contract_is_reported_as_added_or_removed() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.yaml")).unwrap();
    let whole = document(&text);
    let empty = written(&crate::harness::value("{openapi: 3.0.3, info: {title: T, version: 1.0.0}, paths: {}}"));
    for (base, head) in [(&whole, &empty), (&empty, &whole)] {
        let review = review::compare(base, head, &[]).unwrap();
        let operations = review.changes.iter().filter(|change| change.rule.as_str().starts_with("operation-"));
        assert_eq!(operations.count(), whole.root()["paths"].as_object().unwrap().len());
    }
}
