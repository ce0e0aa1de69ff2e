//! The tables: single changes, each of them also run backward, and what the review must report of them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};

use review::RuleId;

use crate::harness::{Tally, expected, merge, put, rows, value};

const SCHEMAS: &str = include_str!("schemas.rows");
const PLACES: &str = include_str!("places.rows");

/// The document that gets the schemas of the rows.
const WITHOUT_SCHEMA: &str = "
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a:
    post:
      operationId: doA
      responses:
        '200': {description: ok}
components:
  schemas:
    Cat: {type: object, required: [name], properties: {name: {type: string}, claws: {type: integer}}}
    Dog: {type: object, required: [name], properties: {name: {type: string}, bark: {type: boolean}}}
    Text: {type: string}
    Word: {type: string}
    Node: {type: object, properties: {next: {$ref: Node}}}
";

/// A document with a schema in a request or in a response.
fn with_schema(schema: &Value, direction: &str) -> Value {
    static ROOT: LazyLock<Value> = LazyLock::new(|| value(WITHOUT_SCHEMA));
    let mut root = ROOT.clone();
    let at = match direction {
        "request" => "/paths/~1a/post/requestBody/content/application~1json/schema",
        _ => "/paths/~1a/post/responses/200/content/application~1json/schema",
    };
    put(&mut root, at, Some(schema.clone()));
    root
}

fn schemas() -> Tally {
    let rows = rows(SCHEMAS, 6);
    let mut tally = Tally::default();
    for row in &rows {
        let (before, after) = (value(&row.cells[0]), value(&row.cells[1]));
        for (direction, column) in [("request", 2), ("response", 4)] {
            let (base, head) = (with_schema(&before, direction), with_schema(&after, direction));
            tally.check(row, direction, &base, &head, &expected(&row.cells[column], direction));
            let back = format!("{direction} backward");
            tally.check(row, &back, &head, &base, &expected(&row.cells[column + 1], direction));
        }
    }
    tally
}

/// The document that the rows of places change.
const TEMPLATE: &str = "
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a/{id}:
    post:
      operationId: doA
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: string}}}}
      callbacks:
        event:
          '{$request.body#/url}':
            post:
              security: []
              responses:
                '200': {description: ok}
components:
  securitySchemes:
    key: {type: apiKey, name: k, in: header}
    web: {type: http, scheme: bearer}
    oid: {type: openIdConnect, openIdConnectUrl: 'https://a/oid'}
    token:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://a/t', scopes: {R: Read, W: Write}}}
  schemas:
    Text: {type: string}
    Pet: {type: object, properties: {name: {type: string}}}
";

/// Short names of places, and their pointers.
const NAMES: &[(&str, &str)] = &[
    ("root", ""),
    ("item", "/paths/~1a~1{id}"),
    ("op", "/paths/~1a~1{id}/post"),
    ("body", "/paths/~1a~1{id}/post/requestBody"),
    ("ok", "/paths/~1a~1{id}/post/responses/200"),
    ("back", "/paths/~1a~1{id}/post/callbacks/event/{$request.body#~1url}/post"),
    ("key", "/components/securitySchemes/key"),
];

/// The template with a value at a place; `+` behind the place merges, `-` for the value removes.
fn with_change(place: &str, text: &str) -> Value {
    static ROOT: LazyLock<Value> = LazyLock::new(|| value(TEMPLATE));
    let mut root = ROOT.clone();
    let (name, rest) = place.trim_end_matches('+').split_once('/').unwrap_or((place.trim_end_matches('+'), ""));
    let (_, start) = NAMES.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no place `{name}`"));
    let at = if rest.is_empty() { (*start).to_owned() } else { format!("{start}/{rest}") };
    match text {
        "-" if place.ends_with('+') => {}
        "-" => put(&mut root, &at, None),
        _ if place.ends_with('+') => {
            let mut target = root.pointer(&at).cloned().unwrap_or_default();
            merge(&mut target, &value(text));
            put(&mut root, &at, Some(target));
        }
        _ => put(&mut root, &at, Some(value(text))),
    }
    root
}

fn places() -> Tally {
    let rows = rows(PLACES, 5);
    let mut tally = Tally::default();
    for row in &rows {
        let (base, head) = (with_change(&row.cells[0], &row.cells[1]), with_change(&row.cells[0], &row.cells[2]));
        tally.check(row, "forward", &base, &head, &expected(&row.cells[3], ""));
        tally.check(row, "backward", &head, &base, &expected(&row.cells[4], ""));
    }
    tally
}

#[test]
fn changes_of_schemas_are_classified_as_the_table_expects() {
    schemas().finish();
}

#[test]
fn changes_of_places_are_classified_as_the_table_expects() {
    places().finish();
}

/// The headline of every rule, of the first change that the tables have of it.
#[test]
fn every_rule_has_its_headline() {
    let mut headlines = places().headlines;
    headlines.extend(schemas().headlines);
    assert_eq!(headlines.len(), review::rules().count());
    let lines: String = headlines.iter().map(|(rule, headline)| format!("{rule}: {headline}\n")).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../snapshots/review/headlines"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("headlines", lines));
}

#[test]
fn the_tables_have_every_rule() {
    let hit: BTreeSet<RuleId> = schemas().hit.union(&places().hit).copied().collect();
    let rules: BTreeSet<RuleId> = review::rules().collect();
    let missing: Vec<_> = rules.difference(&hit).collect();
    assert!(missing.is_empty(), "no row has {missing:#?}");
}

/// A callback reverses the directions: what the service sends there is classified as a response, and the reverse.
#[test]
fn callbacks_reverse_every_row_of_schemas() {
    let rows = rows(SCHEMAS, 6);
    let mut tally = Tally::default();
    let within = |schema: &Value, direction: &str| {
        let mut root = with_schema(&value("{}"), "none");
        let operation = root.pointer("/paths/~1a/post").cloned().unwrap();
        let inner = with_schema(schema, direction).pointer("/paths/~1a/post").cloned().unwrap();
        let mut operation = operation;
        put(&mut operation, "/callbacks/event/{$url}/post", Some(inner));
        put(&mut operation, "/callbacks/event/{$url}/post/operationId", None);
        put(&mut root, "/paths/~1a/post", Some(operation));
        root
    };
    for row in &rows {
        let (before, after) = (value(&row.cells[0]), value(&row.cells[1]));
        for (direction, rules, column) in [("request", "response", 4), ("response", "request", 2)] {
            let (base, head) = (within(&before, direction), within(&after, direction));
            let run = format!("{direction} of a callback");
            tally.check(row, &run, &base, &head, &expected(&row.cells[column], rules));
            let back = format!("{run}, backward");
            tally.check(row, &back, &head, &base, &expected(&row.cells[column + 1], rules));
        }
    }
    tally.finish();
}

/// What a `not` forbids is allowed around it: a tighter rule within it is a looser one.
#[test]
fn not_reverses_every_row_of_schemas() {
    let rows = rows(SCHEMAS, 6);
    let mut tally = Tally::default();
    for row in &rows {
        let (before, after) = (json!({ "not": value(&row.cells[0]) }), json!({ "not": value(&row.cells[1]) }));
        for (direction, rules, column) in [("request", "response", 4), ("response", "request", 2)] {
            let (base, head) = (with_schema(&before, direction), with_schema(&after, direction));
            let run = format!("{direction} within not");
            tally.check(row, &run, &base, &head, &expected(&row.cells[column], rules));
            let back = format!("{run}, backward");
            tally.check(row, &back, &head, &base, &expected(&row.cells[column + 1], rules));
        }
    }
    tally.finish();
}
