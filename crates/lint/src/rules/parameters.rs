//! Parameters, and headers, which follow them.

use openapi::{Node, Object, ObjectKind, ObjectNode, Parameter, Schema};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

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
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ParameterUnique)],
};

static PATH_PARAMETER_UNKNOWN: Rule = Rule {
    id: "path-parameter-unknown",
    section: Some(section::PARAMETER),
    summary: "The path has the name of each path parameter in braces.",
    help: "write it in braces into the path, or delete the parameter",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::PathParameterUnknown)],
};

static PATH_PARAMETER_REQUIRED: Rule = Rule {
    id: "path-parameter-required",
    section: Some(section::PARAMETER),
    summary: "A path parameter is required.",
    help: "add `required: true`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::PathParameterRequired)],
};

static SCHEMA_OR_CONTENT: Rule = Rule {
    id: "schema-or-content",
    section: Some(section::PARAMETER),
    summary: "A parameter or header has one of `schema` and `content`, not both.",
    help: "give it a `schema`, or `content` with one media type",
    severity: Severity::Error,
    checks: &[
        Check::Constraint(openapi::Constraint::SchemaOrContent),
        Check::Object(ObjectKind::Header, schema_or_content),
    ],
};

/// Every contract keeps the rule for parameters.
fn schema_or_content(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if object.node.get("schema").is_some() == object.node.get("content").is_some() {
        reporter.report(&object.pointer, "the header needs one of `schema` and `content`");
    }
}

static CONTENT_SINGLE: Rule = Rule {
    id: "content-single",
    section: Some(section::PARAMETER),
    summary: "The `content` of a parameter or header has exactly one media type.",
    help: "keep one",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Parameter, content_single), Check::Object(ObjectKind::Header, content_single)],
};

fn content_single(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let media_types = object.node.get("content").and_then(Node::as_object).map(Object::len);
    if let Some(number) = media_types.filter(|number| *number != 1) {
        reporter.report(&object.pointer.child("content"), format!("`content` has {number} media types instead of one"));
    }
}

static PARAMETER_IGNORED: Rule = Rule {
    id: "parameter-ignored",
    section: Some(section::PARAMETER),
    summary: "No header parameter has the name Accept, Content-Type or Authorization; such are ignored.",
    help: "describe them with media types and security schemes",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Parameter, parameter_ignored)],
};

fn parameter_ignored(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let parameter = Parameter { declared: object.pointer.clone(), at: object.at.clone() };
    if parameter.is_ignored() {
        let message = format!("a header parameter with the name `{}` is ignored", parameter.name());
        reporter.report(&object.pointer.child("name"), message);
    }
}

static STYLE_PLACE: Rule = Rule {
    id: "style-place",
    section: Some(section::PARAMETER),
    summary: "The style of a parameter is one that its place allows.",
    help: "use `simple` in headers, `form` in cookies; `simple`, `label` or `matrix` in paths; \
           `form`, `spaceDelimited`, `pipeDelimited` or `deepObject` in queries",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::Parameter, style_place)],
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

fn style_place(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let place = object.text("in").unwrap_or_default();
    if let Some(style) = object.text("style").filter(|style| !allows(place, style)) {
        let message = format!("the style `{style}` is not allowed for parameters in `{place}`");
        reporter.report(&object.pointer.child("style"), message);
    }
}

static STYLE_TYPE: Rule = Rule {
    id: "style-type",
    section: Some(section::PARAMETER),
    summary: "The style of a parameter can express its type.",
    help: "use `form`; `deepObject` is for objects, `spaceDelimited` and `pipeDelimited` are for lists and objects",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Parameter, style_type)],
};

/// Styles that are for some types alone.
const TYPES: [(&str, &[&str]); 3] =
    [("spaceDelimited", &["array", "object"]), ("pipeDelimited", &["array", "object"]), ("deepObject", &["object"])];

fn style_type(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let place = object.text("in").unwrap_or_default();
    if let Some(style) = object.text("style").filter(|style| allows(place, style))
        && let Some((_, types)) = TYPES.iter().find(|(known, _)| *known == style)
        && let Some(stated) = object.node.get("schema").and_then(|schema| Schema::of(object.root, schema).types())
        && let [kind] = stated[..]
        && !types.contains(&kind)
    {
        let message = format!("the style `{style}` cannot express a value of type `{kind}`");
        reporter.report(&object.pointer.child("style"), message);
    }
}

static QUERY_ONLY: Rule = Rule {
    id: "query-only",
    section: Some(section::PARAMETER),
    summary: "`allowEmptyValue` and `allowReserved` are for query parameters.",
    help: "delete it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Parameter, query_only), Check::Object(ObjectKind::Header, query_only)],
};

fn query_only(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let place = object.text("in").unwrap_or("header");
    for key in ["allowEmptyValue", "allowReserved"] {
        if place != "query" && object.is_set(key) {
            let message = format!("`{key}` has no meaning for a parameter in `{place}`");
            reporter.report(&object.pointer.child(key), message);
        }
    }
}
