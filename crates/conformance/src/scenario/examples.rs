//! What an operation's scenarios start from: `spec/examples/<operationId>/<part>.<case>.json` and the contract.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use openapi::{Contract, Operation};
use serde_json::{Map, Value};

/// The documented messages of an operation.
pub(super) struct Examples<'a> {
    pub(super) operation: &'a Operation,
    pub(super) parameters: Map<String, Value>,
    pub(super) requests: Vec<Request>,
    pub(super) answers: Vec<Success>,
}

/// `request.<name>.json`.
pub(super) struct Request {
    pub(super) name: String,
    pub(super) schema: Value,
    pub(super) body: Value,
}

/// `<status>.<case>.json`.
pub(super) struct Success {
    /// As in `201 documented`.
    pub(super) name: String,
    pub(super) status: u16,
    pub(super) schema: Value,
    pub(super) body: Value,
}

impl<'a> Examples<'a> {
    pub(super) fn read(contract: &Contract, operation: &'a Operation, folder: &Path) -> Result<Self> {
        let folder = folder.join(&operation.id);
        let needs_body = contract.node(operation).get("requestBody").is_some();
        let mut examples =
            Self { operation, parameters: parameters(contract, operation)?, requests: Vec::new(), answers: Vec::new() };
        for (part, name, body) in files(&folder)? {
            let schema = schema(contract, operation, &part).with_context(|| {
                format!("`{}` has no JSON body for `{part}`, of which there is an example", operation.id)
            })?;
            match part.parse() {
                Ok(status) => {
                    examples.answers.push(Success { name: format!("{part} {name}"), status, schema, body });
                }
                Err(_) => examples.requests.push(Request { name, schema, body }),
            }
        }
        if needs_body && examples.requests.is_empty() {
            bail!("`{}` has no scenario: add {}", operation.id, folder.join("request.documented.json").display());
        }
        if examples.answers.is_empty() && super::success_without_body(contract, operation).is_none() {
            let status = success_with_body(contract, operation).unwrap_or("201");
            bail!(
                "`{}` has no scenario: add {}",
                operation.id,
                folder.join(format!("{status}.documented.json")).display()
            );
        }
        Ok(examples)
    }

    /// The documented answer with the most properties.
    pub(super) fn fullest_answer(&self) -> Option<&Success> {
        self.answers.iter().max_by_key(|answer| answer.body.as_object().map_or(0, Map::len))
    }
}

/// The examples in a folder, in the order of their names: part, case, content.
fn files(folder: &Path) -> Result<Vec<(String, String, Value)>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let (part, name) =
            stem.split_once('.').with_context(|| format!("{}: no <part>.<case>.json", path.display()))?;
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let body = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        files.push((part.to_owned(), name.to_owned(), body));
    }
    Ok(files)
}

/// The first success that has a body.
fn success_with_body<'a>(contract: &'a Contract, operation: &Operation) -> Option<&'a str> {
    let responses = contract.node(operation).get("responses")?.as_object()?;
    let has_body = |response: &Value| contract.resolve(response).get("content").is_some();
    let mut successes = responses.iter().filter(|(status, _)| status.starts_with('2'));
    successes.find(|(_, response)| has_body(response)).map(|(status, _)| status.as_str())
}

/// The schema of the JSON body of the request, or of a response.
fn schema(contract: &Contract, operation: &Operation, part: &str) -> Option<Value> {
    let node = contract.node(operation);
    let message = if part == "request" { node.get("requestBody") } else { node.get("responses")?.get(part) };
    contract.resolve(message?).pointer("/content/application~1json/schema").cloned()
}

/// The examples of the parameters; one that may be missing and has none is left out.
fn parameters(contract: &Contract, operation: &Operation) -> Result<Map<String, Value>> {
    let mut values = Map::new();
    for parameter in contract.parameters(operation) {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        match contract.parameter_example(parameter) {
            Some(example) => drop(values.insert(name.to_owned(), example.clone())),
            None if parameter.get("required") == Some(&Value::Bool(true)) => {
                bail!("`{}` has no scenario: its parameter `{name}` has no example", operation.id)
            }
            None => {}
        }
    }
    Ok(values)
}

/// Each error status of an operation, with the first example of its body.
pub(super) fn errors(
    contract: &Contract,
    operation: &Operation,
    ranges: &BTreeMap<String, u16>,
) -> Result<Vec<(u16, Value)>> {
    let mut errors = Vec::new();
    let responses = contract.node(operation).get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten().filter(|(status, _)| status.starts_with(['4', '5'])) {
        let concrete = status.parse().ok().or_else(|| ranges.get(status).copied());
        let concrete = concrete.with_context(|| format!("`ranges` does not say which status stands for {status}"))?;
        let examples = contract.resolve(response).pointer("/content/application~1json/examples");
        let first = examples.and_then(Value::as_object).and_then(|examples| examples.values().next());
        let value = first.and_then(|example| contract.resolve(example).get("value"));
        errors.push((
            concrete,
            value
                .with_context(|| {
                    format!("the response {status} has no example; add one under `content/application~1json/examples`")
                })?
                .clone(),
        ));
    }
    Ok(errors)
}
