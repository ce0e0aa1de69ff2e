//! `docs/faults.md`: the matrix as a table. It is made here.

use std::fmt::Write as _;

use defender_actions::Outcome;
use test_support::assert_document;

use super::matrix::{self, Cell, Column};
use super::process;
use super::rows::ROWS;

const HEAD: &str = "\
# Faults

What a call reports when the service misbehaves: every [fault of the simulator](simulator.md#faults) on every operation of the
contract. A test makes this table, `crates/cli/tests/command/faults`; with `INSTA_UPDATE=always` it writes it anew. Where
operations differ, a cell names them.

Of each call the test checks that what the client reports is what the journal of the simulator saw: what was carried out is
never reported as not taken, what was not is never reported as accepted, there are as many requests as were sent, and the
token is in no text.

- **carried out**: whether the simulator carried out the action, as its journal says.
- **reported**: what the client reports of the action: `accepted`; `not taken`; `unknown`, it may have been taken.
- **exit code**: that of the command.
";

/// The word for an outcome, as in `docs/answers.md`.
pub fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent | Outcome::Unreachable => "not sent",
        Outcome::Refused => "not taken",
        Outcome::Accepted => "accepted",
        _ => "unknown",
    }
}

/// A cell of the table: a text for all operations, or one for each group of those that differ.
fn folded(column: &Column, text: impl Fn(&Cell) -> String) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (operation, cell) in column {
        let text = text(cell);
        match groups.iter_mut().find(|(known, _)| *known == text) {
            Some((_, operations)) => operations.push(operation),
            None => groups.push((text, vec![operation])),
        }
    }
    match groups.as_slice() {
        [(text, _)] => text.clone(),
        _ => {
            let groups = groups.iter().map(|(text, operations)| format!("{text}: {}", operations.join(", ")));
            groups.collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn the_table_of_faults_is_that_of_the_docs() {
    let mut table = String::from("\n| fault | carried out | reported | exit code |\n|---|---|---|---|\n");
    let rows = matrix::run();
    let without_retry: Vec<Column> = rows.iter().map(|columns| columns[0].clone()).collect();
    process::check(&without_retry);
    for (row, columns) in ROWS.iter().zip(rows) {
        let carried_out = folded(&columns[0], |cell| if cell.carried_out > 0 { "yes" } else { "no" }.to_owned());
        let reported = folded(&columns[0], |cell| word(cell.outcome).to_owned());
        let code = folded(&columns[0], |cell| process::exit_code(cell.outcome).to_string());
        writeln!(table, "| `{}` | {carried_out} | {reported} | {code} |", row.rule).unwrap();
    }
    assert_document("docs/faults.md", &format!("{HEAD}{table}"));
}
