//! `--retry`: what is said while a call waits, and at its end.

use defender_actions_simulator::{Fault, Simulator};
use openapi::Operation;
use serde_json::Value;

use crate::program::{Run, TOKEN, example_call, program, run};
use test_support::contract;

/// An operation that is refused while an action of its kind is active.
fn operation() -> Operation {
    contract().operations().iter().find(|it| it.already_active_codes().next().is_some()).unwrap().clone()
}

fn call(simulator: &Simulator, more: &[&str]) -> Run {
    let mut command = program();
    run(command.args(example_call(&operation())).args(["--base-url", &simulator.url()]).args(more))
}

/// A response that asks for no wait.
fn now(status: u16, body: &str) -> Fault {
    let headers = vec![("Retry-After".to_owned(), "0".to_owned())];
    Fault::Answer { status, headers, body: body.as_bytes().to_vec() }
}

#[test]
fn each_wait_is_announced() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(now(429, ""));
    simulator.fault(now(503, ""));
    let done = call(&simulator, &["--retry"]);
    let lines: Vec<_> = done.stderr.lines().filter_map(|line| line.split_once(": ")).map(|(_, line)| line).collect();
    let expected = [
        "the service refused: 429 Too Many Requests; waits 0 s, then attempt 2 of 5",
        "the service failed: 503 Service Unavailable; waits 0 s, then attempt 3 of 5",
        "accepted, 201 Created, attempt 3",
        "attempt 2 may have taken the action too: the service failed: 503 Service Unavailable",
    ];
    assert_eq!((done.code, lines), (0, expected.to_vec()), "{}", done.stderr);
    assert!(serde_json::from_str::<Value>(&done.stdout).unwrap().is_object());
    assert_eq!(simulator.journal().len(), 3);
}

#[test]
fn nothing_is_repeated_unless_it_is_asked_for() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(now(429, ""));
    assert_eq!((call(&simulator, &[]).code, simulator.journal().len()), (3, 1));
    simulator.fault(now(500, ""));
    assert_eq!((call(&simulator, &["--retry"]).code, simulator.journal().len()), (5, 2));
}

#[test]
fn the_attempts_are_counted_for_programs() {
    let simulator = Simulator::start().unwrap();
    for _ in 0..3 {
        simulator.fault(now(429, ""));
    }
    let failed = call(&simulator, &["--retry=3", "--output", "json"]);
    let value: Value = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!((failed.code, &value["attempts"], &value["outcome"]), (3, &3.into(), &"refused".into()));
    assert!(failed.stderr.contains("\n  attempts: 3, no more are allowed\n"), "{}", failed.stderr);

    let invalid = call(&simulator, &["--retry=0", "--output", "json"]);
    let value: Value = serde_json::from_str(&invalid.stdout).unwrap();
    assert_eq!((invalid.code, &value["attempts"]), (2, &0.into()));
}

#[test]
fn with_consent_an_action_that_is_active_took_effect() {
    let simulator = Simulator::start().unwrap();
    assert_eq!(call(&simulator, &[]).code, 0);
    simulator.fault(now(500, ""));
    let done = call(&simulator, &["--retry", "--repeat-unknown"]);
    assert_eq!((done.code, done.stdout.trim()), (0, "null"), "{}", done.stderr);
    assert!(done.stderr.contains(": accepted, an earlier attempt took effect, attempt 2\n"), "{}", done.stderr);
    let code = operation().already_active_codes().next().unwrap().to_owned();
    assert!(done.stderr.contains(&code) && done.stderr.contains("correlation id: "), "{}", done.stderr);

    // A refusal of the repetition says nothing of the first call.
    simulator.fault(now(500, ""));
    simulator.fault(now(403, r#"{"error": {"code": "Forbidden", "message": "No."}}"#));
    let unknown = call(&simulator, &["--retry", "--repeat-unknown", "--output", "json"]);
    let value: Value = serde_json::from_str(&unknown.stdout).unwrap();
    assert_eq!((unknown.code, &value["outcome"], &value["code"]), (5, &"unknown".into(), &"Forbidden".into()));
}

#[test]
fn a_wait_that_is_too_long_ends_the_call() {
    let simulator = Simulator::start().unwrap();
    let later = |seconds: &str| Fault::Answer {
        status: 429,
        headers: vec![("Retry-After".to_owned(), seconds.to_owned())],
        body: Vec::new(),
    };
    for (seconds, arguments) in [
        ("121", &["--retry"][..]),
        ("11", &["--retry", "--longest-wait", "10"]),
        ("10", &["--retry", "--overall-timeout", "10"]),
    ] {
        simulator.fault(later(seconds));
        let ended = call(&simulator, arguments);
        assert_eq!(ended.code, 3);
        let advice = format!("  to do: wait {seconds} seconds, then repeat it\n");
        assert!(ended.stderr.ends_with(&advice) && !ended.stderr.contains("; waits"), "{}", ended.stderr);
    }
    assert_eq!(simulator.journal().len(), 3);
}

#[test]
fn the_other_arguments_need_it() {
    let simulator = Simulator::start().unwrap();
    for more in [&["--repeat-unknown"][..], &["--overall-timeout", "9"], &["--longest-wait", "9"]] {
        let refused = call(&simulator, more);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains("--retry"), "{}", refused.stderr);
    }
    assert_eq!(call(&simulator, &["--retry", "--dry-run"]).code, 0);
    assert_eq!(simulator.journal().len(), 0);
}

#[test]
fn a_token_that_an_attempt_repeats_is_masked() {
    let secret = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
    let simulator = Simulator::start().unwrap();
    let body = format!(r#"{{"error": {{"code": "{secret}", "message": "{secret}", "target": "{secret}"}}}}"#);
    simulator.fault(now(429, &body));
    simulator.fault(now(503, &body));
    let mut command = program();
    let command = command.env(TOKEN, secret).args(example_call(&operation()));
    let done = run(command.args(["--base-url", &simulator.url(), "--retry"]));
    assert_eq!(done.code, 0);
    assert!(done.stderr.contains("code …; waits 0 s"), "{}", done.stderr);
    assert!(!done.stderr.contains(&secret[..16]), "{}", done.stderr);
}

/// A signal while a call waits: the results of the attempts before it are what is known.
#[cfg(unix)]
#[test]
fn a_signal_while_a_call_waits_tells_what_is_known() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};

    for (status, code, outcome, action) in [
        (429, 3, "refused", "  action: not taken\n"),
        (503, 5, "unknown", "  action: unknown, it may have been taken\n"),
    ] {
        let simulator = Simulator::start().unwrap();
        let headers = vec![("Retry-After".to_owned(), "100".to_owned())];
        simulator.fault(Fault::Answer { status, headers, body: Vec::new() });
        let mut command = program();
        command.args(example_call(&operation())).args(["--base-url", &simulator.url(), "--retry", "--output", "json"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert!(line.ends_with("; waits 100 s, then attempt 2 of 5\n"), "{line}");
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{rest}");
        assert!(rest.contains("stopped by SIGINT") && rest.contains(action), "{rest}");
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&value["outcome"], &value["attempts"]), (&outcome.into(), &1.into()));
    }
}
