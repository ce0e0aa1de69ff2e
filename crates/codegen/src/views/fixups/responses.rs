//! Fixups of responses.

use serde_json::{Map, Value, json};

use openapi::grammar::METHODS;
use openapi::references::resolve;
use openapi::structure::Objects;

/// Gives a success response without a body the schema of the one with a body, and makes both nullable; the generated
/// method then returns an optional value. The client's hooks turn an empty body into `null`.
pub(crate) fn empty_success_is_null(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for responses in responses_mut(tree) {
        let successes = || responses.iter().filter(|(status, _)| status.starts_with('2'));
        let Some(schema) = successes().find_map(|(_, response)| body_schema(&before, response)) else { continue };
        let empty: Vec<String> = successes()
            .filter(|(_, response)| resolve(&before, response).get("content").is_none())
            .map(|(status, _)| status.clone())
            .collect();
        if empty.is_empty() {
            continue;
        }
        let nullable = json!({ "nullable": true, "allOf": [schema] });
        for (_, response) in responses.iter_mut().filter(|(status, _)| status.starts_with('2')) {
            let mut filled = resolve(&before, response).clone();
            filled["content"]["application/json"]["schema"] = nullable.clone();
            *response = filled;
        }
        changes += empty.len();
    }
    changes
}

/// Leaves out a success response without a body, where another success has one.
pub(crate) fn success_without_body_is_left_out(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for responses in responses_mut(tree) {
        let has_body = |response: &Value| resolve(&before, response).get("content").is_some();
        if responses.iter().any(|(status, response)| status.starts_with('2') && has_body(response)) {
            let count = responses.len();
            responses.retain(|status, response| !status.starts_with('2') || has_body(response));
            changes += count - responses.len();
        }
    }
    changes
}

/// Makes the JSON body of each error response a text, which holds whatever came.
pub(crate) fn error_bodies_are_text(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for responses in responses_mut(tree) {
        for (_, response) in responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])) {
            if body_schema(&before, response).is_some() {
                let mut text = resolve(&before, response).clone();
                text["content"] = json!({ "text/plain": { "schema": { "type": "string" } } });
                *response = text;
                changes += 1;
            }
        }
    }
    changes
}

/// Drops an error code that a range covers with the same schema.
pub(crate) fn ranges_cover_their_codes(tree: &mut Value, _: &Objects) -> usize {
    let before = tree.clone();
    let mut changes = 0;
    for responses in responses_mut(tree) {
        let schemas: Vec<_> = responses
            .iter()
            .map(|(status, response)| (status.clone(), body_schema(&before, response).cloned()))
            .collect();
        let schema = |status: &str| schemas.iter().find(|(known, _)| known == status)?.1.as_ref();
        for (status, _) in &schemas {
            let range = format!("{}XX", status.get(..1).unwrap_or_default());
            if *status != range && schema(&range).is_some() && schema(&range) == schema(status) {
                responses.remove(status);
                changes += 1;
            }
        }
    }
    changes
}

/// The schema of the JSON body of a response.
fn body_schema<'a>(root: &'a Value, response: &'a Value) -> Option<&'a Value> {
    resolve(root, response).pointer("/content/application~1json/schema")
}

fn responses_mut(tree: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    operations_mut(tree).filter_map(|operation| operation.get_mut("responses")?.as_object_mut())
}

fn operations_mut(tree: &mut Value) -> impl Iterator<Item = &mut Value> {
    let items = tree.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(|paths| paths.values_mut());
    items
        .filter_map(Value::as_object_mut)
        .flatten()
        .filter(|(method, _)| METHODS.contains(&method.as_str()))
        .map(|(_, operation)| operation)
}
