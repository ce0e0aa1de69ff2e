//! The contract, and a call of each of its operations.

use std::sync::{Arc, LazyLock};

use calls::Call;
use openapi::{Contract, Operation, Part};
use serde_json::Value;

/// The contract that is built in.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> =
        LazyLock::new(|| Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT).expect("it is a contract"));
    &CONTRACT
}

/// A call of each operation, with the examples of the contract.
pub fn calls() -> &'static [Call] {
    static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| contract().operations().iter().map(call).collect());
    &CALLS
}

fn call(operation: &Operation) -> Call {
    let parameters = operation.parameters().into_iter();
    let parameters =
        parameters.filter_map(|parameter| Some((parameter.name().to_owned(), parameter.example()?.to_json())));
    let examples = operation.examples();
    let body = examples.iter().find(|it| it.part == Part::Request).map(|it| it.example.value.to_json());
    let body = body.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    Call { operation: Arc::from(operation.name()), parameters: parameters.collect(), body }
}
