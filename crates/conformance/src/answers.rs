//! What callers hold, as a table: `answers.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

use crate::compare::{self, ConformanceFailure, LOST};
use crate::exchange::Exchange;

/// What callers hold: a line for each scenario and operation, in the order of the scenarios.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(Vec<AnswerRow>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct AnswerRow {
    scenario: String,
    operation: String,
    outcome: String,
}

/// The line before the table, so that rows of every operation need no list of them.
const OPERATIONS: &str = "Operations: ";
const HEAD: &str = "\n\n| scenario | operations | what the caller gets |\n|---|---|---|\n";
const EVERY_OPERATION: &str = "every operation";

impl Answers {
    /// What the callers of exchanges hold; one whose driver failed is left out.
    pub fn of(exchanges: &[Exchange]) -> Self {
        let mut answers = Self::default();
        for exchange in exchanges {
            if let Ok(outcome) = compare::outcome(exchange) {
                answers.push(&exchange.scenario, &exchange.call.operation, &outcome);
            }
        }
        answers
    }

    fn push(&mut self, scenario: &str, operation: &str, outcome: &str) {
        let [scenario, operation, outcome] = [scenario, operation, outcome].map(str::to_owned);
        self.0.push(AnswerRow { scenario, operation, outcome });
    }

    /// Reads the table that [`Answers::table`] writes.
    ///
    /// # Errors
    ///
    /// A line that is no row of it.
    pub fn parse(table: &str) -> Result<Self> {
        let mut answers = Self::default();
        let table = table.strip_prefix(OPERATIONS).and_then(|table| table.split_once(HEAD));
        let (all, rows) = table.context("the table has another head")?;
        for line in rows.lines() {
            let cells = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
            let cells: Vec<_> = cells.map(|cells| cells.splitn(3, " | ").collect()).unwrap_or_default();
            let [scenario, operations, outcome] = cells[..] else { bail!("no row of the table: {line}") };
            let operations = if operations == EVERY_OPERATION { all } else { operations };
            for operation in operations.split(", ") {
                answers.push(scenario, operation, &outcome.replace("\\|", "|"));
            }
        }
        Ok(answers)
    }

    /// The table, in Markdown. Operations with the same outcome share a row.
    pub fn table(&self) -> String {
        let mut all: Vec<&str> = Vec::new();
        for AnswerRow { operation, .. } in &self.0 {
            if !all.contains(&operation.as_str()) {
                all.push(operation);
            }
        }
        let mut text = format!("{OPERATIONS}{}{HEAD}", all.join(", "));
        let mut rows: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for AnswerRow { scenario, operation, outcome } in &self.0 {
            match rows.iter_mut().find(|row| (row.0, row.1) == (scenario, outcome)) {
                Some((_, _, operations)) => operations.push(operation),
                None => rows.push((scenario, outcome, vec![operation])),
            }
        }
        // Rows of one scenario stand together, whichever operation is first.
        let position = |scenario: &str| self.0.iter().position(|row| row.scenario == scenario);
        rows.sort_by_key(|row| position(row.0));
        for (scenario, outcome, operations) in rows {
            // One of one is named.
            let is_all = all.len() > 1 && operations.len() == all.len();
            let operations = if is_all { EVERY_OPERATION.to_owned() } else { operations.join(", ") };
            let _ = writeln!(text, "| {scenario} | {operations} | {} |", outcome.replace('|', "\\|"));
        }
        text
    }

    /// The scenarios, each with its operation.
    pub fn scenarios(&self) -> BTreeSet<(&str, &str)> {
        self.0.iter().map(|row| (row.scenario.as_str(), row.operation.as_str())).collect()
    }

    /// The names of the scenarios, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|row| row.scenario.as_str())
    }

    /// What the callers of a scenario get, by operation.
    pub fn outcomes(&self, scenario: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |row| row.scenario == scenario).map(|row| row.outcome.as_str())
    }

    /// How many scenarios there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In how many scenarios something is lost.
    pub fn losses(&self) -> usize {
        self.0.iter().filter(|row| row.outcome.contains(LOST)).count()
    }

    /// What is not as it is pinned.
    pub fn differences(&self, pinned: &Self, language: &str) -> Vec<ConformanceFailure> {
        let by_name = |answers: &Self| -> BTreeMap<(String, String), String> {
            let rows = answers.0.iter().cloned();
            rows.map(|row| ((row.scenario, row.operation), row.outcome)).collect()
        };
        let (expected, received) = (by_name(pinned), by_name(self));
        let names = self.0.iter().chain(&pinned.0).map(|row| (row.scenario.clone(), row.operation.clone()));
        let mut failures: Vec<ConformanceFailure> = Vec::new();
        for name in names {
            let (before, after) = (expected.get(&name), received.get(&name));
            let scenario = format!("{}, {}", name.1, name.0);
            if before != after && !failures.iter().any(|failure| failure.scenario == scenario) {
                let text = |outcome: Option<&String>| outcome.map_or("no such scenario".to_owned(), Clone::clone);
                failures.push(ConformanceFailure {
                    language: language.to_owned(),
                    scenario,
                    what: "what the caller gets".to_owned(),
                    expected: text(before),
                    received: text(after),
                });
            }
        }
        failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(rows: &[(&str, &str, &str)]) -> Answers {
        let mut answers = Answers::default();
        rows.iter().for_each(|(scenario, operation, outcome)| answers.push(scenario, operation, outcome));
        answers
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let written = answers(&[("a", "x", "1 | 2"), ("b", "x", "3"), ("a", "y", "1 | 2"), ("b", "y", "4")]);
        let table = "| a | every operation | 1 \\| 2 |\n| b | x | 3 |\n| b | y | 4 |\n";
        assert_eq!(written.table(), format!("Operations: x, y{HEAD}{table}"));
        let read = Answers::parse(&written.table()).unwrap();
        assert_eq!(read.differences(&written, "go"), []);
        assert_eq!(written.differences(&read, "go"), []);
        assert_eq!(read.len(), 4);
    }

    #[test]
    fn what_is_new_and_what_is_gone_differ_too() {
        let (before, after) =
            (answers(&[("a", "x", "1"), ("b", "x", "2")]), answers(&[("a", "x", "3"), ("c", "x", "2")]));
        let reported: Vec<_> = after.differences(&before, "go").iter().map(ToString::to_string).collect();
        assert_eq!(
            reported,
            [
                "go: x, a: what the caller gets\n  expected: 1\n  received: 3",
                "go: x, c: what the caller gets\n  expected: no such scenario\n  received: 2",
                "go: x, b: what the caller gets\n  expected: 2\n  received: no such scenario",
            ]
        );
    }

    #[test]
    fn rows_of_a_scenario_stand_together() {
        let table = answers(&[("a", "x", "1"), ("b", "x", "1"), ("a", "y", "2")]).table();
        assert_eq!(table, format!("Operations: x, y{HEAD}") + "| a | x | 1 |\n| a | y | 2 |\n| b | x | 1 |\n");
    }

    #[test]
    fn a_table_of_another_form_is_refused() {
        assert!(Answers::parse("| a | b |\n").is_err());
        assert_eq!(
            Answers::parse(&format!("Operations: x{HEAD}nonsense\n")).unwrap_err().to_string(),
            "no row of the table: nonsense"
        );
    }
}
