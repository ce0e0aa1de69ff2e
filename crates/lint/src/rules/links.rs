//! Links, callbacks, and the runtime expressions of both.

use openapi::{pointer, template};
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, elements, members, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[&LINK_TARGET, &LINK_OPERATION, &LINK_PARAMETER, &RUNTIME_EXPRESSION];

/// How a link names its operation.
enum Target<'a> {
    /// With neither or both of the fields.
    Unclear,
    Id(&'a str),
    Reference(&'a str),
}

fn target<'a>(link: &'a Value) -> Target<'a> {
    match (text(link, "operationId"), text(link, "operationRef")) {
        (Some(id), None) => Target::Id(id),
        (None, Some(reference)) => Target::Reference(reference),
        (Some(_), Some(_)) | (None, None) => Target::Unclear,
    }
}

/// The operation of a link; none if it is unclear, unknown, or in another document.
fn operation<'a>(context: &Context<'a>, link: &Value) -> Option<&'a str> {
    match target(link) {
        Target::Unclear => None,
        Target::Id(id) => context.ids.get(id).copied(),
        Target::Reference(reference) => {
            let target = reference.strip_prefix('#')?.replace("%7B", "{").replace("%7D", "}");
            let operation = context.objects.get_key_value(target.as_str());
            operation.filter(|(_, object)| **object == "Operation").map(|(pointer, _)| *pointer)
        }
    }
}

static LINK_TARGET: Rule = Rule {
    id: "link-target",
    section: Some(section::LINK),
    summary: "A link names its operation with one of `operationId` and `operationRef`.",
    help: "give the `operationId`",
    checks: &[Check::Object("Link", link_target)],
};

fn link_target(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if let Target::Unclear = target(node.value) {
        reporter.report(&node.pointer, "a link needs one of `operationId` and `operationRef`");
    }
}

static LINK_OPERATION: Rule = Rule {
    id: "link-operation",
    section: Some(section::LINK),
    summary: "The operation of a link exists.",
    help: "name an operation of this document",
    checks: &[Check::Object("Link", link_operation)],
};

fn link_operation(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if operation(context, node.value).is_some() {
        return;
    }
    match target(node.value) {
        Target::Id(id) => {
            let message = format!("no operation has the id `{id}`");
            reporter.report(&pointer::child(&node.pointer, "operationId"), message);
        }
        // Other documents are not read.
        Target::Reference(reference) if reference.starts_with('#') => {
            let message = format!("no operation is at `{reference}`");
            reporter.report(&pointer::child(&node.pointer, "operationRef"), message);
        }
        Target::Reference(_) | Target::Unclear => {}
    }
}

static LINK_PARAMETER: Rule = Rule {
    id: "link-parameter",
    section: Some(section::LINK),
    summary: "The parameters of a link are parameters of its operation.",
    help: "name a parameter of the operation, as in `id` or `path.id`",
    checks: &[Check::Object("Link", link_parameter)],
};

fn link_parameter(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let Some(operation) = operation(context, node.value) else { return };
    let place = pointer::child(&node.pointer, "parameters");
    for (name, _) in members(node.value, "parameters") {
        let is_qualified = name.split_once('.').is_some_and(|(place, rest)| {
            ["path", "query", "header", "cookie"].contains(&place)
                && has_parameter(context, operation, Some(place), rest)
        });
        if !is_qualified && !has_parameter(context, operation, None, name) {
            reporter.report(&pointer::child(&place, name), format!("the operation has no parameter `{name}`"));
        }
    }
}

/// Whether an operation has a parameter of this name, in this place if one is given.
fn has_parameter(context: &Context<'_>, operation: &str, place: Option<&str>, name: &str) -> bool {
    let item = pointer::parent(operation).unwrap_or_default();
    [item, operation].iter().filter_map(|owner| context.root.pointer(owner)).any(|owner| {
        elements(owner, "parameters").map(|parameter| context.resolve(parameter)).any(|parameter| {
            text(parameter, "name") == Some(name) && place.is_none_or(|place| text(parameter, "in") == Some(place))
        })
    })
}

static RUNTIME_EXPRESSION: Rule = Rule {
    id: "runtime-expression",
    section: Some(section::LINK),
    summary: "Runtime expressions, and so the keys of callbacks, have the form that the specification gives them.",
    help: "write it as in `$request.path.id`, `$response.header.Location` or `$request.body#/pointer`",
    checks: &[Check::Object("Callback", callback_expression), Check::Object("Link", link_expression)],
};

fn callback_expression(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    for key in node.value.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| !key.starts_with("x-")) {
        let wrong = match template::names(key) {
            _ if key.starts_with('$') => (!is_expression(key)).then_some(key.as_str()),
            Ok(names) => names.into_iter().find(|name| !is_expression(name)),
            Err(_) => Some(key.as_str()),
        };
        if let Some(wrong) = wrong {
            let message = format!("`{wrong}` is not a runtime expression, so the callback has no URL");
            reporter.report(&pointer::child(&node.pointer, key), message);
        }
    }
}

fn link_expression(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = pointer::child(&node.pointer, "parameters");
    for (name, argument) in members(node.value, "parameters") {
        argument_of(argument, &pointer::child(&place, name), reporter);
    }
    if let Some(body) = node.value.get("requestBody") {
        argument_of(body, &pointer::child(&node.pointer, "requestBody"), reporter);
    }
}

/// An argument of a link may be a constant; what begins as an expression does must be one.
fn argument_of(argument: &Value, place: &str, reporter: &mut Reporter<'_>) {
    let Some(argument) = argument.as_str() else { return };
    let begins = |text: &str| ["$request", "$response"].iter().any(|start| text.starts_with(start));
    let embedded = argument.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let whole = [argument].into_iter().filter(|text| begins(text));
    let wrong = whole.chain(embedded.filter(|text| begins(text))).find(|text| !is_expression(text));
    if let Some(wrong) = wrong {
        reporter.report(place, format!("`{wrong}` is not a runtime expression"));
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
