//! What a valid request gets, for every operation of the built-in contract.

use std::time::{Duration, UNIX_EPOCH};

use defender_actions_simulator::Simulator;
use openapi::{Contract, Node, Operation};
use serde_json::{Value, json};

use crate::client::{Answer, Call, contract};

/// The documented success: the first that has an example.
fn success(operation: &Operation) -> (String, &Node, Value) {
    let success = operation.success_with_body().unwrap();
    let content = success.body().unwrap().json().unwrap().clone();
    let example = content.examples().remove(0).value.to_json();
    (success.status.to_string(), content.schema().unwrap().node, example)
}

fn assert_follows(contract: &Contract, schema: &Node, answer: &Answer) {
    let schema = contract.json_schema(schema);
    if let Err(problem) = jsonschema::validate(&schema, &answer.json()) {
        panic!("{problem} in {answer:?}");
    }
}

#[test]
fn every_operation_gives_its_documented_answer() {
    let contract = contract();
    for operation in contract.operations() {
        let simulator = Simulator::start().unwrap();
        let answer = Call::documented(operation).send(&simulator);
        let (status, schema, example) = success(operation);
        assert_eq!(answer.status.to_string(), status, "{answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8")
        );
        assert_eq!(answer.header("connection"), None, "the connection stays open");
        assert_follows(&contract, schema, &answer);

        // No property more, none less, and what is null stays null.
        let shape = |value: &Value| -> Vec<_> {
            value.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.is_null())).collect()
        };
        assert_eq!(shape(&answer.json()), shape(&example));
    }
}

#[test]
fn answers_are_filled_from_the_request_and_the_clock() {
    let instant = UNIX_EPOCH + Duration::new(1_600_000_000, 123_456_789);
    let simulator = Simulator::builder().clock(move || instant).start().unwrap();
    let id = "AAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBB";
    let sha1 = "cccccccccccccccccccccccccccccccccccccccc";
    let body = json!({"Comment": "Because\n\"é\"", "Sha1": sha1});
    let call = Call::post(&format!("/machines/{id}/stopAndQuarantineFile"), &body);

    let preview = call.clone().header("Prefer", "example=preview").send(&simulator).json();
    assert_eq!(preview["machineId"], id);
    assert_eq!(preview["sha1"], sha1);
    assert_eq!(preview["requestorComment"], body["Comment"]);
    assert_eq!(preview["creationDateTimeUtc"], "2020-09-13T12:26:40.1234567Z");
    assert_eq!(preview["creationDateTimeUtc"], preview["lastUpdateDateTimeUtc"]);

    simulator.finish_pending();
    let production = call.header("Prefer", "example=production").send(&simulator).json();
    assert_eq!(production["relatedFileInfo"]["fileIdentifier"], sha1);
    assert_eq!(production["troubleshootInfo"], Value::Null);
    assert_ne!(production["id"], preview["id"]);
}

/// Whatever a call names is named in its answer: who reads it sees what was called, and not what the contract shows.
#[test]
fn the_answer_names_what_the_request_names() {
    let contract = contract();
    for operation in contract.operations() {
        let comment = format!("Comment of {}", operation.name());
        let mut call = Call::documented(operation);
        let mut named = vec![comment.clone()];
        for parameter in operation.parameters() {
            let example = parameter.example().unwrap().to_json();
            let (example, other) = (example.as_str().unwrap(), "a".repeat(40));
            call.target = call.target.replace(example, &other);
            named.push(other);
        }
        let body = operation.request_body().unwrap().body().unwrap();
        let schema = body.json().unwrap().schema().unwrap();
        let mut values = serde_json::Map::new();
        for name in openapi::Schema::of(contract.root(), schema.node).required() {
            let value = if name == "Comment" { comment.clone() } else { "b".repeat(40) };
            named.push(value.clone());
            values.insert(name.to_owned(), value.into());
        }
        let answer = call.body(Value::from(values).to_string()).send(&Simulator::start().unwrap());
        assert_eq!(answer.status, 201, "{answer:?}");
        for value in named {
            assert!(answer.text().contains(&format!("\"{value}\"")), "{value} is not in {}", answer.text());
        }
    }
}

#[test]
fn every_operation_is_served_below_each_of_its_servers_in_any_case() {
    let contract = contract();
    let simulator = Simulator::start().unwrap();
    for operation in contract.operations() {
        let call = Call::documented(operation);
        let urls = operation.servers().map(|server| server.url);
        let prefixes = urls.map(|url| url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap());
        let prefixes: Vec<_> = prefixes.chain([String::new(), "/api/v1.0".to_owned()]).collect();
        for prefix in prefixes {
            for target in [format!("{prefix}{}", call.target), format!("{prefix}{}", call.target).to_uppercase()] {
                simulator.finish_pending();
                let answer = call.clone().at(&target).send(&simulator);
                assert_eq!(answer.status, 201, "{answer:?}");
            }
        }
    }
}

#[test]
fn a_content_type_may_have_parameters_and_any_case() {
    let contract = contract();
    let simulator = Simulator::start().unwrap();
    let call = Call::documented(&contract.operations()[0]);
    let answer = call.header("Content-Type", "Application/JSON; charset=utf-8").send(&simulator);
    assert_eq!(answer.status, 201);
}

#[test]
fn a_token_needs_the_permissions_of_one_alternative() {
    let contract = contract();
    for operation in contract.operations() {
        let security = operation.security();
        let scopes = security.alternatives.iter().map(|alternative| alternative.scopes().collect::<Vec<_>>());
        let scopes = scopes.into_iter().find(|scopes| !scopes.is_empty()).unwrap();
        let simulator = Simulator::start().unwrap();
        let with = |token: String| {
            let call = Call::documented(operation);
            call.header("Authorization", &format!("Bearer {token}")).send(&simulator)
        };
        let refused = with(Simulator::token(["Other.Read"]));
        assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
        assert!(refused.message().contains(scopes[0]), "{}", refused.message());
        assert_eq!(with(Simulator::token([""; 0])).status, 403);
        assert_eq!(with(Simulator::token(scopes)).status, 201);
    }
}
