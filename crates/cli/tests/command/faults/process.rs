//! The same by processes: a simulator with the fault from its command line, and the command: its exit code, what it prints,
//! and that the token is not in it.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use defender_actions::Outcome;
use openapi::Operation;
use serde_json::Value;
use tempfile::NamedTempFile;

use super::calls::{CONTRACT, LIMITED_CONTRACT, Made, Retry};
use super::matrix::{Cell, Column, MODES, Mode};
use super::promises::{self, Seen};
use super::rows::{ROWS, Row};
use crate::program::{Run, example_call, program, run};
use crate::simulating::Simulating;

/// The exit code of the command for an outcome.
pub fn exit_code(outcome: Outcome) -> i32 {
    match outcome {
        Outcome::Accepted => 0,
        Outcome::Refused => 3,
        Outcome::NotSent | Outcome::Unreachable => 4,
        _ => 5,
    }
}

/// The outcome in the object that `--output json` prints of a call that failed, and the beginning of what stderr says.
fn words(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::NotSent => ("notSent", "not taken"),
        Outcome::Unreachable => ("unreachable", "not taken"),
        Outcome::Refused => ("refused", "not taken"),
        _ => ("unknown", "unknown"),
    }
}

/// Runs the command for each row, on one operation after the other, and compares it with the cells of the library: without
/// retries, and with them where that makes a difference. The columns of each row are those of the modes.
pub fn check(rows: &[Vec<Column>]) {
    let mut contract = NamedTempFile::with_suffix(".json").unwrap();
    contract.write_all(LIMITED_CONTRACT.as_bytes()).unwrap();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((index, row)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|it| Some((it, ROWS.get(it)?)))
        {
            let operations = CONTRACT.operations();
            let operation = &operations[index % operations.len()];
            let cell = |mode: usize| rows[index][mode].iter().find(|(name, _)| name == operation.name()).unwrap().1;
            let [off, on] = [cell(0), cell(1)];
            check_row(row, operation, (off, MODES[0]), contract.path());
            if on != off {
                check_row(row, operation, (on, MODES[1]), contract.path());
            }
        }
    };
    thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
}

fn check_row(row: &Row, operation: &Operation, (cell, mode): (Cell, Mode), contract: &Path) {
    let outcome = cell.outcome;
    let fault = row.rule(operation.name(), true);
    let fault = if mode.is_always { fault } else { fault.times(1) }.to_string();
    let simulate = ["simulate", "--listen", "127.0.0.1:0", "--pending-for", "0", "--fault", &fault, "--contract"];
    let simulator = Simulating::start(program().args(simulate).arg(contract).stderr(Stdio::null()), 1);
    let call = |more: &[&str]| {
        run(program()
            .args(example_call(operation))
            .args(["--base-url", simulator.url(), "--output", "json"])
            .args(more))
    };
    assert_eq!(call(&[]).code, 0, "the first call meets no fault: {}", row.rule);
    let retry: &[&str] = if mode.retry == Retry::Off { &[] } else { &["--retry"] };
    let timeout = row.timeout().as_secs().to_string();
    let ran = call(&[&["--timeout", &timeout], retry].concat());
    let context = format!("{} {}: {ran:#?}", row.rule, operation.name());
    assert_eq!(ran.code, exit_code(outcome), "{context}");
    let Run { stdout, stderr, .. } = &ran;
    let printed: Value = serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error}: {context}"));
    if outcome == Outcome::Accepted {
        assert!(stderr.contains(": accepted, "), "{context}");
    } else {
        let (outcome, action) = words(outcome);
        assert_eq!(
            (&printed["outcome"], &printed["operation"]),
            (&outcome.into(), &operation.name().into()),
            "{context}"
        );
        assert!(stderr.contains(&format!("\n  action: {action}")), "{context}");
    }
    let shown = format!("{stdout}{stderr}");
    let requests: Vec<Seen> = simulator.journal().iter().map(Seen::of_json).collect();
    assert_eq!(requests.len(), 1 + cell.requests, "{context}");
    promises::check(&context, &Made { outcome, sent: cell.requests, shown }, &requests[1..], mode.retry);
}
