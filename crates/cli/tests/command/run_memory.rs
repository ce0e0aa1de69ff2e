//! The memory of a run does not grow with its list.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::thread;

use defender_actions_simulator::{FaultRule, Simulator};
use heck::ToKebabCase;
use tempfile::TempDir;
use test_support::{contract, long};

use crate::program::program;

/// What more a long list may take, in KiB: a row takes a bit of the list, and half a byte of the journal.
const GROWTH: u64 = 16 << 10;

/// The peak of the resident memory of a run, in KiB, when all but its last call are done.
fn peak(rows: u64) -> u64 {
    let contract = contract();
    let operation = contract.operations().iter().find(|it| it.rate_limits().is_empty()).unwrap();
    let folder = TempDir::new().unwrap();
    let mut list = String::new();
    (0..rows).for_each(|row| writeln!(list, "{row:040x}").unwrap());
    fs::write(folder.path().join("list.txt"), list).unwrap();
    let simulator = Simulator::start().unwrap();
    // The last call gets no answer, so that the process is there to be looked at.
    simulator.fault(format!("stall,after={}", rows - 1).parse::<FaultRule>().unwrap());
    let mut command = program();
    command.current_dir(folder.path()).args(["run", "list.txt", "--operation", &operation.name().to_kebab_case()]);
    command.args(["--comment", "x", "--rate", "none", "--concurrency", "32", "--base-url", &simulator.url()]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while simulator.requests_received() < rows {
        assert!(child.try_wait().unwrap().is_none(), "it ended before its last call");
        thread::yield_now();
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches("kB").trim().parse().unwrap()
}

#[test]
fn memory_does_not_grow_with_the_list_of_a_long_run() {
    let rows = long(4_000, 1_000_000);
    let [short, large] = [1_000, rows].map(peak);
    println!("peak of the resident memory: {short} KiB with 1,000 rows, {large} KiB with {rows}");
    assert!(large < short + GROWTH, "{short} KiB with 1,000 rows, {large} KiB with {rows}");
}
