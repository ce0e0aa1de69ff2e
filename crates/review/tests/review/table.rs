//! The tables: single changes, each of them also run backward, and what the review must report of them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};

use review::RuleId;

use crate::harness::{Row, Tally, expected, merge, put, rows, value};

/// The tables of schemas, each with the version of its documents.
const SCHEMAS: [(&str, &str); 2] =
    [(include_str!("schemas.rows"), "3.0.3"), (include_str!("schemas_3_1.rows"), "3.1.0")];
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
fn with_schema(version: &str, schema: &Value, direction: &str) -> Value {
    static ROOT: LazyLock<Value> = LazyLock::new(|| value(WITHOUT_SCHEMA));
    let mut root = ROOT.clone();
    put(&mut root, "/openapi", Some(version.into()));
    let at = match direction {
        "request" => "/paths/~1a/post/requestBody/content/application~1json/schema",
        _ => "/paths/~1a/post/responses/200/content/application~1json/schema",
    };
    put(&mut root, at, Some(schema.clone()));
    root
}

/// The rows of schemas, each with the version of its documents.
fn rows_of_schemas() -> impl Iterator<Item = (&'static str, Row)> {
    SCHEMAS.into_iter().flat_map(|(table, version)| rows(table, 6).into_iter().map(move |row| (version, row)))
}

/// Checks the rows of schemas, within documents that are made of a schema for a direction.
fn tally(rows: impl Iterator<Item = (&'static str, Row)>, run: &str, runs: &[Run]) -> Tally {
    let mut tally = Tally::default();
    for (version, row) in rows {
        let (before, after) = (value(&row.cells[0]), value(&row.cells[1]));
        for Run { direction, rules, column, document } in runs {
            let (base, head) = (document(version, &before, direction), document(version, &after, direction));
            let forward = format!("{direction}{run}, {version}");
            tally.check(&row, &forward, &base, &head, &expected(&row.cells[*column], rules));
            let back = format!("{forward}, backward");
            tally.check(&row, &back, &head, &base, &expected(&row.cells[column + 1], rules));
        }
    }
    tally
}

/// How a row is checked: the direction of the message, the direction of the rules, the column of what is expected, and
/// the document with the schema.
struct Run {
    direction: &'static str,
    rules: &'static str,
    column: usize,
    document: fn(&str, &Value, &str) -> Value,
}

fn schemas() -> Tally {
    let run = |direction, column| Run { direction, rules: direction, column, document: with_schema };
    tally(rows_of_schemas(), "", &[run("request", 2), run("response", 4)])
}

/// What is written the same in both versions means the same.
#[test]
fn rows_of_3_0_hold_in_3_1() {
    let differs = |row: &Row| {
        // What 3.1 does not have, or reads in another way.
        let words = ["nullable", "exclusive", "const:", "$ref: Text, "];
        row.cells[..2].iter().any(|cell| words.iter().any(|word| cell.contains(word)))
    };
    let rows = rows(SCHEMAS[0].0, 6).into_iter().filter(|row| !differs(row)).map(|row| ("3.1.0", row));
    let run = |direction, column| Run { direction, rules: direction, column, document: with_schema };
    tally(rows, "", &[run("request", 2), run("response", 4)]).finish();
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
    let within = |version: &str, schema: &Value, direction: &str| {
        let mut root = with_schema(version, &value("{}"), "none");
        let operation = root.pointer("/paths/~1a/post").cloned().unwrap();
        let inner = with_schema(version, schema, direction).pointer("/paths/~1a/post").cloned().unwrap();
        let mut operation = operation;
        put(&mut operation, "/callbacks/event/{$url}/post", Some(inner));
        put(&mut operation, "/callbacks/event/{$url}/post/operationId", None);
        put(&mut root, "/paths/~1a/post", Some(operation));
        root
    };
    reversed(" of a callback", within).finish();
}

/// A webhook does so too.
#[test]
fn webhooks_reverse_every_row_of_schemas() {
    let within = |version: &str, schema: &Value, direction: &str| {
        let mut root = with_schema(version, schema, direction);
        let item = root.pointer("/paths/~1a").cloned();
        put(&mut root, "/paths/~1a", None);
        put(&mut root, "/webhooks/made", item);
        root
    };
    let rows = rows_of_schemas().filter(|(version, _)| *version == "3.1.0");
    tally(rows, " of a webhook", &reversing(within)).finish();
}

/// What a `not` forbids is allowed around it: a tighter rule within it is a looser one.
#[test]
fn not_reverses_every_row_of_schemas() {
    let within =
        |version: &str, schema: &Value, direction: &str| with_schema(version, &json!({ "not": schema }), direction);
    reversed(" within not", within).finish();
}

fn reversing(document: fn(&str, &Value, &str) -> Value) -> [Run; 2] {
    let run = |direction, rules, column| Run { direction, rules, column, document };
    [run("request", "response", 4), run("response", "request", 2)]
}

fn reversed(run: &str, document: fn(&str, &Value, &str) -> Value) -> Tally {
    tally(rows_of_schemas(), run, &reversing(document))
}
