//! What may be added to the contract: a property, a value, an environment, a region, an operation. Each is a change of
//! `spec/` alone: all that is derived from the contract takes it, and nobody who uses the contract breaks.

use std::io::{Read, Write};
use std::net::TcpStream;

use codegen::rust;
use defender_actions_simulator::Simulator;
use lint::RepositoryFiles;
use review::Tier;
use serde_json::{Map, Value, json};
use test_support::{changed_contract, contract, example_target, examples};

/// Changes every object of a tree.
fn each_object(tree: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match tree {
        Value::Object(members) => {
            change(members);
            members.values_mut().for_each(|member| each_object(member, change));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_object(element, change)),
        _ => {}
    }
}

/// Adds to the contract, and checks all that is derived from it; generated Rust has to have a name for what was added.
fn assert_addition(name: &str, add: impl FnOnce(&mut Value)) {
    let (base, head) = (contract(), changed_contract(add));

    let review = review::compare(base.document(), head.document(), &[]).unwrap();
    let breaks: Vec<_> = review.unapproved(Tier::Source).map(|change| &change.headline).collect();
    assert!(breaks.is_empty(), "{breaks:?}");
    assert!(review.changes.iter().any(|change| change.tier == Tier::Compatible), "{:?}", review.changes);

    let findings = lint::check(head.document(), &RepositoryFiles::default());
    assert!(findings.is_empty(), "{findings:#?}");

    for view in views::VIEWS {
        view.derive(&head).unwrap_or_else(|problem| panic!("{}: {problem}", view.name));
    }
    let client = rust::client(&head, true).unwrap();
    rust::commands(&head, "defender_actions").unwrap();
    rust::calls_by_name(&head, "defender_actions").unwrap();
    let has_name = |contract: &rust::Client| (contract.client.clone() + &contract.operations).contains(name);
    assert!(has_name(&client) && !has_name(&rust::client(&base, true).unwrap()), "{name}");

    let simulator = Simulator::builder().contract("spec/openapi.yaml", head.canonical_json()).start().unwrap();
    let requests = examples(&head).into_iter().filter(|example| example.part == "request");
    let mut called = 0;
    for request in requests {
        let operation = head.operation(&request.operation).unwrap();
        let (method, target) = (operation.method().as_str(), example_target(operation));
        let status = status(&simulator, method, &target, &request.value.to_string());
        assert_eq!(status.as_bytes()[0], b'2', "{method} {target}: {status}");
        simulator.finish_pending();
        called += 1;
    }
    assert!(called >= head.operations().len(), "every operation has a request");
}

/// The status with which the simulator answers a call.
fn status(simulator: &Simulator, method: &str, target: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer t\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn an_optional_property_of_every_object() {
    for property in [
        json!({"type": "string", "description": "Added later."}),
        json!({"type": "array", "description": "Added later.", "items": {"type": "string"}}),
        json!({"type": "object", "description": "Added later.", "additionalProperties": {"type": "string"}}),
    ] {
        assert_addition("added_later", |tree| {
            each_object(&mut tree["components"]["schemas"], &mut |schema| {
                if let Some(Value::Object(properties)) = schema.get_mut("properties") {
                    properties.insert("addedLater".to_owned(), property.clone());
                }
            });
        });
    }
}

#[test]
fn a_value_of_every_enumeration() {
    assert_addition("AddedLater", |tree| {
        each_object(tree, &mut |schema| {
            if let Some(Value::Array(values)) = schema.get_mut("x-extensible-enum") {
                values.push(json!("AddedLater"));
            }
        });
    });
}

#[test]
fn an_environment_of_every_operation() {
    assert_addition("AddedLater", |tree| {
        each_object(tree, &mut |object| {
            if let Some(Value::Array(servers)) = object.get_mut("servers") {
                servers.push(json!({
                    "url": "https://later.example.com/api",
                    "description": "Added later.",
                    "x-environment": "added-later",
                    "x-token-scope": "https://later.example.com/.default",
                    "x-token-url": "https://login.example.com/{tenant}/token",
                }));
            }
        });
    });
}

#[test]
fn a_region_of_every_server_with_regions() {
    assert_addition("RegionalLater", |tree| {
        each_object(tree, &mut |server| {
            let Some(Value::Object(variables)) = server.get_mut("variables") else { return };
            for variable in variables.values_mut() {
                variable["enum"].as_array_mut().unwrap().push(json!("later"));
            }
        });
    });
}

#[test]
fn an_operation() {
    let contract = contract();
    let known = contract.operations().last().unwrap();
    let mut operation = known.node().to_json();
    operation["operationId"] = json!("addedLater");
    operation["summary"] = json!("Added later");
    let path = format!("{}/addedLater", known.path());
    let method = known.method().field();
    assert_addition("fn added_later", |tree| tree["paths"][path] = json!({ method: operation }));
}
