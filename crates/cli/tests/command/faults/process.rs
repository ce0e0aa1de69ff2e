//! The same by the process: its exit code, what it prints, and that the token is not in it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use defender_actions::Outcome;
use openapi::Operation;
use serde_json::Value;

use super::calls::{CONTRACT, Made, simulator};
use super::matrix::Column;
use super::promises;
use super::rows::{Pace, ROWS, Row};
use crate::program::{Run, example_call, program, run};

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

/// Runs the command once for each row, on one operation after the other, and compares it with the cells of the library.
pub fn check(columns: &[Column]) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((index, row)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|it| Some((it, ROWS.get(it)?)))
        {
            let operations = CONTRACT.operations();
            let operation = &operations[index % operations.len()];
            let (_, cell) = columns[index].iter().find(|(name, _)| name == operation.name()).unwrap();
            check_row(row, operation, cell.outcome);
        }
    };
    thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
}

fn check_row(row: &Row, operation: &Operation, outcome: Outcome) {
    let simulator = simulator();
    simulator.fault(row.rule(operation.name()));
    let timeout = if row.pace == Pace::Slow { "1" } else { "60" };
    let call = || {
        let url = simulator.url();
        let more = ["--base-url", &url, "--timeout", timeout, "--output", "json"];
        run(program().args(example_call(operation)).args(more))
    };
    assert_eq!(call().code, 0, "the first call meets no fault: {}", row.rule);
    simulator.finish_pending();
    let ran = call();
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
    let requests = simulator.journal();
    promises::check(&context, &Made { outcome, sent: 1, shown }, &requests[1..]);
}
