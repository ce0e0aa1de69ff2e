//! Every documented answer can be asked for.

use std::collections::BTreeSet;

use defender_actions_simulator::Simulator;
use openapi::{Node, Operation};
use serde_json::Value;

use crate::client::{Answer, Call, contract};

/// A response of an operation.
struct Documented<'a> {
    key: String,
    schema: Option<&'a Node>,
    examples: Vec<(&'a str, Value)>,
}

fn responses(operation: &Operation) -> Vec<Documented<'_>> {
    fn describe(response: openapi::Response<'_>) -> Documented<'_> {
        let body = response.body();
        let content = body.as_ref().map(|body| body.json().unwrap());
        let examples = content.into_iter().flat_map(openapi::Content::examples);
        Documented {
            key: response.status.to_string(),
            schema: content.map(|content| content.schema().unwrap().node),
            examples: examples.map(|example| (example.name, example.value.to_json())).collect(),
        }
    }
    operation.responses().into_iter().map(describe).collect()
}

fn ask(simulator: &Simulator, operation: &Operation, preference: &str) -> Answer {
    simulator.finish_pending();
    Call::documented(operation).header("Prefer", preference).send(simulator)
}

#[test]
fn every_documented_status_and_range() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    for operation in contract.operations() {
        for Documented { key, schema, examples } in responses(operation) {
            let status = key.replace("4XX", "418").replace("5XX", "502");
            let answer = ask(&simulator, operation, &format!("code={status}"));
            assert_eq!(answer.status.to_string(), status);
            match schema {
                None => assert!(answer.body.is_empty() && answer.header("content-type").is_none(), "{answer:?}"),
                Some(schema) => {
                    jsonschema::validate(&contract.json_schema(schema), &answer.json()).unwrap();
                }
            }
            if let Some((_, example)) = examples.first() {
                assert_eq!(answer.json()["error"]["message"], example["error"]["message"]);
            }
        }
    }
}

#[test]
fn every_example_by_its_name_and_with_its_status() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    for operation in contract.operations() {
        // The examples of a range are those of a status in it, which comes first.
        let exact = |documented: &Documented| !documented.key.ends_with("XX");
        for Documented { key: status, examples, .. } in responses(operation).into_iter().filter(exact) {
            for (name, example) in examples {
                for preference in [format!("example={name}"), format!("code={status}; example=\"{name}\"")] {
                    let answer = ask(&simulator, operation, &preference);
                    assert_eq!(answer.status.to_string(), status, "{preference}");
                    let found = answer.json();
                    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
                    assert_eq!(keys(&found), keys(&example), "{preference}");
                    assert_eq!(found["error"]["code"], example["error"]["code"], "{preference}");
                }
            }
        }
    }
}

#[test]
fn documented_headers_are_sent() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    let answer = ask(&simulator, &contract.operations()[0], "code=429");
    assert_eq!(answer.header("retry-after"), Some("30"));
}

#[test]
fn what_is_not_documented_is_refused_with_a_list() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    let operation = &contract.operations()[0];
    for (preference, listed) in [
        ("code=302", "200, 201, 400"),
        ("code=600", "5XX"),
        ("code=100", "4XX"),
        ("code=all", "4XX"),
        ("code=400, example=Nothing", "OsPlatformNotSupported"),
        ("code=200, example=documented", "none"),
        ("example=Nothing", "documented, BadRequest"),
    ] {
        let answer = ask(&simulator, operation, preference);
        assert_eq!(answer.status, 400, "{preference}");
        assert!(answer.message().contains(listed), "{preference}: {}", answer.message());
    }
}

#[test]
fn the_request_has_to_be_valid_otherwise() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    for operation in contract.operations() {
        let call = Call::documented(operation).header("Prefer", "code=500").body("{}");
        assert_eq!(call.send(&simulator).status, 400);
    }
}
