//! Many calls at once, each of which meets any fault or none, by chance.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use defender_actions_simulator::FaultRule;
use test_support::long;
use tokio::runtime;
use tokio::task::{self, LocalSet};

use super::calls::{CONTRACT, Caller, ExampleCall, Retry, simulator};
use super::promises::{self, Seen};
use super::rows::{ROWS, Row};

/// The share of the requests that reach a rule which meet its fault; of all requests, about half meet one.
const SHARE: f64 = 0.02;
const AT_ONCE: usize = 16;

#[test]
fn faults_by_chance_make_no_report_false_in_a_long_run() {
    let met: BTreeSet<String> =
        [(Retry::On, 0), (Retry::WithConsent, 1000)].iter().flat_map(|(retry, seed)| calls(*retry, *seed)).collect();
    let missed: Vec<_> = ROWS.iter().map(|row| rule(row).to_string()).filter(|rule| !met.contains(rule)).collect();
    // A limit refuses the second of two requests of an operation that it meets.
    assert!(missed.iter().all(|rule| rule.starts_with("rate-limit")), "no request met {missed:?}");
}

fn rule(row: &Row) -> FaultRule {
    row.rule.parse().unwrap()
}

/// Makes calls, and checks each; the result is which faults were met. For a seed, a rule meets the requests of the same
/// numbers, counted as they arrive.
fn calls(retry: Retry, seed: u64) -> BTreeSet<String> {
    let simulator = simulator();
    for (row, seed) in ROWS.iter().zip(seed..) {
        simulator.fault(rule(row).probability(SHARE, seed));
    }
    let caller = Caller::new(&simulator, Duration::from_secs(2), retry);
    let left = Rc::new(Cell::new(long(300, 10_000)));
    let worker = || {
        let (caller, left) = (caller.clone(), Rc::clone(&left));
        task::spawn_local(async move {
            let mut calls = Vec::new();
            while let Some(number) = u64::checked_sub(left.get(), 1) {
                left.set(number);
                let operations = CONTRACT.operations();
                let call = ExampleCall::new(&operations[number as usize % operations.len()]);
                let made = caller.make(&call).await;
                calls.push((call, made));
            }
            calls
        })
    };
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let calls = runtime.block_on(LocalSet::new().run_until(async {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| worker()).collect();
        let mut calls = Vec::new();
        for worker in workers {
            calls.extend(worker.await.unwrap());
        }
        calls
    }));
    let journal = simulator.journal();
    let mut by_target: BTreeMap<&str, Vec<Seen>> = BTreeMap::new();
    for request in &journal {
        by_target.entry(request.target()).or_default().push(request.into());
    }
    for (call, made) in &calls {
        promises::check(&call.target, made, by_target.get(&*call.target).map_or(&[], Vec::as_slice), retry);
    }
    let met = journal.iter().filter_map(|request| request.fault()?.split(",probability").next());
    met.map(str::to_owned).collect()
}
