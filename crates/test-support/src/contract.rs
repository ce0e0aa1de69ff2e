//! The contract that the client was compiled from, and the files of the project.

use std::path::{Path, PathBuf};

use openapi::{Contract, Document, Node, Operation, ParameterLocation};
use serde_json::Value;

/// Where the contract is in the project.
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
    let mut tree = contract().root().to_json();
    change(&mut tree);
    Contract::new(Document::from_node(PATH, Node::from(&tree))).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The path at which an operation is called with the examples of its parameters.
///
/// # Panics
///
/// A parameter of the path without an example.
pub fn example_target(operation: &Operation) -> String {
    let parameters = operation.parameters();
    let in_path = parameters.iter().filter(|parameter| parameter.location() == ParameterLocation::Path);
    let values: Vec<(&str, String)> = in_path
        .map(|parameter| {
            let name = parameter.name();
            let example = parameter.example();
            let example = example.unwrap_or_else(|| panic!("`{name}` of `{}` has no example", operation.name()));
            (name, example.as_str().map_or_else(|| example.to_string(), str::to_owned))
        })
        .collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    operation.template().fill(&values)
}

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
