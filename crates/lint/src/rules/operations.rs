//! Operations and their responses.

use std::collections::{HashMap, HashSet};

use openapi::{
    Body, Content, Method, Node, Object, ObjectKind, ObjectNode, Operation, Pointer, RateLimit, Response, StatusKey,
};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

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
    &RATE_LIMIT,
    &ALREADY_ACTIVE,
];

static OPERATION_ID_UNIQUE: Rule = Rule {
    id: "operation-id-unique",
    section: Some(section::OPERATION),
    summary: "No two operations have the same operationId.",
    help: "rename one",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::OperationIdUnique), Check::Document(operation_id_unique)],
};

/// Every contract keeps the rule for operations under `paths`; those of callbacks must differ from them too.
fn operation_id_unique(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let operations = context.contract.operations();
    let under_paths: HashSet<&Pointer> = operations.iter().map(Operation::pointer).collect();
    let ids = operations.iter().filter_map(|operation| Some((operation.id()?, operation.pointer().clone())));
    let mut seen: HashMap<&str, Pointer> = ids.collect();
    for object in context.contract.objects().of(ObjectKind::Operation) {
        let Some(id) = object.at.text("operationId") else { continue };
        if !under_paths.contains(&object.pointer)
            && let Some(other) = seen.insert(id, object.pointer.clone())
        {
            let message = format!("`{id}` already names the operation at {other}");
            reporter.report(&object.pointer.child("operationId"), message);
        }
    }
}

static OPERATION_ID_MISSING: Rule = Rule {
    id: "operation-id-missing",
    section: None,
    summary: "Every operation has an operationId: methods, commands and examples are named after it.",
    help: "add an `operationId` in camelCase",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::OperationIdMissing)],
};

static OPERATION_ID_FORM: Rule = Rule {
    id: "operation-id-form",
    section: None,
    summary: "An operationId is a name of letters and digits in camelCase; other names are made from it.",
    help: "rename it",
    severity: Severity::Info,
    checks: &[Check::Constraint(openapi::Constraint::OperationIdForm)],
};

static OPERATION_ID_CASE: Rule = Rule {
    id: "operation-id-case",
    section: None,
    summary: "No two operationIds differ in letter case alone; names that are made from them would be the same.",
    help: "rename one",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::OperationIdCase)],
};

static SUMMARY_MISSING: Rule = Rule {
    id: "summary-missing",
    section: None,
    summary: "Every operation has a summary.",
    help: "say in a few words what the operation does",
    severity: Severity::Info,
    checks: &[Check::Document(summary_missing)],
};

fn summary_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    for operation in context.contract.operations() {
        if operation.node().text("summary").unwrap_or_default().trim().is_empty() {
            reporter.report(operation.pointer(), "the operation has no summary");
        }
    }
}

static TAGS_MISSING: Rule = Rule {
    id: "tags-missing",
    section: None,
    summary: "Every operation has a tag.",
    help: "name one of the document's `tags`",
    severity: Severity::Info,
    checks: &[Check::Document(tags_missing)],
};

fn tags_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    for operation in context.contract.operations() {
        if operation.node().elements("tags").next().is_none() {
            reporter.report(operation.pointer(), "the operation has no tag");
        }
    }
}

static SECURITY_MISSING: Rule = Rule {
    id: "security-missing",
    section: None,
    summary: "Every operation states which security it needs, itself or through the document.",
    help: "add `security`; an empty list states that none is needed",
    severity: Severity::Warning,
    checks: &[Check::Document(security_missing)],
};

fn security_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    for operation in context.contract.operations() {
        if !operation.security().is_stated {
            reporter.report(operation.pointer(), "neither the operation nor the document has `security`");
        }
    }
}

static REQUEST_BODY_IGNORED: Rule = Rule {
    id: "request-body-ignored",
    section: Some(section::OPERATION),
    summary: "Only methods for which HTTP defines a request body have one; others ignore it.",
    help: "send parameters instead, or use another method",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Operation, request_body_ignored)],
};

fn request_body_ignored(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let method = Method::of_field(object.pointer.last()).filter(|method| !method.takes_body());
    if let (Some(method), Some(body)) = (method, object.get("requestBody")) {
        let message = format!("the body of a {method} request has no meaning in HTTP, and is ignored");
        reporter.report(&body.pointer, message);
    }
}

static RESPONSES_EMPTY: Rule = Rule {
    id: "responses-empty",
    section: Some(section::RESPONSES),
    summary: "An operation has at least one response.",
    help: "describe the response to a call that succeeds",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ResponsesEmpty)],
};

