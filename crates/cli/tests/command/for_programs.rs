//! `--output json`: what a program reads.

use std::net::TcpListener;

use defender_actions_simulator::{Fault, Simulator};
use serde_json::{Value, json};

use crate::program::{Run, TOKEN, example_call, program, run};
use test_support::contract;

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";

fn call(arguments_behind: &[&str]) -> Run {
    let contract = contract();
    run(program().args(example_call(&contract.operations()[0])).args(["--output", "json"]).args(arguments_behind))
}

/// What is on stdout, which the schema that the command prints allows.
#[track_caller]
fn read(run: &Run) -> Value {
    let schema = crate::program::run(program().args(["schema", "call"]));
    assert_eq!((schema.code, schema.stderr.as_str()), (0, ""));
    let value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema.stdout).unwrap()).unwrap();
    assert!(validator.is_valid(&value), "{:?}: {value:#}", validator.iter_errors(&value).collect::<Vec<_>>());
    value
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Fault {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Fault::Answer { status, headers, body: body.as_bytes().to_vec() }
}

#[test]
fn a_success_is_the_action_as_without_it() {
    let simulator = Simulator::start().unwrap();
    let done = call(&["--base-url", &simulator.url()]);
    assert_eq!((done.code, &read(&done)["requestorComment"]), (0, &json!("Block file due to alert 32123")));
    simulator.fault(answer(200, &[], ""));
    let empty = call(&["--base-url", &simulator.url()]);
    assert_eq!((empty.code, read(&empty)), (0, Value::Null));
}

#[test]
fn a_failure_is_one_object() {
    let simulator = Simulator::start().unwrap();
    let url = simulator.url();
    let error = r#"{"error": {"code": "TooManyRequests", "message": "Later\u001b[2J.", "target": "7f3a"}}"#;
    simulator.fault(answer(429, &[("Retry-After", "30")], error));
    let refused = call(&["--base-url", &url]);
    let expected = json!({
        "outcome": "refused",
        "operation": "blockFile",
        "target": {"sha1": SHA1},
        "status": 429,
        "code": "TooManyRequests",
        "message": "Later\u{1b}[2J.",
        "correlationId": "7f3a",
        "retryAfterSeconds": 30,
        "attempts": 1,
    });
    assert_eq!((refused.code, read(&refused)), (3, expected));
    assert!(refused.stderr.starts_with(&format!("error: blockFile {SHA1}: ")), "{}", refused.stderr);

    simulator.fault(Fault::Disconnect);
    let lost = call(&["--base-url", &url]);
    let value = read(&lost);
    assert_eq!((lost.code, &value["outcome"], &value["status"]), (5, &json!("unknown"), &Value::Null));
    assert_eq!(value.as_object().unwrap().len(), 9, "every member is there: {value:#}");

    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let unreachable = call(&["--base-url", &format!("http://{free}")]);
    assert_eq!((unreachable.code, &read(&unreachable)["outcome"]), (4, &json!("unreachable")));
}

#[test]
fn bad_input_is_an_object_too() {
    let contract = contract();
    let call = example_call(&contract.operations()[0]);
    let cases: [(&[&str], &str); 4] = [
        (&["--output=json", "--base-url", "localhost:8439"], "has no scheme"),
        (&["--output", "json", "--comment", "c"], "cannot be used with"),
        (&["--timeout", "x", "--output", "json"], "--timeout"),
        (&["--output", "json", "--token-file", "/no/such/file"], "/no/such/file"),
    ];
    for (arguments, reason) in cases {
        let run = run(program().args(&call).args(arguments));
        let value = read(&run);
        assert_eq!((run.code, &value["outcome"], &value["operation"]), (2, &json!("notSent"), &json!("blockFile")));
        assert!(value["message"].as_str().unwrap().contains(reason), "{value:#}");
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
    let incomplete = run(program().args(&call[..call.len() - 2]).args(["--output", "json"]));
    let message = &read(&incomplete)["message"];
    assert_eq!(message, "the following required arguments were not provided: --comment <COMMENT>");
    let missing = run(program().env_remove(TOKEN).args(&call).args(["--output", "json"]));
    assert!(read(&missing)["message"].as_str().unwrap().contains(TOKEN));
}

#[test]
fn a_request_that_is_not_sent_is_an_object() {
    for operation in contract().operations() {
        let dry = run(program().args(example_call(operation)).args(["--output", "json", "--dry-run"]));
        let value = read(&dry);
        assert_eq!((dry.code, &value["method"]), (0, &json!(operation.method().as_str())));
        assert_eq!(value["headers"]["authorization"], "Bearer …");
        assert!(value["body"].is_object() && value["url"].as_str().unwrap().starts_with("https://"), "{value:#}");
    }
}

/// The target is in the path, and in the body where the contract marks it.
#[test]
fn the_target_is_what_the_call_acts_on() {
    let simulator = Simulator::start().unwrap();
    let mut in_body = 0;
    for operation in contract().operations() {
        simulator.fault(answer(403, &[], ""));
        let call = example_call(operation);
        let run = run(program().args(&call).args(["--output", "json", "--base-url", &simulator.url()]));
        let target = read(&run)["target"].as_object().unwrap().clone();
        let values: Vec<_> = target.values().map(|value| value.as_str().unwrap()).collect();
        for parameter in operation.parameters() {
            assert_eq!(target[parameter.name()], parameter.example().unwrap().as_str().unwrap());
        }
        in_body += target.len() - operation.parameters().len();
        let label = format!("error: {} {}: ", operation.name(), values.join(", "));
        assert!(values.len() > 1 || run.stderr.starts_with(&label), "{label}: {}", run.stderr);
        assert!(values.iter().all(|value| run.stderr.lines().next().unwrap().contains(value)), "{}", run.stderr);
    }
    assert!(in_body > 0, "the contract marks an identifier in a body");
}

#[test]
fn a_token_that_an_answer_repeats_is_masked() {
    let secret = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
    let simulator = Simulator::start().unwrap();
    let url = simulator.url();
    let error =
        format!(r#"{{"error": {{"code": "{secret}", "message": "bad {secret}{secret}", "target": "{secret}"}}}}"#);
    let action = format!(r#"{{"requestorComment": "{secret}", "{secret}": ["Bearer {secret}"]}}"#);
    let long = format!("<html>{}{secret}", "a ".repeat(145));
    for output in ["text", "json"] {
        for (status, body) in [(403, &error), (500, &error), (201, &action), (403, &long), (502, &long)] {
            simulator.fault(answer(status, &[], body));
            let contract = contract();
            let call = example_call(&contract.operations()[0]);
            let run = run(program().env(TOKEN, secret).args(call).args(["--base-url", &url, "--output", output]));
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains(&secret[..16]) && !text.contains(&secret[20..36]), "{status}: {text}");
            }
        }
    }
}
