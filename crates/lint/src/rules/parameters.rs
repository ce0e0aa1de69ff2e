//! Parameters, and headers, which follow them.

use openapi::pointer;
use openapi::rules::Constraint;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::{Node, flag, text};
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[
    &PARAMETER_UNIQUE,
    &PATH_PARAMETER_UNKNOWN,
    &PATH_PARAMETER_REQUIRED,
    &SCHEMA_OR_CONTENT,
    &CONTENT_SINGLE,
    &PARAMETER_IGNORED,
    &STYLE_PLACE,
    &STYLE_TYPE,
    &QUERY_ONLY,
];

static PARAMETER_UNIQUE: Rule = Rule {
    id: "parameter-unique",
    section: Some(section::OPERATION),
    summary: "A list of parameters has no two with the same name and place.",
    help: "delete one",
    checks: &[Check::Constraint(Constraint::ParameterUnique)],
};

static PATH_PARAMETER_UNKNOWN: Rule = Rule {
    id: "path-parameter-unknown",
    section: Some(section::PARAMETER),
    summary: "The path has the name of each path parameter in braces.",
    help: "write it in braces into the path, or delete the parameter",
    checks: &[Check::Constraint(Constraint::PathParameterUnknown)],
};

static PATH_PARAMETER_REQUIRED: Rule = Rule {
    id: "path-parameter-required",
    section: Some(section::PARAMETER),
    summary: "A path parameter is required.",
    help: "add `required: true`",
    checks: &[Check::Constraint(Constraint::PathParameterRequired)],
};

static SCHEMA_OR_CONTENT: Rule = Rule {
    id: "schema-or-content",
    section: Some(section::PARAMETER),
    summary: "A parameter or header has one of `schema` and `content`, not both.",
    help: "give it a `schema`, or `content` with one media type",
    checks: &[Check::Constraint(Constraint::SchemaOrContent), Check::Object("Header", schema_or_content)],
};

/// Every contract keeps the rule for parameters.
fn schema_or_content(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("schema").is_some() == node.value.get("content").is_some() {
        reporter.report(&node.pointer, "the header needs one of `schema` and `content`");
    }
}

static CONTENT_SINGLE: Rule = Rule {
    id: "content-single",
    section: Some(section::PARAMETER),
    summary: "The `content` of a parameter or header has exactly one media type.",
    help: "keep one",
    checks: &[Check::Object("Parameter", content_single), Check::Object("Header", content_single)],
};

fn content_single(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let media_types = node.value.get("content").and_then(Value::as_object);
    if let Some(media_types) = media_types.filter(|media_types| media_types.len() != 1) {
        let message = format!("`content` has {} media types instead of one", media_types.len());
        reporter.report(&pointer::child(&node.pointer, "content"), message);
    }
}

static PARAMETER_IGNORED: Rule = Rule {
    id: "parameter-ignored",
    section: Some(section::PARAMETER),
    summary: "No header parameter has the name Accept, Content-Type or Authorization; such are ignored.",
    help: "describe them with media types and security schemes",
    checks: &[Check::Object("Parameter", parameter_ignored)],
};

fn parameter_ignored(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let name = text(node.value, "name").unwrap_or_default();
    let is_ignored = ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str());
    if text(node.value, "in") == Some("header") && is_ignored {
        let message = format!("a header parameter with the name `{name}` is ignored");
        reporter.report(&pointer::child(&node.pointer, "name"), message);
    }
}

static STYLE_PLACE: Rule = Rule {
    id: "style-place",
    section: Some(section::PARAMETER),
    summary: "The style of a parameter is one that its place allows.",
    help: "use `simple` in headers, `form` in cookies; `simple`, `label` or `matrix` in paths; \
           `form`, `spaceDelimited`, `pipeDelimited` or `deepObject` in queries",
    checks: &[Check::Object("Parameter", style_place)],
};

/// Styles, and the places that allow each.
const STYLES: [(&str, &[&str]); 7] = [
    ("matrix", &["path"]),
    ("label", &["path"]),
    ("form", &["query", "cookie"]),
    ("simple", &["path", "header"]),
    ("spaceDelimited", &["query"]),
    ("pipeDelimited", &["query"]),
    ("deepObject", &["query"]),
];

/// Whether a place allows a style.
fn allows(place: &str, style: &str) -> bool {
    STYLES.iter().any(|(known, places)| *known == style && places.contains(&place))
}

fn style_place(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = text(node.value, "in").unwrap_or_default();
    if let Some(style) = text(node.value, "style").filter(|style| !allows(place, style)) {
        let message = format!("the style `{style}` is not allowed for parameters in `{place}`");
        reporter.report(&pointer::child(&node.pointer, "style"), message);
    }
}

static STYLE_TYPE: Rule = Rule {
    id: "style-type",
    section: Some(section::PARAMETER),
    summary: "The style of a parameter can express its type.",
    help: "use `form`; `deepObject` is for objects, `spaceDelimited` and `pipeDelimited` are for lists and objects",
    checks: &[Check::Object("Parameter", style_type)],
};

/// Styles that are for some types alone.
const TYPES: [(&str, &[&str]); 3] =
    [("spaceDelimited", &["array", "object"]), ("pipeDelimited", &["array", "object"]), ("deepObject", &["object"])];

fn style_type(context: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = text(node.value, "in").unwrap_or_default();
    if let Some(style) = text(node.value, "style").filter(|style| allows(place, style))
        && let Some((_, types)) = TYPES.iter().find(|(known, _)| *known == style)
        && let Some(kind) = node.value.get("schema").and_then(|schema| text(context.resolve(schema), "type"))
        && !types.contains(&kind)
    {
        let message = format!("the style `{style}` cannot express a value of type `{kind}`");
        reporter.report(&pointer::child(&node.pointer, "style"), message);
    }
}

static QUERY_ONLY: Rule = Rule {
    id: "query-only",
    section: Some(section::PARAMETER),
    summary: "`allowEmptyValue` and `allowReserved` are for query parameters.",
    help: "delete it",
    checks: &[Check::Object("Parameter", query_only), Check::Object("Header", query_only)],
};

fn query_only(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    let place = text(node.value, "in").unwrap_or("header");
    for key in ["allowEmptyValue", "allowReserved"] {
        if place != "query" && flag(node.value, key) {
            let message = format!("`{key}` has no meaning for a parameter in `{place}`");
            reporter.report(&pointer::child(&node.pointer, key), message);
        }
    }
}
