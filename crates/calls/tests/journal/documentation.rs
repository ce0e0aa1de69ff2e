//! The tables of `docs/journal.md` are what the code says.

use std::fs;

use calls::journal::{RowState, report_schema, schema};
use serde_json::{Map, Value};
use test_support::project;

fn assert_in_docs(table: &str) {
    let docs = fs::read_to_string(project("docs/journal.md")).unwrap();
    assert!(docs.contains(table), "docs/journal.md lacks this table:\n{table}");
}

fn text<'a>(schema: &'a Value, key: &str) -> &'a str {
    schema[key].as_str().unwrap_or_default()
}

#[test]
fn every_key_of_a_line_is_documented() {
    let schema = schema();
    for line in schema["oneOf"].as_array().unwrap() {
        let mut table = "| key | meaning |\n|---|---|\n".to_owned();
        rows(&schema, "", line["properties"].as_object().unwrap(), &mut table);
        assert_in_docs(&table);
    }
}

/// The keys of an object and of those in it, as rows.
fn rows(schema: &Value, prefix: &str, properties: &Map<String, Value>, table: &mut String) {
    for (key, property) in properties {
        table.push_str(&format!("| `{prefix}{key}` | {} |\n", text(property, "description")));
        let name = text(property, "$ref").rsplit('/').next().unwrap_or_default();
        if let Some(properties) = schema["$defs"][name]["properties"].as_object() {
            rows(schema, &format!("{key}."), properties, table);
        }
    }
}

#[test]
fn every_state_is_documented() {
    let schema = report_schema();
    let mut table = "| state | meaning | the next run |\n|---|---|---|\n".to_owned();
    for state in RowState::ALL {
        let name = serde_json::to_value(state).unwrap();
        let states = schema["$defs"]["RowState"]["oneOf"].as_array().unwrap();
        let meaning = text(states.iter().find(|it| it["const"] == name).unwrap(), "description");
        let next = match () {
            () if state.is_final() => "leaves it alone",
            () if state.is_unknown() => "asks: `--unknown skip` or `--unknown retry`",
            () => "calls it",
        };
        table.push_str(&format!("| {state} | {meaning} | {next} |\n"));
    }
    assert_in_docs(&table);
}
