//! What is remembered: states, pending actions, and the things that exist.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use defender_actions_simulator::{Error, Simulator};
use serde_json::json;

use crate::client::{Answer, Call, contract};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
const OTHER: &str = "fb9ab6be3965095a09c057be7c90f0a2";

fn on_file(what: &str) -> Call {
    Call::post(&format!("/files/{SHA1}/{what}"), &json!({"Comment": "c"}))
}

fn on_machine(id: &str, what: &str) -> Call {
    Call::post(&format!("/machines/{id}/{what}"), &json!({"Comment": "c", "Sha1": SHA1}))
}

fn assert_pending(answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (400, "ActiveRequestAlreadyExists"));
}

#[test]
fn a_success_changes_the_state() {
    let simulator = Simulator::start().unwrap();
    assert_eq!(simulator.state(SHA1), None);
    let answer = on_file("block").send(&simulator);
    assert_eq!(answer.header("x-simulator-state"), Some("Blocked"));
    assert_eq!(simulator.state(SHA1).as_deref(), Some("Blocked"));
    // Hexadecimal digits are the same in either case.
    let upper = on_file("unblock").at(&on_file("unblock").target.to_uppercase());
    assert_eq!(upper.send(&simulator).header("x-simulator-state"), Some("Unblocked"));
    assert_eq!(simulator.state(SHA1).as_deref(), Some("Unblocked"));
    assert_eq!(simulator.state(&SHA1.to_uppercase()).as_deref(), Some("Unblocked"));
}

#[test]
fn only_a_success_changes_the_state() {
    let simulator = Simulator::start().unwrap();
    on_file("block").send(&simulator);
    let failed = on_file("unblock").header("Prefer", "code=500").send(&simulator);
    assert_eq!((failed.status, failed.header("x-simulator-state")), (500, None));
    on_file("unblock").body("{}").send(&simulator);
    assert_eq!(simulator.state(SHA1).as_deref(), Some("Blocked"));
    let empty = on_file("unblock").header("Prefer", "code=200").send(&simulator);
    assert_eq!((empty.status, empty.header("x-simulator-state")), (200, Some("Unblocked")));
}

#[test]
fn an_action_is_pending_per_operation_and_thing() {
    let simulator = Simulator::start().unwrap();
    let call = on_machine(MACHINE, "stopAndQuarantineFile");
    assert_eq!(call.send(&simulator).status, 201);
    assert_pending(&call.send(&simulator));
    let upper = call.clone().at(&call.target.to_uppercase());
    assert_pending(&upper.send(&simulator));
    assert_eq!(on_machine(OTHER, "stopAndQuarantineFile").send(&simulator).status, 201);
    assert_eq!(on_machine(MACHINE, "unrestrictCodeExecution").send(&simulator).status, 201);

    simulator.finish_pending();
    assert_eq!(call.send(&simulator).status, 201);
    assert_pending(&call.send(&simulator));
}

#[test]
fn an_answer_that_is_no_success_neither_asks_nor_makes_an_action_pending() {
    let simulator = Simulator::start().unwrap();
    let call = on_machine(MACHINE, "stopAndQuarantineFile");
    let failing = call.clone().header("Prefer", "code=429");
    assert_eq!(failing.send(&simulator).status, 429);
    assert_eq!(call.send(&simulator).status, 201);
    assert_eq!(failing.send(&simulator).status, 429);
    assert_pending(&call.header("Prefer", "code=201").send(&simulator));
}

#[test]
fn an_action_is_done_when_its_time_has_passed_on_the_clock() {
    let seconds = Arc::new(AtomicU64::new(1_600_000_000));
    let hand = Arc::clone(&seconds);
    let simulator = Simulator::builder()
        .clock(move || UNIX_EPOCH + Duration::from_secs(hand.load(Ordering::SeqCst)))
        .pending_for(Duration::from_secs(60))
        .start()
        .unwrap();
    let call = on_machine(MACHINE, "stopAndQuarantineFile");
    assert_eq!(call.send(&simulator).status, 201);
    seconds.fetch_add(59, Ordering::SeqCst);
    assert_pending(&call.send(&simulator));
    seconds.fetch_add(1, Ordering::SeqCst);
    assert_eq!(call.send(&simulator).status, 201);
}

#[test]
fn a_listed_kind_of_thing_knows_no_other() {
    let simulator = Simulator::builder().resource("machine", [MACHINE]).start().unwrap();
    let known = on_machine(&MACHINE.to_uppercase(), "unrestrictCodeExecution").send(&simulator);
    assert_eq!(known.status, 201);
    let unknown = on_machine(OTHER, "unrestrictCodeExecution").send(&simulator);
    assert_eq!((unknown.status, unknown.code().as_str()), (404, "ResourceNotFound"));
    assert!(unknown.message().contains(OTHER), "{}", unknown.message());
    // The form is checked first.
    assert_eq!(on_machine("x", "unrestrictCodeExecution").send(&simulator).status, 400);
    // Other kinds have no list.
    assert_eq!(on_file("block").send(&simulator).status, 201);
}

#[test]
fn a_kind_that_the_contract_lacks_is_an_error() {
    let error = Simulator::builder().resource("planet", ["mars"]).start().unwrap_err();
    assert!(matches!(&error, Error::UnknownResource { name, .. } if name == "planet"));
    assert!(error.to_string().contains("\"machine\""), "{error}");
}

#[test]
fn states_and_pending_actions_are_the_contract_s() {
    let contract = contract();
    for operation in contract.operations() {
        let simulator = Simulator::start().unwrap();
        let call = Call::documented(operation);
        let extension = &operation.node().to_json()["x-simulator"];
        let first = call.send(&simulator);
        assert_eq!(first.header("x-simulator-state"), extension["state"]["becomes"].as_str());
        let second = call.send(&simulator);
        assert_eq!(second.status == 400, extension.get("pending").is_some(), "{second:?}");
    }
}
