//! What an operation's scenarios start from: the examples of the contract.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use openapi::{Alternatives, Body, Content, Contract, Located, Operation, Part, Pointer, Schema, StatusKey};
use serde_json::{Map, Value};

/// The documented messages of an operation.
pub(super) struct Examples<'a> {
    pub(super) operation: &'a Operation,
    pub(super) parameters: Map<String, Value>,
    pub(super) requests: Vec<DocumentedBody<'a>>,
    /// Each success, with its status.
    pub(super) answers: Vec<(u16, DocumentedBody<'a>)>,
}

/// A documented body.
pub(super) struct DocumentedBody<'a> {
    /// Of a request, the name of the example; of an answer, as in `201 documented`.
    pub(super) name: String,
    pub(super) schema: Schema<'a>,
    pub(super) body: Value,
}

impl<'a> Examples<'a> {
    pub(super) fn of(contract: &'a Contract, operation: &'a Operation) -> Result<Self> {
        let mut examples =
            Self { operation, parameters: parameters(operation)?, requests: Vec::new(), answers: Vec::new() };
        for it in operation.examples() {
            let (Some(schema), true) = (&it.schema, it.content.as_ref().is_some_and(Content::is_json)) else {
                continue;
            };
            let message = |name| DocumentedBody {
                name,
                // A value is of one alternative, and a property that it lacks is made by it.
                schema: Schema::with(contract.root(), schema.node, Alternatives::First),
                body: it.example.value.to_json(),
            };
            match it.part {
                Part::Request => examples.requests.push(message(it.example.name.to_owned())),
                Part::Response(status) if status.is_success() => {
                    examples.answers.push((success(status), message(format!("{status} {}", it.example.name))));
                }
                _ => {}
            }
        }
        let request = operation.request_body();
        if let Some(request) = request.filter(|_| examples.requests.is_empty()) {
            return Err(missing(operation, "request", request.body(), &request.at));
        }
        let answer = operation.success_with_body();
        if let Some(answer) = answer.filter(|_| examples.answers.is_empty())
            && operation.success_without_body().is_none()
        {
            return Err(missing(operation, &format!("response {}", answer.status), answer.body(), &answer.at));
        }
        Ok(examples)
    }

    /// The documented answer with the most properties.
    pub(super) fn fullest_answer(&self) -> Option<&(u16, DocumentedBody<'a>)> {
        self.answers.iter().max_by_key(|(_, answer)| answer.body.as_object().map_or(0, Map::len))
    }
}

/// The status of a success; for a range of them, the first.
pub(super) fn success(key: StatusKey) -> u16 {
    key.status_or(200)
}

/// The examples of the parameters; one that may be missing and has none is left out.
fn parameters(operation: &Operation) -> Result<Map<String, Value>> {
    let mut values = Map::new();
    for parameter in operation.parameters() {
        let name = parameter.name();
        match parameter.example() {
            Some(example) => drop(values.insert(name.to_owned(), example.to_json())),
            None if parameter.is_required() => {
                bail!("`{}` has no scenario: its parameter `{name}` has no example", operation.name())
            }
            None => {}
        }
    }
    Ok(values)
}

/// Each error status of an operation, with the first example of its body.
pub(super) fn errors(operation: &Operation, ranges: &BTreeMap<String, u16>) -> Result<Vec<(u16, Value)>> {
    let mut errors = Vec::new();
    for response in operation.errors() {
        let status = match response.status {
            StatusKey::Exact(status) => Some(status),
            range => ranges.get(&range.to_string()).copied(),
        };
        let status =
            status.with_context(|| format!("`ranges` does not say which status stands for {}", response.status))?;
        let body = response.body();
        let first = body.as_ref().and_then(Body::json).and_then(|content| content.examples().into_iter().next());
        let Some(first) = first else {
            return Err(missing(operation, &format!("response {}", response.status), body, &response.at));
        };
        errors.push((status, first.value.to_json()));
    }
    Ok(errors)
}

/// An error that says where an example is to be added.
fn missing(operation: &Operation, part: &str, body: Option<Body<'_>>, at: &Located<'_>) -> anyhow::Error {
    let content = body.as_ref().and_then(Body::json);
    let media_type = || at.pointer.child("content").child("application/json");
    let examples: Pointer = content.map_or_else(media_type, |content| content.at.pointer.clone()).child("examples");
    let operation = operation.name();
    anyhow::anyhow!("`{operation}` has no scenario: its {part} has no example as JSON; add one at {examples}")
}