static RESPONSE_SUCCESS: Rule = Rule {
    id: "response-success",
    section: Some(section::RESPONSES),
    summary: "An operation has a response for a call that succeeds.",
    help: "add the status of success, as in `'200'`",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Responses, response_success)],
};

fn response_success(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let keys = object.as_object().into_iter().flat_map(Object::keys);
    let mut statuses = keys.filter_map(|key| key.parse::<StatusKey>().ok()).peekable();
    if statuses.peek().is_some() && statuses.all(StatusKey::is_error) {
        reporter.report(&object.pointer, "there is no response for a call that succeeds");
    }
}

static ERROR_RESPONSE_MISSING: Rule = Rule {
    id: "error-response-missing",
    section: None,
    summary: "Every operation has a response for an error.",
    help: "describe a status of 400 or more, `4XX`, `5XX` or `default`",
    severity: Severity::Warning,
    checks: &[Check::Document(error_response_missing)],
};

fn error_response_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let is_error = |response: Response<'_>| response.is_error() || response.status == StatusKey::Default;
    for operation in context.contract.operations() {
        if !operation.responses().into_iter().any(is_error) {
            reporter.report(&operation.pointer().child("responses"), "no response describes an error");
        }
    }
}

static EXAMPLE_MISSING: Rule = Rule {
    id: "example-missing",
    section: None,
    summary: "Every operation with bodies has an example of its request and of a success response.",
    help: "add `examples` beside the schema",
    severity: Severity::Info,
    checks: &[Check::Document(example_missing)],
};

/// The request body has an example, and so has one of the responses of success, if any of them has a body.
fn example_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let has_example = |body: &Body<'_>| {
        let is_shown = |content: &Content<'_>| {
            // The value of an example may be elsewhere.
            content.at.node.members("examples").next().is_some() || !content.examples().is_empty()
        };
        body.content().iter().any(is_shown)
    };
    for operation in context.contract.operations() {
        if let Some(request) = operation.request_body()
            && request.body().is_some_and(|body| !has_example(&body))
        {
            reporter.report(&request.declared, "the request body has no example");
        }
        let bodies: Vec<_> = operation.successes().iter().filter_map(Response::body).collect();
        if !bodies.is_empty() && !bodies.iter().any(has_example) {
            reporter.report(&operation.pointer().child("responses"), "no response of success has an example");
        }
    }
}

static RATE_LIMIT: Rule = Rule {
    id: "rate-limit",
    section: None,
    summary: "`x-rate-limits` lists how many calls of an operation a period of seconds allows.",
    help: "write `[{calls: 100, period: 60}]`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Operation, rate_limit)],
};

fn rate_limit(_: &LintContext<'_>, operation: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    const KEY: &str = "x-rate-limits";
    let Some(limits) = operation.node.get(KEY) else { return };
    let pointer = operation.pointer.child(KEY);
    let Some(limits) = limits.as_array().filter(|limits| !limits.is_empty()) else {
        return reporter.report(&pointer, "the limits are a list, and not empty");
    };
    for (index, limit) in limits.iter().enumerate() {
        if let Err(message) = RateLimit::read(limit) {
            reporter.report(&pointer.child(&index.to_string()), message);
        }
    }
}

static ALREADY_ACTIVE: Rule = Rule {
    id: "already-active",
    section: None,
    summary: "`x-already-active` lists codes of errors, each a value of an enumeration.",
    help: "write `[CODE]`, with a code of the error that the service sends while an action of this kind is active",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Operation, already_active)],
};

fn already_active(context: &LintContext<'_>, operation: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    const KEY: &str = "x-already-active";
    let Some(codes) = operation.node.get(KEY) else { return };
    let pointer = operation.pointer.child(KEY);
    let Some(codes) = codes.as_array().filter(|codes| !codes.is_empty()) else {
        return reporter.report(&pointer, "the codes are a list, and not empty");
    };
    let schemas = || context.contract.objects().of(ObjectKind::Schema);
    let is_known = |code: &Node| {
        let values =
            |schema: &Node| ["x-extensible-enum", "enum"].iter().any(|key| schema.elements(key).any(|it| it == code));
        code.as_str().is_some() && schemas().any(|schema| values(schema.node))
    };
    for (index, code) in codes.iter().enumerate().filter(|(_, code)| !is_known(code)) {
        let message = format!("no enumeration has the code {}", code.to_json());
        reporter.report(&pointer.index(index), message);
    }
}
