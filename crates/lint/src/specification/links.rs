//! Links, callbacks, and the runtime expressions that both are made of.

use serde_json::Value;

use super::super::context::{Context, Findings, members, text};
use super::super::nodes::Node;
use super::operations::has_parameter;
use openapi::{pointer, template};

pub(super) fn callback(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    for key in node.value.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| !key.starts_with("x-")) {
        let wrong = match template::names(key) {
            _ if key.starts_with('$') => (!is_expression(key)).then_some(key.as_str()),
            Ok(names) => names.into_iter().find(|name| !is_expression(name)),
            Err(_) => Some(key.as_str()),
        };
        if let Some(wrong) = wrong {
            let message = format!("`{wrong}` is no runtime expression, so nobody knows where to call back");
            findings.report("runtime-expression", &pointer::child(&node.pointer, key), message);
        }
    }
}

pub(super) fn link(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let Node { pointer, value, .. } = node;
    let (id, reference) = (text(value, "operationId"), text(value, "operationRef"));
    let operation = match (id, reference) {
        (Some(_), Some(_)) | (None, None) => {
            findings.report("link-target", pointer, "a link needs one of `operationId` and `operationRef`");
            None
        }
        (Some(id), None) => {
            let operation = context.ids.get(id).copied();
            if operation.is_none() {
                let message = format!("no operation has the id `{id}`");
                findings.report("link-operation", &pointer::child(pointer, "operationId"), message);
            }
            operation
        }
        // What is in another document cannot be looked at.
        (None, Some(reference)) => reference.strip_prefix('#').and_then(|target| {
            let target = target.replace("%7B", "{").replace("%7D", "}");
            let operation = context.objects.get_key_value(target.as_str());
            let operation = operation.filter(|(_, object)| **object == "Operation").map(|(pointer, _)| *pointer);
            if operation.is_none() {
                let message = format!("no operation is at `{reference}`");
                findings.report("link-operation", &pointer::child(pointer, "operationRef"), message);
            }
            operation
        }),
    };
    let parameters = pointer::child(pointer, "parameters");
    for (name, argument) in members(value, "parameters") {
        let place = pointer::child(&parameters, name);
        let is_known = |operation| match name.split_once('.') {
            Some((kind @ ("path" | "query" | "header" | "cookie"), rest)) => {
                has_parameter(context, operation, Some(kind), rest) || has_parameter(context, operation, None, name)
            }
            _ => has_parameter(context, operation, None, name),
        };
        if !operation.is_none_or(is_known) {
            findings.report("link-parameter", &place, format!("the operation has no parameter `{name}`"));
        }
        argument_of(argument, &place, findings);
    }
    if let Some(body) = value.get("requestBody") {
        argument_of(body, &pointer::child(pointer, "requestBody"), findings);
    }
}

/// An argument of a link may be a constant; what begins as an expression does must be one.
fn argument_of(argument: &Value, place: &str, findings: &mut Findings<'_>) {
    let Some(argument) = argument.as_str() else { return };
    let begins = |text: &str| ["$request", "$response"].iter().any(|start| text.starts_with(start));
    let embedded = argument.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let whole = [argument].into_iter().filter(|text| begins(text));
    let wrong = whole.chain(embedded.filter(|text| begins(text))).find(|text| !is_expression(text));
    if let Some(wrong) = wrong {
        findings.report("runtime-expression", place, format!("`{wrong}` is no runtime expression"));
    }
}

/// Whether a text is an expression by the grammar of the specification.
fn is_expression(text: &str) -> bool {
    if ["$url", "$method", "$statusCode"].contains(&text) {
        return true;
    }
    let Some(source) = text.strip_prefix("$request.").or_else(|| text.strip_prefix("$response.")) else { return false };
    match source.split_once('.') {
        _ if source == "body" => true,
        _ if source.starts_with("body#") => source == "body#" || source.starts_with("body#/"),
        Some(("header", name)) => is_token(name),
        Some(("query" | "path", name)) => !name.is_empty(),
        _ => false,
    }
}

/// Whether a text is a token of HTTP: the name of a header, the half of a media type.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
