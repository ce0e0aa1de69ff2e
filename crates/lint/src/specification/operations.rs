//! Tags, servers, paths, operations and responses.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::super::context::{Context, Findings, elements, members, text};
use super::super::nodes::Node;
use openapi::pointer;

/// Methods for which RFC 7231 gives the body of a request no meaning.
const WITHOUT_BODY: [&str; 4] = ["get", "head", "delete", "trace"];

pub(super) fn tags(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for (index, tag) in elements(node.value, "tags").enumerate() {
        if let Some(name) = text(tag, "name").filter(|name| !seen.insert(*name)) {
            let place = pointer::child(&pointer::element("/tags", index), "name");
            findings.report("tag-unique", &place, format!("the tag `{name}` is declared twice"));
        }
    }
}

pub(super) fn server_variable(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if node.value.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        let place = pointer::child(&node.pointer, "enum");
        findings.report("server-enum-empty", &place, "`enum` is empty, so the variable has no value");
    }
}

pub(super) fn components(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let fits = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    for (section, components) in node.value.as_object().into_iter().flatten().filter(|(key, _)| !key.starts_with("x-"))
    {
        for (name, _) in components.as_object().into_iter().flatten().filter(|(name, _)| !fits(name)) {
            let place = pointer::child(&pointer::child(&node.pointer, section), name);
            let message = format!("`{name}` is no name of a component, which has letters, digits, `.`, `-` and `_`");
            findings.report("component-name", &place, message);
        }
    }
}

pub(super) fn paths(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    for path in node.value.as_object().into_iter().flatten().map(|(path, _)| path) {
        if path.starts_with('/')
            && let Some(mark) = path.find(['?', '#']).map(|at| &path[at..=at])
        {
            let part = if mark == "?" { "a query" } else { "a fragment" };
            let message = format!("`{mark}` begins {part}, which is no part of a path");
            findings.report("path-query", &pointer::child(&node.pointer, path), message);
        }
    }
}

/// Those under `paths` are a matter of every contract.
pub(super) fn path_item(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if node.value.get("$ref").is_some() && pointer::parent(&node.pointer) != Some("/paths") {
        let message = "a path item that is a reference is not supported; write it out";
        findings.report("path-item-reference", &node.pointer, message);
    }
}

pub(super) fn operation(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let method = pointer::last(&node.pointer);
    if WITHOUT_BODY.contains(&method.as_str()) && node.value.get("requestBody").is_some() {
        let place = pointer::child(&node.pointer, "requestBody");
        let message = format!("the body of a {} request has no meaning in HTTP, and is ignored", method.to_uppercase());
        findings.report("request-body-ignored", &place, message);
    }
}

pub(super) fn responses(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let mut statuses = node.value.as_object().into_iter().flatten().map(|(status, _)| status);
    let mut statuses = statuses.by_ref().filter(|status| !status.starts_with("x-")).peekable();
    if statuses.peek().is_some() && statuses.all(|status| status.starts_with(['4', '5'])) {
        findings.report("response-success", &node.pointer, "there is no response for a call that succeeds");
    }
}

/// The ids under `paths` are a matter of every contract; those in callbacks must differ from them too.
pub(super) fn ids_in_callbacks(context: &Context<'_>, findings: &mut Findings<'_>) {
    let paths = context.operations.iter().map(|operation| (operation.id.as_str(), operation.pointer.as_str()));
    let mut seen: HashMap<&str, &str> = paths.collect();
    for node in context.nodes.iter().filter(|node| node.object == "Operation") {
        let Some(id) = text(node.value, "operationId") else { continue };
        let is_under_paths = pointer::parent(&node.pointer).and_then(pointer::parent) == Some("/paths");
        if !is_under_paths && let Some(other) = seen.insert(id, &node.pointer) {
            let place = pointer::child(&node.pointer, "operationId");
            findings.report("operation-id-unique", &place, format!("`{id}` already names the operation at {other}"));
        }
    }
}

/// Whether a path has a parameter of this name, in this place if one is given.
pub(super) fn has_parameter(context: &Context<'_>, operation: &str, place: Option<&str>, name: &str) -> bool {
    let item = pointer::parent(operation).unwrap_or_default();
    [item, operation].iter().filter_map(|owner| context.root.pointer(owner)).any(|owner| {
        elements(owner, "parameters").map(|parameter| context.resolve(parameter)).any(|parameter| {
            text(parameter, "name") == Some(name) && place.is_none_or(|place| text(parameter, "in") == Some(place))
        })
    })
}

/// Names of the security schemes of a list of requirements, with the scopes that each asks for, and their pointers.
pub(super) fn requirements<'v>(
    owner: &'v Value,
    pointer: &str,
) -> impl Iterator<Item = (String, &'v String, &'v Value)> + use<'v> {
    let list = pointer::child(pointer, "security");
    let requirements: Vec<_> = elements(owner, "security").collect();
    requirements.into_iter().enumerate().flat_map(move |(index, requirement)| {
        let place = pointer::element(&list, index);
        let schemes: Vec<_> = requirement.as_object().into_iter().flatten().collect();
        schemes.into_iter().map(move |(name, scopes)| (pointer::child(&place, name), name, scopes))
    })
}

/// The members of `variables`, each with its default.
pub(super) fn defaults(server: &Value) -> Vec<(&str, &str)> {
    members(server, "variables")
        .map(|(name, variable)| (name.as_str(), text(variable, "default").unwrap_or_default()))
        .collect()
}
