//! Operations and their responses.

use std::collections::HashMap;

use openapi::pointer;
use openapi::rules::Constraint;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, elements, members, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[
    &OPERATION_ID_UNIQUE,
    &OPERATION_ID_MISSING,
    &OPERATION_ID_FORM,
    &OPERATION_ID_CASE,
    &SUMMARY_MISSING,
    &TAGS_MISSING,
    &SECURITY_MISSING,
    &REQUEST_BODY_IGNORED,
    &RESPONSES_EMPTY,
    &RESPONSE_SUCCESS,
    &ERROR_RESPONSE_MISSING,
    &EXAMPLE_MISSING,
];

static OPERATION_ID_UNIQUE: Rule = Rule {
    id: "operation-id-unique",
    section: Some(section::OPERATION),
    summary: "No two operations have the same operationId.",
    help: "rename one",
    checks: &[Check::Constraint(Constraint::OperationIdUnique), Check::Document(operation_id_unique)],
};

/// Every contract keeps the rule for operations under `paths`; those of callbacks must differ from them too.
fn operation_id_unique(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let paths = context.operations.iter().map(|operation| (operation.id.as_str(), operation.pointer.as_str()));
    let mut seen: HashMap<&str, &str> = paths.collect();
    for node in context.nodes_of("Operation") {
        let Some(id) = text(node.value, "operationId") else { continue };
        let is_under_paths = pointer::parent(&node.pointer).and_then(pointer::parent) == Some("/paths");
        if !is_under_paths && let Some(other) = seen.insert(id, &node.pointer) {
            let place = pointer::child(&node.pointer, "operationId");
            reporter.report(&place, format!("`{id}` already names the operation at {other}"));
        }
    }
}

static OPERATION_ID_MISSING: Rule = Rule {
    id: "operation-id-missing",
    section: None,
    summary: "Every operation has an operationId: methods, commands and examples are named after it.",
    help: "add an `operationId` in camelCase",
    checks: &[Check::Constraint(Constraint::OperationIdMissing)],
};

static OPERATION_ID_FORM: Rule = Rule {
    id: "operation-id-form",
    section: None,
    summary: "An operationId is a name of letters and digits in camelCase; other names are made from it.",
    help: "rename it",
    checks: &[Check::Constraint(Constraint::OperationIdForm)],
};

static OPERATION_ID_CASE: Rule = Rule {
    id: "operation-id-case",
    section: None,
    summary: "No two operationIds differ in letter case alone; names that are made from them would be the same.",
    help: "rename one",
    checks: &[Check::Constraint(Constraint::OperationIdCase)],
};

static SUMMARY_MISSING: Rule = Rule {
    id: "summary-missing",
    section: None,
    summary: "Every operation has a summary.",
    help: "say in a few words what the operation does",
    checks: &[Check::Document(summary_missing)],
};

fn summary_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for operation in &context.operations {
        if text(operation.node(context.root), "summary").unwrap_or_default().trim().is_empty() {
            reporter.report(&operation.pointer, "the operation has no summary");
        }
    }
}

static TAGS_MISSING: Rule = Rule {
    id: "tags-missing",
    section: None,
    summary: "Every operation has a tag.",
    help: "name one of the document's `tags`",
    checks: &[Check::Document(tags_missing)],
};

fn tags_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for operation in &context.operations {
        if elements(operation.node(context.root), "tags").next().is_none() {
            reporter.report(&operation.pointer, "the operation has no tag");
        }
    }
}

static SECURITY_MISSING: Rule = Rule {
    id: "security-missing",
    section: None,
    summary: "Every operation states which security it needs, itself or through the document.",
    help: "add `security`; an empty list states that none is needed",
    checks: &[Check::Document(security_missing)],
};

fn security_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for operation in &context.operations {
        if operation.node(context.root).get("security").or(context.root.get("security")).is_none() {
            reporter.report(&operation.pointer, "neither the operation nor the document has `security`");
        }
    }
}

