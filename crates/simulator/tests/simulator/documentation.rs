//! `docs/simulator.md` says of the faults what the code does.

use std::fs;

use defender_actions_simulator::{FaultRule, Simulator};
use test_support::project;

use crate::client::{Call, contract};

/// The cells of the rows of each table of the faults.
fn tables() -> Vec<Vec<Vec<String>>> {
    let text = fs::read_to_string(project("docs/simulator.md")).unwrap();
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut is_in_table = false;
    for line in text.lines() {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        if !line.starts_with('|') {
            is_in_table = false;
        } else if !is_in_table {
            is_in_table = true;
            tables.push(Vec::new());
        } else if !line.starts_with("|---") {
            tables.last_mut().unwrap().push(cells[1..cells.len() - 1].to_vec());
        }
    }
    tables
}

#[test]
fn the_tables_have_the_names_of_the_code() {
    let names: Vec<Vec<String>> =
        tables().iter().map(|rows| rows.iter().map(|row| row[0].replace('`', "")).collect()).collect();
    assert_eq!(names, FaultRule::NAMES.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()));
}

/// What is said to be carried out is: for an operation that leaves a trace.
#[test]
fn the_examples_are_rules_and_do_what_is_said() {
    let contract = contract();
    for row in &tables()[0] {
        let (name, carried_out, example) = (row[0].replace('`', ""), &row[2], row[3].replace('`', ""));
        let rule: FaultRule = example.parse().unwrap_or_else(|error| panic!("{example}: {error}"));
        assert!(example.starts_with(&name), "{example}");
        // Whichever request is chosen, the first one is.
        let rule = rule.after(0).probability(1.0, 0);
        let simulator = Simulator::builder().fault(rule).start().unwrap();
        if name == "stall" || name == "endless" {
            // Nobody waits for these.
            continue;
        }
        let (_, _) = crate::client::meet(&simulator, &Call::documented(&contract.operations()[0]).bytes());
        let request = simulator.journal().remove(0);
        // The examples are a reset after the action, and a call within the limit.
        let expected = !carried_out.starts_with("no");
        assert_eq!(request.is_carried_out(), expected, "{example}");
        assert_eq!(request.fault().is_some(), name != "rate-limit", "{example}");
    }
}
