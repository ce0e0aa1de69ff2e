//! Prints what a list takes, by its rows: the time to check it, the time to read it again, and the memory of the process.
//!
//! `cargo bench -p defender-actions-calls --bench list`. The goal is memory that does not grow with the list.

use std::io::{BufWriter, Write};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use calls::list::{List, ListOptions, ListSource};
use openapi::{Body, Operation, Schema};
use test_support::contract;

/// Says to a process how many rows it measures: memory is that of a process.
const ROWS: &str = "LIST_ROWS";

fn main() {
    if let Some(rows) = env::var(ROWS).ok().and_then(|rows| rows.parse().ok()) {
        return measure(rows);
    }
    // `cargo test` runs each benchmark once, to see that it still works; only `cargo bench` says `--bench`.
    let is_test = !env::args().any(|argument| argument == "--bench");
    let sizes: &[u64] = if is_test { &[10] } else { &[1_000, 100_000, 1_000_000] };
    println!("     rows    MiB      check    rows/s      again    rows/s   peak memory");
    for rows in sizes {
        let process = env::current_exe().and_then(|program| Command::new(program).env(ROWS, rows.to_string()).status());
        assert!(process.is_ok_and(|status| status.success()), "{rows} rows");
    }
}

fn measure(count: u64) {
    let contract = contract();
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    write(&contract.operations()[0], count, &file);
    let options = ListOptions { operation: Some(contract.operations()[0].name().to_owned()), ..ListOptions::default() };
    let start = Instant::now();
    let list = List::read(ListSource::file(file.path()), &options, &contract).expect("a list");
    let checked = start.elapsed();
    let start = Instant::now();
    let rows = list.rows().filter(Result::is_ok).count() as u64;
    let again = start.elapsed();
    assert_eq!((rows, list.doubles()), (count - count / 10, count / 10));
    let size = file.as_file().metadata().map_or(0, |metadata| metadata.len()) as f64 / f64::from(1 << 20);
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    println!(
        "{count:>9} {size:>6.1} {:>7.2} s {:>9.0} {:>8.2} s {:>9.0}   {}",
        checked.as_secs_f64(),
        rate(checked),
        again.as_secs_f64(),
        rate(again),
        peak_memory()
    );
}

/// Rows of an operation, each tenth of which repeats the one before.
fn write(operation: &Operation, count: u64, file: &tempfile::NamedTempFile) {
    let parameters = operation.parameters();
    let parameters = parameters.iter().map(|it| (it.name(), it.schema().map(|it| Schema::of(it.root, it.node))));
    let body = operation.request_body().and_then(|body| body.body());
    let schema = body.as_ref().and_then(Body::json).and_then(|content| content.schema());
    let properties = schema.into_iter().flat_map(|schema| Schema::of(schema.root, schema.node).properties());
    let fields: Vec<_> = parameters.chain(properties.map(|(name, schema)| (name, Some(schema)))).collect();
    let mut out = BufWriter::new(file);
    let mut line = |cell: &dyn Fn(&str, &Option<Schema<'_>>) -> String| {
        let cells: Vec<String> = fields.iter().map(|(name, schema)| cell(name, schema)).collect();
        writeln!(out, "{}", cells.join(",")).expect("a place for the list");
    };
    line(&|name, _| name.to_owned());
    for row in 0..count {
        let number = if row % 10 == 9 { row - 1 } else { row };
        line(&|_, schema| match schema.as_ref().is_none_or(Schema::is_free_text) {
            true => "\"Alert 1, of a list\"".to_owned(),
            false => format!("{number:040X}"),
        });
    }
}

/// The most memory that the process has had, as Linux says it.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "not known".to_owned(), |peak| peak.trim().to_owned())
}
