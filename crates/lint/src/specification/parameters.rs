//! Parameters, and headers, which follow them.

use serde_json::Value;

use super::super::context::{Context, Findings, flag, text};
use super::super::nodes::Node;
use openapi::pointer;

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

/// Styles that are for some types alone.
const TYPES: [(&str, &[&str]); 3] =
    [("spaceDelimited", &["array", "object"]), ("pipeDelimited", &["array", "object"]), ("deepObject", &["object"])];

pub(super) fn parameter(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let Node { pointer, value, .. } = node;
    let (name, place) = (text(value, "name").unwrap_or_default(), text(value, "in").unwrap_or_default());
    let is_ignored = ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str());
    if place == "header" && is_ignored {
        let message = format!("a header parameter that is called `{name}` is ignored");
        findings.report("parameter-ignored", &pointer::child(pointer, "name"), message);
    }
    let Some(style) = text(value, "style") else { return };
    let at = pointer::child(pointer, "style");
    if !STYLES.iter().any(|(known, places)| *known == style && places.contains(&place)) {
        findings.report("style-place", &at, format!("the style `{style}` is not for parameters in `{place}`"));
    } else if let Some((_, types)) = TYPES.iter().find(|(known, _)| *known == style)
        && let Some(kind) = value.get("schema").and_then(|schema| text(context.resolve(schema), "type"))
        && !types.contains(&kind)
    {
        findings.report("style-type", &at, format!("the style `{style}` cannot express a value of type `{kind}`"));
    }
}

pub(super) fn header(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if node.value.get("schema").is_some() == node.value.get("content").is_some() {
        findings.report("schema-or-content", &node.pointer, "the header needs one of `schema` and `content`");
    }
}

/// What only parameters in queries have.
pub(super) fn trait_of_place(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let place = text(node.value, "in").unwrap_or("header");
    for key in ["allowEmptyValue", "allowReserved"] {
        if place != "query" && flag(node.value, key) {
            let message = format!("`{key}` has no meaning for what is in `{place}`");
            findings.report("query-only", &pointer::child(&node.pointer, key), message);
        }
    }
}

pub(super) fn value(_: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    if let Some(media_types) = node.value.get("content").and_then(Value::as_object) {
        let place = pointer::child(&node.pointer, "content");
        if media_types.len() != 1 {
            let message = format!("`content` has {} media types, and a value is of exactly one", media_types.len());
            findings.report("content-single", &place, message);
        }
        super::bodies::media_types(media_types, &place, findings);
    }
    super::bodies::example_or_examples(node, findings);
}
