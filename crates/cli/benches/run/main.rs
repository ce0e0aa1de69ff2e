//! Prints what a row of `run` takes, beside a shell loop over `curl` and threads in Python that make the same calls.
//!
//! `cargo bench -p defender-actions-cli --bench run`. The CPU time is that of the processes of the client, as Linux counts
//! it; the simulator is in this one. `run` also checks the list, and keeps a journal: it syncs it before and after each call.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use defender_actions_simulator::Simulator;
use openapi::{Contract, Operation};
use serde_json::Value;
use tempfile::TempDir;
use test_support::{contract, examples};

/// The time of a process is counted in these, per second.
const TICKS: f64 = 100.0;

/// A client, and the command that makes the calls of a list with it.
type Client<'a> = (&'a str, &'a dyn Fn(&List) -> Command);

/// The calls of a list.
struct List {
    folder: TempDir,
    url: String,
    /// The address of a call, before and after its target.
    around: (String, String),
    body: String,
}

fn main() {
    // `cargo test` runs each benchmark once, to see that it still works; only `cargo bench` says `--bench`.
    let is_test = !std::env::args().any(|argument| argument == "--bench");
    let contract = contract();
    let operation = contract.operations().iter().find(|operation| operation.rate_limits().is_empty());
    let operation = operation.expect("an operation without limits");
    let clients: [Client<'_>; 4] = [
        ("defender-actions run", &|list| list.run(operation)),
        ("a shell loop over curl", &|list| list.script("bash", "calls.sh", &[])),
        ("threads of Python, urllib", &|list| list.script("python3", "calls.py", &["urllib"])),
        ("threads of Python, requests", &|list| list.script("python3", "calls.py", &["requests"])),
    ];
    let sizes: &[u64] = if is_test { &[2] } else { &[1_000, 10_000] };
    println!("client                         rows   CPU/row  time/row");
    for (name, command) in clients {
        for rows in sizes {
            match measure(&contract, operation, *rows, command) {
                Ok((cpu, time)) => println!("{name:28} {rows:>6} {cpu:>6.2} ms {time:>6.2} ms"),
                // Not everybody has what the others need.
                Err(why) => println!("{name:28} not measured: {why}"),
            }
        }
    }
}

/// CPU time and time that a row takes, in milliseconds.
fn measure(
    contract: &Contract,
    operation: &Operation,
    rows: u64,
    command: &dyn Fn(&List) -> Command,
) -> Result<(f64, f64), String> {
    let simulator = Simulator::start().expect("a simulator");
    let list = List::new(contract, operation, &simulator.url(), rows);
    let mut command = command(&list);
    command.current_dir(list.folder.path()).env("DEFENDER_ACTIONS_TOKEN", "any");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let (start, before) = (Instant::now(), time_of_children());
    let output = command.output().map_err(|error| error.to_string())?;
    let milliseconds = [time_of_children() - before, start.elapsed().as_secs_f64()].map(|time| time * 1000.0);
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(stderr.lines().last().unwrap_or_default().to_owned());
    }
    assert_eq!(simulator.requests_received(), rows, "each row is called once");
    Ok((milliseconds[0] / rows as f64, milliseconds[1] / rows as f64))
}

/// The CPU time of the processes that have ended, in seconds: that of their own and of the system.
fn time_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    // The name of the program, in parentheses, may have spaces. The first field behind it is the third.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    fields[13..15].iter().map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / TICKS
}

impl List {
    fn new(contract: &Contract, operation: &Operation, url: &str, rows: u64) -> Self {
        let name = operation.parameters()[0].name().to_owned();
        let example =
            examples(contract).into_iter().find(|it| it.operation == operation.name() && it.part == "request");
        let body = example.expect("an example of the request").value;
        let path = operation.template().fill(&[(&name, "TARGET")]);
        let (before, after) = path.split_once("TARGET").expect("a path with a target");
        let targets: Vec<String> = (0..rows).map(|row| format!("{row:040x}")).collect();
        let row = |target: &String| {
            let mut row = body.clone();
            row[&name] = Value::from(target.as_str());
            row.to_string()
        };
        let rows: Vec<String> = targets.iter().map(row).collect();
        let folder = TempDir::new().expect("a folder");
        for (file, lines) in [("targets", targets), ("list.jsonl", rows)] {
            fs::write(folder.path().join(file), lines.join("\n") + "\n").expect("a list");
        }
        let around = (format!("{url}{before}"), after.to_owned());
        Self { folder, url: url.to_owned(), around, body: body.to_string() }
    }

    /// `run`, with as many calls at once as its default says.
    fn run(&self, operation: &Operation) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
        command.args(["run", "list.jsonl", "--operation", operation.name(), "--base-url", &self.url]);
        command
    }

    fn script(&self, program: &str, script: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/run");
        command.arg(folder.join(script)).args(arguments);
        command.args([&self.around.0, &self.around.1, &self.body]).arg("targets");
        command
    }
}
