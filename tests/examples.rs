//! The examples in the contract and the files in `spec/examples` are the same.

mod payloads;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use payloads::{contract, examples, json_file, project};
use serde_json::Value;

fn files(folder: &Path) -> BTreeMap<String, Value> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => BTreeMap::from([(path.display().to_string(), json_file(&path))]),
        })
        .collect()
}

#[test]
fn every_example_of_an_operation_is_a_file_and_every_file_an_example() {
    let folder = project("spec/examples");
    // Errors are shared by all operations, and stand in `components/examples` alone.
    let is_error = |part: &str| part.starts_with(['4', '5']);
    let expected: BTreeMap<_, _> = examples(&contract())
        .into_iter()
        .filter(|example| !is_error(&example.part))
        .map(|example| (folder.join(example.path() + ".json").display().to_string(), example.value))
        .collect();
    assert_eq!(files(&folder), expected);
}

#[test]
fn every_operation_has_an_example_of_its_request_and_of_its_answer() {
    let contract = contract();
    let examples = examples(&contract);
    for operation in contract.operations() {
        let has = |part: &dyn Fn(&str) -> bool| {
            examples.iter().any(|example| example.operation == operation.id && part(&example.part))
        };
        let takes_body = contract.node(operation).get("requestBody").is_some();
        assert!(!takes_body || has(&|part| part == "request"), "{} has no example of its request", operation.id);
        assert!(has(&|part| part.starts_with('2')), "{} has no example of its answer", operation.id);
    }
}
