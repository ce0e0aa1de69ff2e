//! The list, the journal and the service, and whether what is reported is true.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use defender_actions_simulator::{FaultRule, Simulator};
use openapi::{Contract, Operation, Schema};
use serde_json::{Map, Value};
use tempfile::TempDir;
use test_support::{contract, examples};

use crate::program::{SECRET, program, run};

/// The list, the journal, and the service.
pub struct Place {
    folder: TempDir,
    pub simulator: Simulator,
    rows: u64,
}

/// What names a row, in whatever it acts on.
fn target(row: u64) -> String {
    format!("{row:040x}")
}

/// A row that calls an operation, with a target of its own.
fn row(contract: &Contract, operation: &Operation, index: u64) -> Value {
    let mut row = Map::from_iter([("operation".to_owned(), Value::from(operation.name()))]);
    row.extend(operation.parameters().iter().map(|parameter| (parameter.name().to_owned(), target(index).into())));
    let example = examples(contract).into_iter().find(|it| it.operation == operation.name() && it.part == "request");
    let body = operation.request_body().and_then(|request| request.body());
    let schema = body.as_ref().and_then(|body| body.json()).and_then(|content| content.schema());
    for (name, value) in example.iter().flat_map(|it| it.value.as_object()).flatten() {
        let property = schema.as_ref().and_then(|it| Schema::of(it.root, it.node).property(name));
        let is_target = property.is_some_and(|property| property.keyword("x-identifier").is_some());
        row.insert(name.clone(), if is_target { target(index).into() } else { value.clone() });
    }
    row.into()
}

/// What the simulator saw of a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub received: u32,
    pub carried_out: u32,
}

impl Place {
    pub fn new(rows: u64, faults: &[&str], seed: u64) -> Self {
        let contract = contract();
        let folder = TempDir::new().unwrap();
        let operations = contract.operations();
        let list = (0..rows).map(|index| row(&contract, &operations[index as usize % operations.len()], index));
        let list: String = list.map(|row| format!("{row}\n")).collect();
        fs::write(folder.path().join("list.jsonl"), list).unwrap();
        let simulator = Simulator::start().unwrap();
        for (fault, number) in faults.iter().zip(1..) {
            let seed =
                if fault.contains("probability") { format!(",seed={}", seed * 100 + number) } else { String::new() };
            simulator.fault(format!("{fault}{seed}").parse::<FaultRule>().unwrap());
        }
        Self { folder, simulator, rows }
    }

    pub fn journal(&self) -> PathBuf {
        self.folder.path().join("list.jsonl.journal.jsonl")
    }

    pub fn command(&self, unknown: &str, concurrency: u64) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).args(["run", "list.jsonl", "--rate", "none", "--unknown", unknown]);
        command.args(["--concurrency", &concurrency.to_string(), "--base-url", &self.simulator.url()]);
        command.stdin(Stdio::null());
        command
    }

    pub fn journal_length(&self) -> u64 {
        fs::metadata(self.journal()).map(|file| file.len()).unwrap_or_default()
    }

    /// What the simulator saw, by the index of the row.
    pub fn seen(&self) -> BTreeMap<u64, Seen> {
        let mut seen: BTreeMap<u64, Seen> = BTreeMap::new();
        for request in self.simulator.journal() {
            let target = request.target().split('/').find(|part| part.len() == 40).unwrap();
            let row = seen.entry(u64::from_str_radix(target, 16).unwrap()).or_default();
            row.received += 1;
            row.carried_out += u32::from(request.is_carried_out());
        }
        seen
    }

    /// Runs the list until nothing is left that a run would call.
    pub fn finish(&self, unknown: &str, context: &str) {
        self.simulator.clear_faults();
        for _ in 0..3 {
            run(&mut self.command(unknown, 4));
        }
        let counts = self.report()["counts"].clone();
        for open in ["notStarted", "notSent", "unreachable", "deferred"] {
            assert_eq!(counts[open], 0, "{context}: {counts}");
        }
        let text = fs::read_to_string(self.journal()).unwrap();
        assert!(!text.contains(SECRET), "{context}");
    }

    /// What `report` says.
    pub fn report(&self) -> Value {
        let report = run(program().arg("report").arg(self.journal()).args(["--output", "json"]));
        assert!(!report.stdout.contains(SECRET));
        serde_json::from_str(&report.stdout).unwrap_or_else(|error| panic!("{error}: {report:?}"))
    }

    /// Each row is reported, and what is reported of it is what the simulator carried out.
    pub fn assert_reported_is_true(&self, context: &str) {
        let (seen, report) = (self.seen(), self.report());
        let rows = report["rows"].as_array().unwrap();
        assert_eq!(rows.len() as u64, self.rows, "{context}: no row is lost");
        for row in rows {
            let seen = seen.get(&row["row"].as_u64().unwrap()).copied().unwrap_or_default();
            let is_true = match row["state"].as_str().unwrap() {
                "accepted" => seen.carried_out > 0,
                "refused" => seen.carried_out == 0,
                "interrupted" | "unknown" => true,
                _ => false,
            };
            assert!(is_true, "{context}: {seen:?}, but {row}");
        }
    }
}
