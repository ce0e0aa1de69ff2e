//! The audit trail of a journal.

use std::fs;

use calls::journal::{Journal, JournalError, JournalReport, RowState, report_schema};
use calls::{CallOutcome, CallResult};
use openapi::Contract;
use serde_json::{Value, json};

use crate::{Place, call, header, place, result, row};

/// An operation whose target is in its path and in its body, and whose action has an id.
const CONTRACT: &str = r"
openapi: 3.0.3
info: { title: t, version: 1.0.0 }
paths:
  /things/{id}:
    post:
      operationId: operation
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                Name: { type: string, x-identifier: {} }
                Comment: { type: string }
      responses:
        '201':
          description: done
          content:
            application/json:
              schema:
                allOf: [{ type: object, properties: { key: { type: string, x-action-id: true } } }]
";

fn report(place: &Place) -> JournalReport {
    let contract = Contract::parse("contract.yaml", CONTRACT).unwrap();
    JournalReport::read(&place.path, &contract).unwrap()
}

fn text(place: &Place, is_shown: impl Fn(RowState) -> bool) -> String {
    let mut output = Vec::new();
    report(place).write_text(is_shown, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

fn json(place: &Place) -> Value {
    let mut output = Vec::new();
    report(place).write_json(|_| true, &mut output).unwrap();
    serde_json::from_slice(&output).unwrap()
}

/// Two runs of a list of eight: one call of each outcome, then two calls again, of which one was interrupted.
fn two_runs() -> Place {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(8)).unwrap();
    let outcomes = [
        CallOutcome::Accepted,
        CallOutcome::Refused,
        CallOutcome::NotSent,
        CallOutcome::Unreachable,
        CallOutcome::Unknown,
        CallOutcome::Unreachable,
    ];
    for (index, outcome) in (0..).zip(outcomes) {
        let mut row = row(index);
        row.call.body.insert("Name".to_owned(), json!(format!("name-{index}")));
        let refused = CallResult {
            status: Some(400),
            action: Value::Null,
            code: Some("Code".to_owned()),
            message: "a\u{1b}[2J\n::error::b".to_owned(),
            ..result(outcome)
        };
        let accepted = CallResult { action: json!({ "key": "5382f7ea" }), ..result(outcome) };
        journal.started(&row).wait().unwrap();
        let result = if outcome == CallOutcome::Accepted { accepted } else { refused };
        journal.finished(&row, &result).wait().unwrap();
    }
    drop(journal);
    let (journal, _) = Journal::open(&place.path, &header(8)).unwrap();
    call(&journal, 5, CallOutcome::Accepted);
    journal.started(&row(6)).wait().unwrap();
    place
}

#[test]
fn what_a_person_has_to_look_at_is_first() {
    let text = text(&two_runs(), |_| true);
    let (head, table) = text.split_once("\n\n").unwrap();
    assert!(head.contains("list.csv, 8 rows, digest abc"), "{head}");
    assert!(head.contains("http://127.0.0.1:1/api"), "{head}");
    assert!(head.contains(&format!("process {} of ", std::process::id())), "{head}");
    let counts = "1 not started, 1 interrupted, 2 accepted, 1 refused, 1 not sent, 1 unreachable, 1 unknown";
    assert!(head.contains(counts), "{head}");
    let states = ["unknown", "interrupted", "refused", "not sent", "unreachable", "accepted", "accepted"];
    let rows: Vec<_> = table.lines().skip(1).filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(rows.len(), states.len(), "{table}");
    for (row, state) in rows.iter().zip(states) {
        assert!(row.contains(&format!(" {state} ")), "{row}");
    }
    assert!(rows[5].contains(&format!("{:040}, name-0", 0)), "{}", rows[5]);
    assert!(rows[5].contains(" 201    5382f7ea "), "{}", rows[5]);
    assert!(rows[5].ends_with(" c"), "{}", rows[5]);
    assert!(table.contains(r"Code: a\u{1b}[2J\n::error::b"), "{table}");
    assert!(table.ends_with("2 calls are on record; this is the last\n"), "{table}");
}

#[test]
fn a_part_of_the_rows_can_be_asked_for() {
    let text = text(&two_runs(), RowState::is_unknown);
    let (_, table) = text.split_once("\n\n").unwrap();
    assert!(table.contains(" unknown ") && table.contains(" interrupted ") && !table.contains(" accepted "), "{table}");
}

#[test]
fn programs_get_all_of_it_in_a_form_that_has_a_schema() {
    let place = two_runs();
    let report = json(&place);
    let validator = jsonschema::validator_for(&report_schema()).unwrap();
    assert!(validator.is_valid(&report), "{:#?}", validator.iter_errors(&report).next());
    let states: Vec<_> = report["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["unknown", "interrupted", "refused", "notSent", "unreachable", "accepted", "accepted"]);
    assert_eq!(report["counts"]["notStarted"], json!(1));
    assert_eq!(report["runs"].as_array().unwrap().len(), 2);
    let row = &report["rows"][5];
    assert_eq!(row["target"], json!({ "id": format!("{:040}", 0), "Name": "name-0" }));
    assert_eq!((&row["actionId"], &row["action"]), (&json!("5382f7ea"), &json!({ "key": "5382f7ea" })));
    assert_eq!(row["body"]["Comment"], json!("a\nb \u{202e}\"é\" 🙂"));
    assert_eq!(report["rows"][2]["message"], json!("a\u{1b}[2J\n::error::b"));
    let mut output = Vec::new();
    self::report(&place).write_json(|_| true, &mut output).unwrap();
    assert!(!String::from_utf8(output).unwrap().contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_list_of_which_nothing_was_sent_has_no_rows() {
    let place = place();
    drop(Journal::open(&place.path, &header(3)).unwrap());
    assert_eq!(json(&place)["rows"], json!([]));
    assert!(text(&place, |_| true).ends_with("rows      3 not started\n"));
}

#[test]
fn spreadsheets_get_a_row_each() {
    let mut output = Vec::new();
    report(&two_runs()).write_csv(|_| true, &mut output).unwrap();
    let text = String::from_utf8(output).unwrap();
    let lines: Vec<_> = text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert!(lines[0].starts_with("row,line,state,"), "{text}");
    assert!(lines[6].contains(&format!(",operation,\"{:040}, name-0\",201,5382f7ea,", 0)), "{text}");
}

#[test]
fn a_journal_that_a_run_writes_can_be_reported() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(2)).unwrap();
    journal.started(&row(0)).wait().unwrap();
    let now = json(&place);
    assert_eq!((&now["isInUse"], &now["counts"]["interrupted"]), (&json!(true), &json!(1)));
    assert!(text(&place, |_| true).contains("a run writes this journal"));
    call(&journal, 1, CallOutcome::Accepted);
    drop(journal);
    let then = json(&place);
    assert_eq!((&then["isInUse"], &then["counts"]["accepted"]), (&json!(false), &json!(1)));
}

#[test]
fn what_is_left_of_a_journal_is_reported() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(2)).unwrap();
    call(&journal, 0, CallOutcome::Accepted);
    call(&journal, 1, CallOutcome::Accepted);
    drop(journal);
    let bytes = fs::read(&place.path).unwrap();

    fs::write(&place.path, &bytes[..bytes.len() - 20]).unwrap();
    let torn = json(&place);
    assert_eq!((&torn["tornLine"]["line"], &torn["counts"]["interrupted"]), (&json!(6), &json!(1)));
    assert!(text(&place, |_| true).contains("line 6 of the journal; it is left out"));

    let mut changed = bytes.clone();
    let last = changed.len() - 40;
    changed[last] ^= 1;
    fs::write(&place.path, &changed).unwrap();
    let damaged = json(&place);
    assert_eq!((&damaged["damage"]["line"], &damaged["counts"]["accepted"]), (&json!(6), &json!(1)));
    assert!(text(&place, |_| true).contains("damaged   line 6 of the journal: its checksum is"));

    fs::write(&place.path, "").unwrap();
    let contract = Contract::parse("contract.yaml", CONTRACT).unwrap();
    assert!(matches!(JournalReport::read(&place.path, &contract), Err(JournalError::Empty { .. })));
}
