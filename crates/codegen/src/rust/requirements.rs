//! What the hand-written part of the library needs of a contract, so that its compiler need not say it.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value};

use openapi::Contract;
use openapi::pointer;
use openapi::{Problem, Problems};

/// The schema of every error; the library's errors are made of it.
const ERROR: &str = "ErrorResponse";

/// Methods of the client that are not operations.
const TAKEN: [&str; 3] = ["builder", "new", "new_with_client"];

/// Everything in the contract from which the library could not be compiled.
pub(super) fn check(contract: &Contract) -> Result<(), Problems> {
    let mut problems = Vec::new();
    problems.extend(error_object(contract).err());
    problems.extend(error_responses(contract));
    problems.extend(names(contract));
    Problems::check(problems)
}

/// An error has an object `error` with `code`, an open enumeration, `message`, and maybe `target`.
fn error_object(contract: &Contract) -> Result<(), Problem> {
    let place = pointer::child("/components/schemas", ERROR);
    let needs = |pointer: &str, what: &str| {
        let message = format!("the errors of the client need {what}");
        contract.problem(pointer, message)
    };
    let property = |place: &str, schema: &Value, name: &str| {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = required.is_some_and(|names| names.iter().any(|known| known == name));
        let place = pointer::child(&pointer::child(place, "properties"), name);
        let property = schema.get("properties").and_then(|properties| properties.get(name)).cloned();
        (place, property, is_required)
    };
    let root = contract.json();
    let response = root.pointer(&place).ok_or_else(|| needs("", &format!("a schema `{ERROR}`")))?;
    let (error_place, error, is_required) = property(&place, response, "error");
    let error = error.filter(|_| is_required).ok_or_else(|| needs(&place, "a required property `error`"))?;
    let error = contract.resolve(&error);

    let (code_place, code, is_required) = property(&error_place, error, "code");
    let code = code.filter(|_| is_required).ok_or_else(|| needs(&error_place, "a required property `code` in it"))?;
    if code.get("$ref").is_none() || contract.resolve(&code).get("x-extensible-enum").is_none() {
        return Err(needs(&code_place, "`code` to refer to an open enumeration"));
    }
    let is_text = |schema: &Value| contract.resolve(schema).get("type").and_then(Value::as_str) == Some("string");
    let (message_place, message, is_required) = property(&error_place, error, "message");
    if !message.is_some_and(|message| is_required && is_text(&message)) {
        return Err(needs(&message_place, "a required string `message` in it"));
    }
    let (target_place, target, is_required) = property(&error_place, error, "target");
    if !target.is_some_and(|target| !is_required && is_text(&target)) {
        return Err(needs(&target_place, "an optional string `target` in it"));
    }
    Ok(())
}

/// Every operation's errors are of the one schema, and it has some.
fn error_responses(contract: &Contract) -> Vec<Problem> {
    let expected = Value::from(format!("#/components/schemas/{ERROR}"));
    let mut problems = Vec::new();
    for operation in contract.operations() {
        let pointer = pointer::child(&operation.pointer, "responses");
        let responses = contract.node(operation).get("responses").and_then(Value::as_object);
        let errors = responses.into_iter().flatten().filter(|(status, _)| status.starts_with(['4', '5']));
        let mut count = 0;
        for (status, response) in errors {
            count += 1;
            let schema = contract.resolve(response).pointer("/content/application~1json/schema/$ref");
            if schema != Some(&expected) {
                let message = format!("the client takes errors of the schema `{ERROR}` only, by reference");
                problems.push(contract.problem(&pointer::child(&pointer, status), message));
            }
        }
        if count == 0 {
            problems.push(contract.problem(&pointer, "the operation has no error response"));
        }
    }
    problems
}

/// No two schemas, and no two methods, have the same name in Rust.
fn names(contract: &Contract) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut types = BTreeMap::new();
    let schemas = contract.json().pointer("/components/schemas").and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(Map::keys) {
        if let Some(other) = types.insert(name.to_upper_camel_case(), name) {
            let message = format!("`{name}` and `{other}` give the same Rust type");
            problems.push(contract.problem(&pointer::child("/components/schemas", name), message));
        }
    }
    for operation in
        contract.operations().iter().filter(|operation| TAKEN.contains(&operation.id.to_snake_case().as_str()))
    {
        let message = format!("`{}` is a method of the client that is no operation", operation.id);
        problems.push(contract.problem(&pointer::child(&operation.pointer, "operationId"), message));
    }
    problems
}

/// No two properties of a schema have the same name in Rust; the generator does not see to it.
pub(super) fn check_fields(contract: &Contract, file: &mut syn::File) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for item in super::types(file).into_iter().flatten() {
        let syn::Item::Struct(generated) = item else { continue };
        let mut seen = BTreeSet::new();
        for field in generated.fields.iter().filter_map(|field| field.ident.as_ref()) {
            if !seen.insert(field) {
                let named = pointer::child("/components/schemas", &generated.ident.to_string());
                let pointer = if contract.json().pointer(&named).is_some() { named } else { String::new() };
                let message = format!("two properties give the field `{field}` of the Rust type `{}`", generated.ident);
                problems.push(contract.problem(&pointer, message));
            }
        }
    }
    Problems::check(problems)
}
