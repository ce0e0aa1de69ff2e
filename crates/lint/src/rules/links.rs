//! Links, callbacks, and the runtime expressions of both.

use openapi::{Located, Node, Object, ObjectKind, ObjectNode, Parameter, PathTemplate, is_token, references};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&LINK_TARGET, &LINK_OPERATION, &LINK_PARAMETER, &RUNTIME_EXPRESSION];

/// How a link names its operation.
enum Target<'a> {
    /// With neither or both of the fields.
    Unclear,
    Id(&'a str),
    Reference(&'a str),
}

fn target(link: &Node) -> Target<'_> {
    match (link.text("operationId"), link.text("operationRef")) {
        (Some(id), None) => Target::Id(id),
        (None, Some(reference)) => Target::Reference(reference),
        (Some(_), Some(_)) | (None, None) => Target::Unclear,
    }
}

/// The operation of a link; none if it is unclear, unknown, or in another document.
fn operation<'a>(context: &LintContext<'_>, link: &Located<'a>) -> Option<Located<'a>> {
    match target(link.node) {
        Target::Unclear => None,
        Target::Id(id) => Located::root(link.root).at(context.operation(id)?),
        Target::Reference(reference) => {
            let target = references::step(link, reference).ok()?;
            (context.contract.objects().kind(&target.pointer) == Some(ObjectKind::Operation)).then_some(target)
        }
    }
}

static LINK_TARGET: Rule = Rule {
    id: "link-target",
    section: Some(section::LINK),
    summary: "A link names its operation with one of `operationId` and `operationRef`.",
    help: "give the `operationId`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Link, link_target)],
};

fn link_target(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if let Target::Unclear = target(object.node) {
        reporter.report(&object.pointer, "a link needs one of `operationId` and `operationRef`");
    }
}

static LINK_OPERATION: Rule = Rule {
    id: "link-operation",
    section: Some(section::LINK),
    summary: "The operation of a link exists.",
    help: "name an operation of this document",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Link, link_operation)],
};

fn link_operation(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if operation(context, &object.at).is_some() {
        return;
    }
    match target(object.node) {
        Target::Id(id) => {
            let message = format!("no operation has the id `{id}`");
            reporter.report(&object.pointer.child("operationId"), message);
        }
        // Other documents are not read.
        Target::Reference(reference) if reference.starts_with('#') => {
            let message = format!("no operation is at `{reference}`");
            reporter.report(&object.pointer.child("operationRef"), message);
        }
        Target::Reference(_) | Target::Unclear => {}
    }
}

static LINK_PARAMETER: Rule = Rule {
    id: "link-parameter",
    section: Some(section::LINK),
    summary: "The parameters of a link are parameters of its operation.",
    help: "name a parameter of the operation, as in `id` or `path.id`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Link, link_parameter)],
};

fn link_parameter(context: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let Some(operation) = operation(context, &object.at) else { return };
    let parameters = parameters(&operation);
    let has = |location: Option<&str>, name: &str| {
        let is_meant = |parameter: &Parameter<'_>| {
            parameter.name() == name && location.is_none_or(|location| parameter.location().as_str() == location)
        };
        parameters.iter().any(is_meant)
    };
    for (name, argument) in object.members("parameters") {
        let is_qualified = name.split_once('.').is_some_and(|(location, rest)| has(Some(location), rest));
        if !is_qualified && !has(None, name) {
            reporter.report(&argument.pointer, format!("the operation has no parameter `{name}`"));
        }
    }
}

/// The parameters of an operation, which may be of a callback, and of its path item.
fn parameters<'a>(operation: &Located<'a>) -> Vec<Parameter<'a>> {
    let item = operation.pointer.parent().and_then(|item| Located::root(operation.root).at(item));
    let owners = item.into_iter().chain([operation.clone()]);
    let declared = owners.flat_map(|owner| owner.elements("parameters"));
    declared.map(|at| Parameter { declared: at.pointer.clone(), at: at.resolve() }).collect()
}

static RUNTIME_EXPRESSION: Rule = Rule {
    id: "runtime-expression",
    section: Some(section::LINK),
    summary: "Runtime expressions, and so the keys of callbacks, have the form that the specification gives them.",
    help: "write it as in `$request.path.id`, `$response.header.Location` or `$request.body#/pointer`",
    severity: Severity::Error,
    checks: &[
        Check::Object(ObjectKind::Callback, callback_expression),
        Check::Object(ObjectKind::Link, link_expression),
    ],
};

fn callback_expression(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for key in object.as_object().into_iter().flat_map(Object::keys).filter(|key| !key.starts_with("x-")) {
        let wrong = match key.parse::<PathTemplate>() {
            _ if key.starts_with('$') => (!is_expression(key)).then_some(key.to_owned()),
            Ok(template) => template.names().find(|name| !is_expression(name)).map(str::to_owned),
            Err(_) => Some(key.to_owned()),
        };
        if let Some(wrong) = wrong {
            let message = format!("`{wrong}` is not a runtime expression, so the callback has no URL");
            reporter.report(&object.pointer.child(key), message);
        }
    }
}

fn link_expression(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let arguments = object.members("parameters").map(|(_, argument)| argument);
    for argument in arguments.chain(object.get("requestBody")) {
        if let Some(wrong) = argument.node.as_str().and_then(wrong_expression) {
            reporter.report(&argument.pointer, format!("`{wrong}` is not a runtime expression"));
        }
    }
}

/// What begins in an argument of a link as an expression does, and is none; else the argument may be a constant.
fn wrong_expression(argument: &str) -> Option<&str> {
    let begins = |text: &&str| ["$request", "$response"].iter().any(|start| text.starts_with(start));
    let embedded = argument.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    [argument].into_iter().chain(embedded).filter(begins).find(|text| !is_expression(text))
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
