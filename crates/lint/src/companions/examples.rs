//! The files of the examples: one for each, with the same value.

use std::collections::HashMap;

use serde_json::Value;

use super::File;
use crate::context::{Context, Findings, members};
use crate::examples::is_json;
use openapi::Document;
use openapi::pointer;

/// An example of an operation.
struct Example<'a> {
    /// Where it is named in the contract.
    pointer: String,
    value: &'a Value,
}

pub(super) fn check(context: &Context<'_>, files: &[File], findings: &mut Findings<'_>) {
    let mut examples = examples(context);
    for file in files {
        let path = path(&file.name);
        let document = match Document::parse(&file.name, &file.text) {
            Ok(document) => Some(document),
            Err(problems) => {
                problems.iter().for_each(|problem| findings.add("example-file-differs", problem.clone()));
                None
            }
        };
        let example = examples.remove(&path);
        let Some(document) = document else { continue };
        match example {
            None => {
                let problem = document.problem("", format!("no example of the contract is called `{path}`"));
                findings.add("example-file-unknown", problem);
            }
            Some(example) => {
                if let Some((place, message)) = difference(example.value, document.root(), String::new()) {
                    findings.add("example-file-differs", document.problem(&place, message));
                }
            }
        }
    }
    for (path, example) in examples {
        findings.report("example-file-missing", &example.pointer, format!("there is no file `{path}` of this example"));
    }
}

/// The last two parts of the name of a file.
fn path(name: &str) -> String {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = name.rsplitn(3, '/').take(2).collect();
    parts.reverse();
    parts.join("/")
}

/// The examples of requests and of answers that are no errors, by the paths of their files.
fn examples<'a>(context: &Context<'a>) -> HashMap<String, Example<'a>> {
    let mut examples = HashMap::new();
    for operation in &context.operations {
        let node = context.root.pointer(&operation.pointer).unwrap_or(&Value::Null);
        let request = node
            .get("requestBody")
            .map(|body| ("request".to_owned(), pointer::child(&operation.pointer, "requestBody"), body));
        let place = pointer::child(&operation.pointer, "responses");
        let answers = members(node, "responses")
            .filter(|(status, _)| !status.starts_with(['4', '5']) && !status.starts_with("x-"))
            .map(|(status, response)| (status.clone(), pointer::child(&place, status), response));
        for (part, place, body) in request.into_iter().chain(answers) {
            let (place, body) = context.follow(place, body);
            let content = pointer::child(&place, "content");
            for (media_type, media) in members(body, "content").filter(|(media_type, _)| is_json(media_type)) {
                let list = pointer::child(&pointer::child(&content, media_type), "examples");
                for (name, example) in members(media, "examples") {
                    if let Some(value) = context.resolve(example).get("value") {
                        let path = format!("{}/{part}.{name}.json", operation.id);
                        let example = Example { pointer: pointer::child(&list, name), value };
                        examples.entry(path).or_insert(example);
                    }
                }
            }
        }
    }
    examples
}

/// The first place in which a file differs from the contract.
fn difference(contract: &Value, file: &Value, place: String) -> Option<(String, String)> {
    match (contract, file) {
        (Value::Object(ours), Value::Object(theirs)) => {
            if let Some(key) = theirs.keys().find(|key| !ours.contains_key(*key)) {
                let message = format!("the example in the contract has no `{key}`");
                return Some((pointer::child(&place, key), message));
            }
            if let Some(key) = ours.keys().find(|key| !theirs.contains_key(*key)) {
                return Some((place, format!("the example in the contract has `{key}` too")));
            }
            if let Some((ours, theirs)) = ours.keys().zip(theirs.keys()).find(|(ours, theirs)| ours != theirs) {
                let message = format!("`{theirs}` stands where the example in the contract has `{ours}`");
                return Some((pointer::child(&place, theirs), message));
            }
            ours.iter().find_map(|(key, value)| difference(value, theirs.get(key)?, pointer::child(&place, key)))
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            let pairs = ours.iter().zip(theirs).enumerate();
            let mut pairs = pairs.map(|(index, pair)| (pointer::element(&place, index), pair));
            pairs.find_map(|(place, (ours, theirs))| difference(ours, theirs, place))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            Some((place, format!("{} elements, where the contract has {}", theirs.len(), ours.len())))
        }
        _ if contract == file => None,
        (Value::Object(_) | Value::Array(_), _) => {
            Some((place, "the contract has a list or an object here".to_owned()))
        }
        _ => Some((place, format!("the contract has {contract} here"))),
    }
}