static REQUEST_BODY_IGNORED: Rule = Rule {
    id: "request-body-ignored",
    section: Some(section::OPERATION),
    summary: "Only methods for which HTTP defines a request body have one; others ignore it.",
    help: "send parameters instead, or use another method",
    checks: &[Check::Object("Operation", request_body_ignored)],
};

/// Methods for which RFC 7231 gives the body of a request no meaning.
const WITHOUT_BODY: [&str; 4] = ["get", "head", "delete", "trace"];

fn request_body_ignored(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let method = pointer::last(&node.pointer);
    if WITHOUT_BODY.contains(&method.as_str()) && node.value.get("requestBody").is_some() {
        let place = pointer::child(&node.pointer, "requestBody");
        let message = format!("the body of a {} request has no meaning in HTTP, and is ignored", method.to_uppercase());
        reporter.report(&place, message);
    }
}

static RESPONSES_EMPTY: Rule = Rule {
    id: "responses-empty",
    section: Some(section::RESPONSES),
    summary: "An operation has at least one response.",
    help: "describe the response to a call that succeeds",
    checks: &[Check::Constraint(Constraint::ResponsesEmpty)],
};

static RESPONSE_SUCCESS: Rule = Rule {
    id: "response-success",
    section: Some(section::RESPONSES),
    summary: "An operation has a response for a call that succeeds.",
    help: "add the status of success, as in `'200'`",
    checks: &[Check::Object("Responses", response_success)],
};

fn response_success(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let mut statuses = node.value.as_object().into_iter().flatten().map(|(status, _)| status);
    let mut statuses = statuses.by_ref().filter(|status| !status.starts_with("x-")).peekable();
    if statuses.peek().is_some() && statuses.all(|status| status.starts_with(['4', '5'])) {
        reporter.report(&node.pointer, "there is no response for a call that succeeds");
    }
}

static ERROR_RESPONSE_MISSING: Rule = Rule {
    id: "error-response-missing",
    section: None,
    summary: "Every operation has a response for an error.",
    help: "describe a status of 400 or more, `4XX`, `5XX` or `default`",
    checks: &[Check::Document(error_response_missing)],
};

fn error_response_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
    for operation in &context.operations {
        if !members(operation.node(context.root), "responses").any(|(status, _)| is_error(status)) {
            let place = pointer::child(&operation.pointer, "responses");
            reporter.report(&place, "no response describes an error");
        }
    }
}

static EXAMPLE_MISSING: Rule = Rule {
    id: "example-missing",
    section: None,
    summary: "Every operation with bodies has an example of its request and of a success response.",
    help: "add `examples` beside the schema",
    checks: &[Check::Document(example_missing)],
};

/// The request body has an example, and so has one of the responses of success, if any of them has a body.
fn example_missing(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let has_body = |holder: &Value| members(holder, "content").next().is_some();
    let has_example = |holder: &Value| {
        members(holder, "content").any(|(_, media)| {
            let schema = media.get("schema").map(|schema| openapi::references::resolve(context.root, schema));
            let examples = media.get("examples").and_then(Value::as_object);
            media.get("example").is_some()
                || examples.is_some_and(|examples| !examples.is_empty())
                || schema.is_some_and(|schema| schema.get("example").is_some())
        })
    };
    let resolve = |value| openapi::references::resolve(context.root, value);
    for operation in &context.operations {
        let node = operation.node(context.root);
        if let Some(body) = node.get("requestBody").map(resolve)
            && has_body(body)
            && !has_example(body)
        {
            let place = pointer::child(&operation.pointer, "requestBody");
            reporter.report(&place, "the request body has no example");
        }
        let successes = members(node, "responses").filter(|(status, _)| status.starts_with('2'));
        let bodies: Vec<&Value> =
            successes.map(|(_, response)| resolve(response)).filter(|body| has_body(body)).collect();
        if !bodies.is_empty() && !bodies.into_iter().any(has_example) {
            let place = pointer::child(&operation.pointer, "responses");
            reporter.report(&place, "no response of success has an example");
        }
    }
}
