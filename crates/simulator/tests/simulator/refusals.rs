//! What is refused, why, and in which words.

use defender_actions_simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{Answer, Call, contract};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";

fn block() -> Call {
    Call::post(&format!("/files/{SHA1}/block"), &json!({"Comment": "c"}))
}

fn quarantine(body: Value) -> Call {
    Call::post(&format!("/machines/{MACHINE}/stopAndQuarantineFile"), &body)
}

/// Sends, and checks status, code and a part of the message.
fn assert_refused(call: &Call, status: u16, code: &str, says: &str) -> Answer {
    assert_refused_by(&Simulator::start().unwrap(), call, status, code, says)
}

fn assert_refused_by(simulator: &Simulator, call: &Call, status: u16, code: &str, says: &str) -> Answer {
    let answer = call.send(simulator);
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{answer:?}");
    assert!(answer.message().contains(says), "{}", answer.message());
    answer
}

#[test]
fn every_operation_refuses_by_the_contract_s_table() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    let table = contract.root()["x-simulator"]["refusals"].to_json();
    for operation in contract.operations() {
        let call = Call::documented(operation);
        let cases = [
            ("unknown-route", call.clone().at(&format!("{}/x", call.target))),
            ("method-not-allowed", call.clone().method("GET")),
            ("missing-token", call.clone().without("Authorization")),
            ("missing-permission", call.clone().header("Authorization", "Bearer only~")),
            ("unsupported-media-type", call.clone().header("Content-Type", "text/plain")),
            ("unsupported-media-type", call.clone().without("Content-Type")),
            ("body-too-large", call.clone().body(vec![b' '; (1 << 20) + 1])),
            ("malformed-body", call.clone().body("")),
            ("malformed-body", call.clone().body("{")),
            ("malformed-body", call.clone().body("[]")),
            ("malformed-body", call.clone().body("null")),
            ("malformed-body", call.clone().body(r#"{"Comment": "a", "Comment": "b"}"#)),
            ("malformed-body", call.clone().body(b"{\"Comment\": \"\xff\"}".to_vec())),
            ("missing-property", call.clone().body("{}")),
        ];
        for (reason, call) in cases {
            let code = table[reason]["code"].as_str().unwrap();
            let status = u16::try_from(table[reason]["status"].as_u64().unwrap()).unwrap();
            assert_refused_by(&simulator, &call, status, code, "");
        }
    }
}

#[test]
fn the_error_is_the_contract_s_with_a_fresh_correlation_id() {
    let call = block().without("Authorization");
    let answer = assert_refused(&call, 401, "Unauthorized", "Authorization: Bearer");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    let target = |answer: &Answer| answer.json()["error"]["target"].as_str().unwrap().to_owned();
    assert_ne!(target(&answer), target(&assert_refused(&call, 401, "Unauthorized", "")));
    // A path that belongs to no operation is answered as one operation documents it.
    let unknown = Call::new("GET", "/");
    let answer = assert_refused(&unknown, 404, "NotFound", "no such path");
    assert_ne!(target(&answer), target(&assert_refused(&unknown, 404, "NotFound", "")));
}

#[test]
fn a_known_path_tells_its_methods() {
    let call = block().method("DELETE");
    let answer = assert_refused(&call, 405, "BadRequest", "takes POST, not DELETE");
    assert_eq!(answer.header("allow"), Some("POST"));
}

#[test]
fn a_missing_property_is_named_and_a_near_miss_shown() {
    assert_refused(&quarantine(json!({"Comment": "c"})), 400, "MissingRequiredParameter", "`Sha1`");
    let near = quarantine(json!({"Comment": "c", "SHA1": SHA1}));
    assert_refused(&near, 400, "MissingRequiredParameter", "it has `SHA1`: names are case-sensitive");
}

#[test]
fn an_invalid_value_has_the_code_of_its_schema() {
    let empty = quarantine(json!({"Comment": "", "Sha1": SHA1}));
    assert_refused(&empty, 400, "InvalidInput", "/Comment");
    let number = quarantine(json!({"Comment": 7, "Sha1": SHA1}));
    assert_refused(&number, 400, "InvalidInput", "/Comment");
    let hash = quarantine(json!({"Comment": "c", "Sha1": "7327"}));
    assert_refused(&hash, 400, "InvalidHashValue", "/Sha1");
    let path = block().at("/files/7327/block");
    assert_refused(&path, 400, "InvalidHashValue", "path parameter `sha1`");
    let path = block().at("/machines/me/unrestrictCodeExecution");
    assert_refused(&path, 400, "InvalidInput", "path parameter `id`");
}

#[test]
fn the_three_shapes_of_a_machine_id_are_taken() {
    let simulator = Simulator::start().unwrap();
    for id in [MACHINE, "fb9ab6be3965095a09c057be7c90f0a2", "D9A3E9A5-3F6B-4C9E-8B6F-3C1E5F0A7B21"] {
        let target = format!("/machines/{id}/unrestrictCodeExecution");
        assert_eq!(block().at(&target).send(&simulator).status, 201, "{id}");
    }
}

#[test]
fn a_parameter_cannot_change_the_path() {
    for id in ["..%2f..%2ffiles", "%2e%2e", &format!("{MACHINE}%0A"), &format!("{MACHINE}%00"), "%ff", "%"] {
        let target = format!("/machines/{id}/unrestrictCodeExecution");
        assert_refused(&block().at(&target), 400, "InvalidInput", "`id`");
    }
    for target in ["/files//block", "/files/block", "//files/x/block", "/files/x/block/"] {
        assert_refused(&block().at(target), 404, "NotFound", "");
    }
}

#[test]
fn a_body_may_be_as_large_as_the_limit() {
    let simulator = Simulator::builder().body_limit(20).start().unwrap();
    let exact = block().body(r#"{"Comment":"1234567"}"#.replace("67", "6"));
    assert_eq!(exact.send(&simulator).status, 201);
    let larger = block().body(r#"{"Comment":"1234567"}"#).send(&simulator);
    assert_eq!(larger.status, 413);
    assert!(larger.message().contains("20 bytes"), "{}", larger.message());
}

#[test]
fn a_message_does_not_grow_with_the_request() {
    let comment = "x".repeat(100_000);
    let answer = quarantine(json!({"Comment": "c", "Sha1": comment})).send(&Simulator::start().unwrap());
    assert!(answer.body.len() < 2000, "{}", answer.body.len());
    let answer = block().method(&"M".repeat(1000)).send(&Simulator::start().unwrap());
    assert_eq!(answer.status, 405);
    assert!(answer.body.len() < 2000, "{}", answer.body.len());
}
