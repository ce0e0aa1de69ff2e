//! Every documented answer can be asked for.

use std::collections::BTreeSet;

use defender_actions_simulator::Simulator;
use openapi::{Contract, Operation};
use serde_json::Value;

use crate::client::{Answer, Call, contract};

/// A response of an operation.
struct Documented<'a> {
    key: &'a str,
    schema: Option<&'a Value>,
    examples: Vec<(&'a str, &'a Value)>,
}

fn responses<'a>(contract: &'a Contract, operation: &Operation) -> Vec<Documented<'a>> {
    let responses = contract.node(operation)["responses"].as_object().unwrap();
    let describe = |(key, response): (&'a String, &'a Value)| {
        let media = contract.resolve(response).pointer("/content/application~1json");
        let examples = media.and_then(|media| media.get("examples")).and_then(Value::as_object);
        let examples = examples.into_iter().flatten();
        let examples = examples.map(|(name, node)| (name.as_str(), &contract.resolve(node)["value"]));
        Documented { key, schema: media.map(|media| &media["schema"]), examples: examples.collect() }
    };
    responses.iter().map(describe).collect()
}

fn ask(simulator: &Simulator, contract: &Contract, operation: &Operation, preference: &str) -> Answer {
    simulator.finish_pending();
    Call::documented(contract, operation).header("Prefer", preference).send(simulator)
}

#[test]
fn every_documented_status_and_range() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    for operation in contract.operations() {
        for Documented { key, schema, examples } in responses(&contract, operation) {
            let status = key.replace("4XX", "418").replace("5XX", "502");
            let answer = ask(&simulator, &contract, operation, &format!("code={status}"));
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
        for Documented { key: status, examples, .. } in responses(&contract, operation).into_iter().filter(exact) {
            for (name, example) in examples {
                for preference in [format!("example={name}"), format!("code={status}; example=\"{name}\"")] {
                    let answer = ask(&simulator, &contract, operation, &preference);
                    assert_eq!(answer.status.to_string(), status, "{preference}");
                    let found = answer.json();
                    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
                    assert_eq!(keys(&found), keys(example), "{preference}");
                    assert_eq!(found["error"]["code"], example["error"]["code"], "{preference}");
                }
            }
        }
    }
}

#[test]
fn documented_headers_are_sent() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    let answer = ask(&simulator, &contract, &contract.operations()[0], "code=429");
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
        let answer = ask(&simulator, &contract, operation, preference);
        assert_eq!(answer.status, 400, "{preference}");
        assert!(answer.message().contains(listed), "{preference}: {}", answer.message());
    }
}

#[test]
fn the_request_has_to_be_valid_otherwise() {
    let (contract, simulator) = (contract(), Simulator::start().unwrap());
    for operation in contract.operations() {
        let call = Call::documented(&contract, operation).header("Prefer", "code=500").body("{}");
        assert_eq!(call.send(&simulator).status, 400);
    }
}
