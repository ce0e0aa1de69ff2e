//! A change in a line: what it is, which, and from what to what.

use openapi::Node;

use crate::differences::Difference;
use crate::excerpt::{excerpt, one};
use crate::policy::{Kind, Verb};

/// What changed, in a line: `optional property `fileStatus` removed`.
pub(crate) fn headline(difference: &Difference) -> String {
    let name = name(difference).map(|name| format!(" {}", quoted(&name))).unwrap_or_default();
    format!("{}{name} {}{}", difference.kind.noun(), difference.verb.name(), values(difference))
}

/// Which of its kind, as a reader knows it; none if the kind says it.
pub(crate) fn name(difference: &Difference) -> Option<String> {
    let Difference { kind, key, name, .. } = difference;
    let is_plain = name.is_empty() || key == kind.name() || key == kind.noun();
    let is_schema = *kind == Kind::TypeName && key == Kind::Schema.name();
    match kind {
        _ if is_plain || is_schema => None,
        // The key of a value is its JSON.
        Kind::EnumerationValue | Kind::OpenEnumerationValue => Some(unquoted(name)),
        _ => Some(name.clone()),
    }
}

/// The text of a JSON string; other JSON as it is.
fn unquoted(json: &str) -> String {
    let text = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    text.filter(|text| !text.contains(['"', '\\'])).unwrap_or(json).to_owned()
}

fn values(difference: &Difference) -> String {
    let (old, new) = (difference.base.value.as_ref(), difference.head.value.as_ref());
    // That a flag is added says its value too.
    let is_flag = |value: &&Node| value.is_boolean();
    match (difference.verb, old, new) {
        (Verb::Added, _, Some(new)) if !is_flag(&new) => one_value(new).map(|text| format!(": {text}")),
        (Verb::Removed, Some(old), _) if !is_flag(&old) => one_value(old).map(|text| format!(": {text}")),
        (Verb::Added | Verb::Removed, ..) => None,
        (_, Some(old), Some(new)) => two_values(old, new),
        _ => None,
    }
    .unwrap_or_default()
}

/// A value in a headline; `None` for one that has no short form.
fn one_value(value: &Node) -> Option<String> {
    match value.as_str() {
        Some(text) => Some(quoted(&one(text))),
        None => scalar(value),
    }
}

fn two_values(old: &Node, new: &Node) -> Option<String> {
    let (old, new) = match (old.as_str(), new.as_str()) {
        (Some(old), Some(new)) => match excerpt(old, new) {
            Some((old, new)) => (quoted(&old), quoted(&new)),
            None => return Some(" in its white space".to_owned()),
        },
        // A text and what is none may look the same.
        (Some(_), None) | (None, Some(_)) => (json(old)?, json(new)?),
        (None, None) => (scalar(old)?, scalar(new)?),
    };
    Some(format!(" from {old} to {new}"))
}

fn json(value: &Node) -> Option<String> {
    if value.is_string() { Some(quoted(&one(&value.normal_json()))) } else { scalar(value) }
}

fn scalar(value: &Node) -> Option<String> {
    match value {
        _ if value.is_null() => Some("null".to_owned()),
        _ if value.is_array() || value.is_object() => None,
        _ => Some(format!("`{}`", value.normal_json())),
    }
}

/// A text that is not of this project, as code.
fn quoted(text: &str) -> String {
    if text.contains('`') { format!("\"{}\"", text.replace('`', "'")) } else { format!("`{text}`") }
}
