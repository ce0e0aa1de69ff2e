//! `docs/faults.md`: the matrix as a table. It is made here.

use defender_actions::Outcome;
use test_support::assert_document;

use super::matrix::{self, Cell, Column};
use super::process;
use super::rows::ROWS;

const HEAD: &str = "\
# Faults

What a call reports when the service misbehaves: every [fault of the simulator](simulator.md#faults) on every operation of the
contract. A test makes this table, `crates/cli/tests/command/faults`; with `INSTA_UPDATE=always` it writes it anew.

Of each call the test checks that what the client reports is what the journal of the simulator saw:

- what was carried out is never reported as not taken, and what was not is never reported as accepted;
- there are as many requests as were sent, and none is repeated that may have taken effect, unless the caller consents, and
  then once;
- the token is in no text.

The columns:

- **carried out**: whether the simulator carried out the action at the first request, as its journal says.
- **reported**, **exit code**: what the client reports of the action, and the exit code of the command, without retries.
  `unknown` means that it may have been taken.
- **retry**: the same with [retries](retries.md), where one request meets the fault, and where each does. A number says how
  many requests there were, if more than one.
- **consent**: with retries, and the consent to repeat what is unknown: an action may then be carried out twice.

Where operations differ, each has its row. Waits are shorter here than by default: no backoff, and a call ends where the
service asks for more than 5 seconds. `rate-limit` is met by the first call beyond a limit.

| fault | carried out | reported | exit code | retry: one | retry: each | consent: one | consent: each |
|---|---|---|---|---|---|---|---|
";

/// The word for an outcome, as in `docs/answers.md`.
fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent | Outcome::Unreachable => "not sent",
        Outcome::Refused => "not taken",
        Outcome::Accepted => "accepted",
        _ => "unknown",
    }
}

/// What is reported of a call that may have had several requests.
fn of_requests(cell: &Cell) -> String {
    let word = word(cell.outcome);
    match (cell.requests, cell.carried_out) {
        (1, _) => word.to_owned(),
        (requests, 0 | 1) => format!("{word} ({requests})"),
        (requests, times) => format!("{word} ({requests}, carried out {times} times)"),
    }
}

/// The cells of an operation; those of the modes are in their order.
fn cells(modes: &[Cell]) -> Vec<String> {
    let [first, repeated @ ..] = modes else { unreachable!("there is a cell of each mode") };
    let carried_out = if first.carried_out > 0 { "yes" } else { "no" };
    let mut cells =
        vec![carried_out.to_owned(), word(first.outcome).to_owned(), process::exit_code(first.outcome).to_string()];
    cells.extend(repeated.iter().map(of_requests));
    cells
}

/// The rows of a fault: one for all operations, or one for each group of those that differ.
fn rows(rule: &str, columns: &[Column]) -> String {
    let mut groups: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    for (index, (operation, _)) in columns[0].iter().enumerate() {
        let modes: Vec<Cell> = columns.iter().map(|column| column[index].1).collect();
        let cells = cells(&modes);
        match groups.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, operations)) => operations.push(operation),
            None => groups.push((cells, vec![operation])),
        }
    }
    let is_one = groups.len() == 1;
    let row = |(cells, operations): &(Vec<String>, Vec<&str>)| {
        let operations = if is_one { String::new() } else { format!(": {}", operations.join(", ")) };
        format!("| `{rule}`{operations} | {} |\n", cells.join(" | "))
    };
    groups.iter().map(row).collect()
}

#[test]
fn the_table_of_faults_is_that_of_the_docs() {
    let columns = matrix::run();
    process::check(&columns);
    let table: String = ROWS.iter().zip(columns).map(|(row, columns)| rows(row.rule, &columns)).collect();
    assert_document("docs/faults.md", &format!("{HEAD}{table}"));
}
