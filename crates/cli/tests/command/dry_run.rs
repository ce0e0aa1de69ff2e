//! `--dry-run`: the request that would be sent.

use defender_actions_simulator::Simulator;

use crate::program::{TOKEN, example_call, program, run};
use test_support::contract;

#[test]
fn the_request_is_shown_as_it_would_arrive_and_is_not_sent() {
    let simulator = Simulator::start().unwrap();
    for operation in contract().operations() {
        let call = example_call(operation);
        let call = || {
            let mut command = program();
            command.args(&call).args(["--base-url", &simulator.url(), "--prefer", "code=201"]);
            command
        };
        let dry = run(call().arg("--dry-run"));
        assert_eq!((dry.code, dry.stderr.as_str()), (0, "dry run: nothing was sent\n"));
        let sent = simulator.journal().len();
        assert_eq!(run(&mut call()).code, 0);
        let journal = simulator.journal();
        assert_eq!(journal.len(), sent + 1);
        let request = journal.last().unwrap();
        let (head, body) = dry.stdout.split_once("\n\n").unwrap();
        assert_eq!(body.trim_end().as_bytes(), request.body());
        let mut shown = head.lines();
        let first = format!("{} {}{}", request.method(), simulator.url(), request.target());
        assert_eq!(shown.next(), Some(&*first));
        let mut shown: Vec<_> = shown.map(str::to_owned).collect();
        let masked = |name, value| if name == "authorization" { "Bearer …" } else { value };
        let mut arrived: Vec<_> =
            request.headers().map(|(name, value)| format!("{name}: {}", masked(name, value))).collect();
        shown.sort_unstable();
        arrived.sort_unstable();
        assert_eq!(shown, arrived);
        simulator.finish_pending();
    }
}

#[test]
fn a_dry_run_needs_no_token_and_no_network() {
    for operation in contract().operations() {
        let run = run(program().env_remove(TOKEN).args(example_call(operation)).arg("--dry-run"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let url = operation.servers().next().unwrap().url;
        assert!(
            run.stdout.starts_with("POST https://") && !run.stdout.contains("authorization"),
            "{url}: {}",
            run.stdout
        );
        assert!(run.stderr.contains(TOKEN) && run.stderr.ends_with("dry run: nothing was sent\n"), "{}", run.stderr);
    }
}

#[test]
fn a_dry_run_refuses_what_a_call_refuses() {
    let bad = ["block-file", "--sha1", "xyz", "--comment", "c", "--dry-run"];
    assert_eq!(run(program().args(bad)).code, 2);
    let call = example_call(&contract().operations()[0]);
    assert_eq!(run(program().args(&call).args(["--dry-run", "--base-url", "http://example.com"])).code, 2);
    assert_eq!(run(program().env(TOKEN, "Bearer x").args(&call).arg("--dry-run")).code, 2);
}
