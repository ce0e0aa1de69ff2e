//! The contract that the client was compiled from, and the files of the project.

use std::path::{Path, PathBuf};

use openapi::{Contract, Document, Operation};
use serde_json::Value;

/// Where the contract stands in the project.
const PATH: &str = "spec/openapi.yaml";

/// The contract that the client was compiled from.
pub fn contract() -> Contract {
    Contract::parse(PATH, defender_actions::CONTRACT).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The contract after a change of its tree.
///
/// # Panics
///
/// A change that makes it no contract.
pub fn changed_contract(change: impl FnOnce(&mut Value)) -> Contract {
    let mut tree = contract().json().clone();
    change(&mut tree);
    Contract::new(Document::from_value(PATH, tree)).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The path at which an operation is called with the examples of its parameters.
///
/// # Panics
///
/// A parameter of the path without an example.
pub fn example_target(contract: &Contract, operation: &Operation) -> String {
    let mut path = operation.path.clone();
    for parameter in contract.parameters(operation).into_iter().filter(|parameter| parameter["in"] == "path") {
        let name = parameter["name"].as_str().unwrap_or_default();
        let example = contract.parameter_example(parameter);
        let example = example.unwrap_or_else(|| panic!("`{name}` of `{}` has no example", operation.id));
        let value = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    path
}

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
