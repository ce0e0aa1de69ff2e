//! `report`: what a journal says was done. Its journal is of the format's first version, and was not written by this
//! command: it stays readable.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Run, program, run};
use test_support::{assert_snapshots, project};

fn journal() -> String {
    project("crates/cli/tests/command/list.journal").to_str().unwrap().to_owned()
}

fn report(arguments: &[&str]) -> Run {
    run(program().arg("report").args(arguments))
}

#[test]
fn it_looks_as_pinned() {
    let formats = ["text", "json", "csv"].map(|format| {
        let run = report(&[&journal(), "--output", format]);
        assert_eq!(run.code, 5, "{run:?}");
        assert!(run.stderr.starts_with("error: not all rows are accepted: 1 not started, 1 interrupted, "), "{run:?}");
        (format.to_owned(), run.stdout.replace('\r', ""))
    });
    assert_snapshots("cli/report", formats);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(&run(program().args(["schema", "report"])).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for only in ["unknown", "refused", "open", "accepted"] {
        let run = report(&[&journal(), "--output", "json", "--only", only]);
        let value: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(validator.is_valid(&value), "{:?}", validator.iter_errors(&value).next());
        assert!(!value["rows"].as_array().unwrap().is_empty(), "{only}");
    }
}

/// The lines up to a number, in a file.
fn lines(folder: &TempDir, count: usize) -> String {
    let text = fs::read_to_string(journal()).unwrap();
    let path = folder.path().join("list.journal");
    fs::write(&path, text.split_inclusive('\n').take(count).collect::<String>()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_exit_code_says_what_is_left_to_do() {
    let folder = TempDir::new().unwrap();
    // After lines of the journal: not sent, under way, accepted, refused, and all of it.
    for (count, code) in [(2, 1), (3, 5), (6, 1), (8, 3), (17, 5)] {
        let run = report(&[&lines(&folder, count)]);
        assert_eq!(run.code, code, "{count} lines: {run:?}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_with_advice() {
    let folder = TempDir::new().unwrap();
    let missing = report(&[folder.path().join("missing").to_str().unwrap()]);
    assert_eq!((missing.code, missing.stdout.as_str()), (2, ""));
    assert!(missing.stderr.contains("cannot read the journal"), "{missing:?}");
    let other = report(&[project("Cargo.toml").to_str().unwrap()]);
    assert_eq!((other.code, other.stdout.as_str()), (2, ""));
    assert!(other.stderr.contains("is not a journal"), "{other:?}");
    let path = lines(&folder, 17);
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("\"finished\",\"row\":2", "\"finished\",\"row\":3"))
        .unwrap();
    let damaged = report(&[&path]);
    assert_eq!(damaged.code, 2, "{damaged:?}");
    assert!(damaged.stdout.contains("2 accepted") && damaged.stderr.contains("is damaged: line 8: "), "{damaged:?}");
    assert!(damaged.stderr.contains("to do: "), "{damaged:?}");
}
