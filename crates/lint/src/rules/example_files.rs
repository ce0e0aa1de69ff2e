//! The files of the examples: one for each example, with the same value.

use std::collections::HashMap;

use openapi::{Document, pointer};
use serde_json::Value;

use crate::context::Context;
use crate::nodes::members;
use crate::repository::File;
use crate::rule::{Check, Reporter, Rule};
use crate::samples::is_json;

pub(crate) static RULES: &[&Rule] = &[&EXAMPLE_FILE_MISSING, &EXAMPLE_FILE_DIFFERS, &EXAMPLE_FILE_UNKNOWN];

static EXAMPLE_FILE_MISSING: Rule = Rule {
    id: "example-file-missing",
    section: None,
    summary: "Every example of a request or of a success is a file: `<operationId>/<request or status>.<name>.json`.",
    help: "add the file",
    checks: &[Check::Document(example_file_missing)],
};

fn example_file_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let mut examples = examples(context);
    for file in files {
        examples.remove(&path(&file.name));
    }
    for (path, example) in examples {
        reporter.report(&example.pointer, format!("this example has no file `{path}`"));
    }
}

static EXAMPLE_FILE_DIFFERS: Rule = Rule {
    id: "example-file-differs",
    section: None,
    summary: "The file of an example holds the same value as the contract, with the same order of keys.",
    help: "copy one to the other",
    checks: &[Check::Document(example_file_differs)],
};

fn example_file_differs(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let examples = examples(context);
    for file in files {
        match (Document::parse(&file.name, &file.text), examples.get(&path(&file.name))) {
            (Err(problems), _) => problems.iter().for_each(|problem| reporter.report_problem(problem.clone())),
            (Ok(document), Some(example)) => {
                if let Some((place, message)) = difference(example.value, document.root(), String::new()) {
                    reporter.report_problem(document.problem(&place, message));
                }
            }
            (Ok(_), None) => {}
        }
    }
}

static EXAMPLE_FILE_UNKNOWN: Rule = Rule {
    id: "example-file-unknown",
    section: None,
    summary: "Every file of an example belongs to an example of the contract.",
    help: "delete the file, or add the example",
    checks: &[Check::Document(example_file_unknown)],
};

fn example_file_unknown(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let mut examples = examples(context);
    let unknown = |file: &&File| examples.remove(&path(&file.name)).is_none();
    for file in files.iter().filter(unknown) {
        if let Ok(document) = Document::parse(&file.name, &file.text) {
            let message = format!("the contract has no example `{}`", path(&file.name));
            reporter.report_problem(document.problem("", message));
        }
    }
}

/// The last two parts of the name of a file.
fn path(name: &str) -> String {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = name.rsplitn(3, '/').take(2).collect();
    parts.reverse();
    parts.join("/")
}

/// An example of an operation.
struct Example<'a> {
    /// Where it is named in the contract.
    pointer: String,
    value: &'a Value,
}

/// The examples of requests and of responses that are not errors, by the paths of their files.
fn examples<'a>(context: &Context<'a>) -> HashMap<String, Example<'a>> {
    let mut examples = HashMap::new();
    for operation in &context.operations {
        let node = context.root.pointer(&operation.pointer).unwrap_or(&Value::Null);
        let request = node
            .get("requestBody")
            .map(|body| ("request".to_owned(), pointer::child(&operation.pointer, "requestBody"), body));
        let place = pointer::child(&operation.pointer, "responses");
        let responses = members(node, "responses")
            .filter(|(status, _)| !status.starts_with(['4', '5']) && !status.starts_with("x-"))
            .map(|(status, response)| (status.clone(), pointer::child(&place, status), response));
        for (part, place, body) in request.into_iter().chain(responses) {
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
                let message = format!("found `{theirs}`, where the example in the contract has `{ours}`");
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
