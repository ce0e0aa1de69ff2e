//! Fixups of responses.

use openapi::references::resolve;
use openapi::{Node, ObjectKind, StatusKey};
use serde_json::{Value, json};

use super::super::fixup::Tree;

/// Gives a success response without a body the schema of the one with a body, and makes both nullable; the generated
/// method then returns an optional value. The client's hooks turn an empty body into `null`.
pub(crate) fn empty_success_is_null(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let mut changes = 0;
    for responses in tree.responses() {
        let successes = || responses.iter().filter(|(status, _)| is_success(status));
        let Some(schema) = successes().find_map(|(_, response)| body_schema(&before, response)) else { continue };
        let empty = successes().filter(|(_, response)| !has_body(&before, response)).count();
        if empty == 0 {
            continue;
        }
        let nullable = json!({ "nullable": true, "allOf": [schema.to_json()] });
        for (_, response) in responses.iter_mut().filter(|(status, _)| is_success(status)) {
            let mut filled = resolve(&before, &Node::from(&*response)).to_json();
            filled["content"]["application/json"]["schema"] = nullable.clone();
            *response = filled;
        }
        changes += empty;
    }
    changes
}

/// Leaves out a success response without a body, where another success has one; the description of that one says so.
pub(crate) fn success_without_body_is_left_out(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let mut changes = 0;
    for responses in tree.responses() {
        let successes = || responses.iter().filter(|(status, _)| is_success(status));
        if !successes().any(|(_, response)| has_body(&before, response)) {
            continue;
        }
        let empty = successes().filter(|(_, response)| !has_body(&before, response));
        let empty: Vec<_> = empty.map(|(status, _)| status.clone()).collect();
        if empty.is_empty() {
            continue;
        }
        responses.retain(|status, _| !empty.contains(status));
        for (_, response) in responses.iter_mut().filter(|(status, _)| is_success(status)) {
            let mut described = resolve(&before, &Node::from(&*response)).to_json();
            let description = described.get("description").and_then(Value::as_str).unwrap_or_default().trim_end();
            let alternatives = empty.join(" or ");
            described["description"] =
                format!("{description} The service may also answer {alternatives} without a body.").trim_start().into();
            *response = described;
        }
        changes += empty.len();
    }
    changes
}

/// Leaves out a range of statuses: a range of successes becomes the first of them where no success is exact, a range of
/// errors the `default` where no error is.
pub(crate) fn ranges_are_left_out(tree: &mut Tree<'_>) -> usize {
    let mut changes = 0;
    for responses in tree.responses() {
        let keys: Vec<_> = responses.keys().filter_map(|status| Some((status.clone(), key(status)?))).collect();
        for (status, range) in keys.iter().filter(|(_, key)| matches!(key, StatusKey::Range(_))) {
            let response = responses.remove(status);
            let others = responses.keys().filter_map(|status| key(status));
            let has_other = others.filter(|other| !matches!(other, StatusKey::Range(_))).any(|other| {
                other.is_success() == range.is_success() && other.is_error() == range.is_error()
                    || other == StatusKey::Default
            });
            if let (Some(response), false) = (response, has_other) {
                let exact = if range.is_success() { range.status_or(200).to_string() } else { "default".to_owned() };
                responses.insert(exact, response);
            }
            changes += 1;
        }
    }
    changes
}

/// Makes the JSON body of each error response a text, which holds whatever was received.
pub(crate) fn error_bodies_are_text(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let mut changes = 0;
    for responses in tree.responses() {
        let errors = responses.iter_mut().filter(|(status, _)| key(status).is_some_and(StatusKey::is_error));
        for (_, response) in errors {
            if body_schema(&before, response).is_some() {
                let mut text = resolve(&before, &Node::from(&*response)).to_json();
                text["content"] = json!({ "text/plain": { "schema": { "type": "string" } } });
                *response = text;
                changes += 1;
            }
        }
    }
    changes
}

/// Makes each header of a response a text, and its examples too.
pub(crate) fn headers_are_text(tree: &mut Tree<'_>) -> usize {
    let headers = tree.objects.of(ObjectKind::Header);
    let text = json!({ "type": "string" });
    let mut changes = 0;
    for header in headers {
        let header = tree.json.pointer_mut(&header.pointer.to_string()).and_then(Value::as_object_mut);
        let Some(header) = header.filter(|header| header.get("schema").is_some_and(|schema| *schema != text)) else {
            continue;
        };
        header.insert("schema".to_owned(), text.clone());
        if header.get_mut("example").is_some_and(|example| !is_now_text(example)) {
            header.shift_remove("example");
        }
        if let Some(examples) = header.get_mut("examples").and_then(Value::as_object_mut) {
            examples.retain(|_, example| example.get_mut("value").is_none_or(is_now_text));
        }
        changes += 1;
    }
    changes
}

/// Writes a value as a header has it; false for a list or an object, which has no one way to be written.
fn is_now_text(value: &mut Value) -> bool {
    if value.is_number() || value.is_boolean() {
        *value = value.to_string().into();
    }
    value.is_string()
}

/// Drops an error code that a range covers with the same schema.
pub(crate) fn ranges_cover_their_codes(tree: &mut Tree<'_>) -> usize {
    let before = tree.before();
    let mut changes = 0;
    for responses in tree.responses() {
        let schemas: Vec<_> = responses
            .iter()
            .filter_map(|(status, response)| Some((status.clone(), key(status)?, body_schema(&before, response)?)))
            .collect();
        for (status, code, schema) in &schemas {
            let StatusKey::Exact(code) = *code else { continue };
            let is_covered = schemas.iter().any(|(_, range, of_range)| {
                matches!(range, StatusKey::Range(_)) && range.covers(code) && of_range == schema
            });
            if is_covered {
                responses.remove(status);
                changes += 1;
            }
        }
    }
    changes
}

fn key(status: &str) -> Option<StatusKey> {
    status.parse().ok()
}

fn is_success(status: &str) -> bool {
    key(status).is_some_and(StatusKey::is_success)
}

fn has_body(before: &Node, response: &Value) -> bool {
    resolve(before, &Node::from(response)).get("content").is_some()
}

/// The schema of the JSON body of a response.
fn body_schema(before: &Node, response: &Value) -> Option<Node> {
    resolve(before, &Node::from(response)).get("content")?.get("application/json")?.get("schema").cloned()
}
