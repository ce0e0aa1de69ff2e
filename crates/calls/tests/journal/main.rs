//! A journal on a disk.

mod continued;
mod damage;
mod documentation;
mod report;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calls::journal::{Header, Journal, ListIdentity, RowState, States, Who};
use calls::{Call, CallOutcome, CallResult, Row};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Place {
    _folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("list.journal");
    Place { _folder: folder, path }
}

fn header(rows: u64) -> Header {
    Header {
        program: "test 1".to_owned(),
        base_url: "http://127.0.0.1:1/api".to_owned(),
        environment: None,
        list: ListIdentity { name: "list.csv".to_owned(), digest: "abc".to_owned(), rows },
        by: Who::here(None),
    }
}

fn row(index: u64) -> Row {
    let object = |value: Value| value.as_object().cloned().unwrap_or_default();
    let call = Call {
        operation: Arc::from("operation"),
        parameters: object(json!({ "id": format!("{index:040}") })),
        body: object(json!({ "Comment": "a\nb \u{202e}\"é\" 🙂" })),
    };
    Row { index, line: index + 2, call }
}

fn result(outcome: CallOutcome) -> CallResult {
    CallResult {
        outcome,
        status: Some(201),
        action: json!({ "id": "5382f7ea" }),
        code: (outcome == CallOutcome::Refused).then(|| "Code".to_owned()),
        message: String::new(),
        correlation_id: Some("c".to_owned()),
        retry_after: None,
        attempts: 1,
    }
}

fn call(journal: &Journal, index: u64, outcome: CallOutcome) {
    journal.started(&row(index)).wait().unwrap();
    journal.finished(&row(index), &result(outcome)).wait().unwrap();
}

fn states(states: &States) -> Vec<RowState> {
    (0..states.rows()).map(|index| states.of(index)).collect()
}

fn error(path: &Path, header: &Header) -> String {
    Journal::open(path, header).unwrap_err().to_string()
}
