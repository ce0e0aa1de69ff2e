//! The client as a service: calls by the names of their operations.

use calls::{Call, CallOutcome, CallResult, ClientService, Service};
use defender_actions::{BearerToken, Client, SecretMask};
use defender_actions_simulator::{Fault, Simulator};
use openapi::Operation;
use serde_json::{Map, Value, json};
use test_support::{contract, example_target, examples};

const TOKEN: &str = "s3cr3t-t0ken-of-a-test";

/// The call of an operation with the contract's examples.
fn example(operation: &Operation) -> Call {
    let parameters = operation.parameters();
    let parameters = parameters.iter().map(|it| (it.name().to_owned(), it.example().unwrap().to_json()));
    let mut bodies = examples(&contract()).into_iter();
    let body = bodies.find(|it| it.operation == operation.name() && it.part == "request");
    let body = body.and_then(|it| it.value.as_object().cloned()).unwrap_or_default();
    Call { operation: operation.name().into(), parameters: parameters.collect(), body }
}

fn service(simulator: &Simulator) -> ClientService {
    let token: BearerToken = TOKEN.parse().unwrap();
    let client = Client::builder().base_url(simulator.url()).bearer_token(token.clone()).build().unwrap();
    let mask = SecretMask::default();
    mask.add(token);
    ClientService::new(client, mask)
}

async fn call(service: &ClientService, call: &Call) -> CallResult {
    service.call(call).await
}

#[tokio::test]
async fn every_operation_is_called_by_its_name() {
    let simulator = Simulator::start().unwrap();
    let service = service(&simulator);
    for operation in contract().operations() {
        let example = example(operation);
        let result = call(&service, &example).await;
        assert_eq!((result.outcome, result.status), (CallOutcome::Accepted, Some(201)), "{result:?}");
        assert!(result.action.is_object() && result.message.is_empty() && result.code.is_none(), "{result:?}");
        let journal = simulator.journal();
        let request = journal.last().unwrap();
        assert_eq!(request.target(), example_target(operation));
        assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), Value::Object(example.body));
    }
}

#[tokio::test]
async fn a_refusal_keeps_what_the_service_says() {
    let simulator = Simulator::start().unwrap();
    let service = service(&simulator);
    for operation in contract().operations() {
        simulator.fault("status=429,retry-after=7".parse::<defender_actions_simulator::FaultRule>().unwrap());
        let result = call(&service, &example(operation)).await;
        simulator.clear_faults();
        assert_eq!((result.outcome, result.status), (CallOutcome::Refused, Some(429)), "{result:?}");
        assert_eq!(result.retry_after.map(|wait| wait.as_secs()), Some(7));
        assert!(result.code.is_some() && result.message.contains("429"), "{result:?}");
    }
}

#[tokio::test]
async fn what_the_contract_does_not_have_is_not_sent() {
    let simulator = Simulator::start().unwrap();
    let service = service(&simulator);
    let contract = contract();
    let operation = contract.operations().iter().find(|it| !it.parameters().is_empty()).unwrap();
    let name = operation.parameters()[0].name().to_owned();
    let good = example(operation);
    let changed = |change: &dyn Fn(&mut Call)| {
        let mut call = good.clone();
        change(&mut call);
        call
    };
    let cases = [
        (changed(&|it| it.operation = "launchMissiles".into()), "launchMissiles"),
        (changed(&|it| drop(it.parameters.insert("extra".to_owned(), json!("x")))), "`extra`"),
        (changed(&|it| it.parameters[&name] = json!("not it")), name.as_str()),
        (changed(&|it| it.parameters[&name] = json!(5)), name.as_str()),
        (changed(&|it| it.parameters = Map::new()), name.as_str()),
        (changed(&|it| it.body = Map::new()), "the body is not valid"),
    ];
    for (bad, part) in cases {
        let result = call(&service, &bad).await;
        assert_eq!((result.outcome, result.status), (CallOutcome::NotSent, None), "{result:?}");
        assert!(result.message.contains(part), "{part}: {result:?}");
    }
    assert_eq!(simulator.requests_received(), 0);
}

#[tokio::test]
async fn a_token_that_the_service_repeats_is_masked() {
    let simulator = Simulator::start().unwrap();
    let service = service(&simulator);
    let body = json!({"error": {"code": TOKEN, "message": format!("bad {TOKEN}"), "target": TOKEN}, "id": TOKEN});
    for status in [400, 201] {
        let fault = Fault::Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() };
        simulator.fault(fault);
        let result = call(&service, &example(&contract().operations()[0])).await;
        assert!(!format!("{result:?}").contains(TOKEN), "{result:?}");
    }
    let action = json!({"id": TOKEN, "requestorComment": format!("\"{TOKEN}\\")});
    simulator.fault(Fault::Answer { status: 201, headers: Vec::new(), body: action.to_string().into_bytes() });
    let result = call(&service, &example(&contract().operations()[0])).await;
    assert_eq!(result.action, json!({"id": "…", "requestorComment": "\"…\\"}), "{result:?}");
}
