//! Fixups of operations.

use serde_json::{Map, Value, json};

use super::super::fixup::Tree;

/// Says in its summary that an operation is deprecated, instead of marking it.
pub(crate) fn deprecated_operations_are_kept(tree: &mut Tree<'_>) -> usize {
    let mut changes = 0;
    for operation in tree.operations() {
        if operation.get("deprecated") == Some(&Value::Bool(true)) {
            operation.remove("deprecated");
            let summary = operation.get("summary").and_then(Value::as_str).unwrap_or_default();
            operation.insert("summary".into(), format!("{summary} (deprecated)").trim_start().into());
            changes += 1;
        }
    }
    changes
}

/// Makes each way to get a token the one bearer scheme: the first of the contract, or what stands for one.
pub(crate) fn one_bearer_scheme(tree: &mut Tree<'_>) -> usize {
    let Some(schemes) = tree.json.pointer_mut("/components/securitySchemes").and_then(Value::as_object_mut) else {
        return 0;
    };
    let of = |accepts: fn(&Value) -> bool| schemes.iter().filter(move |(_, it)| accepts(it)).map(|(name, _)| name);
    let tokens: Vec<String> = of(|it| is_bearer(it) || is_sign_in(it)).cloned().collect();
    let Some(bearer) = of(is_bearer).next().or(tokens.first()).cloned() else { return 0 };
    let mut changes = 0;
    if let Some(scheme) = schemes.get_mut(&bearer).filter(|scheme| !is_bearer(scheme)) {
        let description = scheme.get("description").cloned();
        *scheme = json!({ "type": "http", "scheme": "bearer" });
        if let Some(description) = description {
            scheme["description"] = description;
        }
        changes += 1;
    }
    let count = schemes.len();
    schemes.retain(|name, _| *name == bearer || !tokens.contains(name));
    changes += count - schemes.len();
    let root = tree.json.get_mut("security").and_then(Value::as_array_mut);
    changes += root.map_or(0, |alternatives| reduce(alternatives, &tokens, &bearer));
    for operation in tree.operations() {
        let alternatives = operation.get_mut("security").and_then(Value::as_array_mut);
        changes += alternatives.map_or(0, |alternatives| reduce(alternatives, &tokens, &bearer));
    }
    changes
}

fn is_bearer(scheme: &Value) -> bool {
    let is = |key: &str, expected: &str| scheme[key].as_str().is_some_and(|it| it.eq_ignore_ascii_case(expected));
    is("type", "http") && is("scheme", "bearer")
}

fn is_sign_in(scheme: &Value) -> bool {
    matches!(scheme["type"].as_str(), Some("oauth2" | "openIdConnect"))
}

/// Names the bearer scheme instead of each token, and drops the alternatives to it, but for no token at all.
fn reduce(alternatives: &mut Vec<Value>, tokens: &[String], bearer: &str) -> usize {
    let mut reduced: Vec<Value> = Vec::new();
    for alternative in alternatives.iter() {
        let schemes = alternative.as_object().into_iter().flatten();
        let named = schemes.map(|(name, scopes)| match tokens.contains(name) {
            true => (bearer.to_owned(), json!([])),
            false => (name.clone(), scopes.clone()),
        });
        let named = Value::Object(named.collect::<Map<_, _>>());
        if !reduced.contains(&named) {
            reduced.push(named);
        }
    }
    let alone = json!({ bearer: [] });
    if reduced.contains(&alone) {
        reduced.retain(|it| *it == alone || *it == json!({}));
    }
    let changes = usize::from(*alternatives != reduced);
    *alternatives = reduced;
    changes
}
