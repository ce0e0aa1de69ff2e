//! What the hand-written part of the library needs of a contract, so that its compiler need not say it.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi::{Contract, Located, Pointer, Problem, Problems, Schema};

use super::types::types;

/// The schema of every error; the library's errors are made of it.
const ERROR: &str = "ErrorResponse";

/// Methods of the client that are not operations.
const TAKEN: [&str; 3] = ["builder", "new", "new_with_client"];

/// Everything in the contract from which the library could not be compiled.
pub(super) fn check(contract: &Contract) -> Result<(), Problems> {
    contract.check_is_3_0()?;
    contract.check_all_constraints()?;
    let mut problems = Vec::new();
    problems.extend(error_object(contract).err());
    problems.extend(error_responses(contract));
    problems.extend(names(contract));
    Problems::check(problems)
}

/// An error has an object `error` with `code`, an open enumeration, `message`, and maybe `target`.
fn error_object(contract: &Contract) -> Result<(), Problem> {
    let needs = |pointer: &Pointer, what: &str| {
        let message = format!("the errors of the client need {what}");
        contract.problem(pointer, message)
    };
    let place = named(ERROR);
    let response = contract.at(&place).ok_or_else(|| needs(&Pointer::root(), &format!("a schema `{ERROR}`")))?;
    let (error_place, error) = property(&response, "error", true);
    let error = error.ok_or_else(|| needs(&place, "a required property `error`"))?.resolve();

    let (code_place, code) = property(&error, "code", true);
    let code = code.ok_or_else(|| needs(&error_place, "a required property `code` in it"))?;
    if code.get("$ref").is_none() || code.resolve().get("x-extensible-enum").is_none() {
        return Err(needs(&code_place, "`code` to refer to an open enumeration"));
    }
    for (name, is_required, what) in
        [("message", true, "a required string `message` in it"), ("target", false, "an optional string `target` in it")]
    {
        let (place, text) = property(&error, name, is_required);
        if text.is_none_or(|text| text.resolve().text("type") != Some("string")) {
            return Err(needs(&place, what));
        }
    }
    Ok(())
}

/// Where a property of a schema is, and the property, if it is there and required or not, as is asked.
fn property<'a>(schema: &Located<'a>, name: &str, is_required: bool) -> (Pointer, Option<Located<'a>>) {
    let place = schema.pointer.child("properties").child(name);
    let requires = Schema::of(schema.root, schema.node).requires(name);
    let property = schema.get("properties").and_then(|properties| properties.get(name));
    (place, property.filter(|_| is_required == requires))
}

fn named(schema: &str) -> Pointer {
    Pointer::of(["components", "schemas", schema])
}

/// Every operation's errors are of the one schema, and it has some.
fn error_responses(contract: &Contract) -> Vec<Problem> {
    let expected = named(ERROR);
    let mut problems = Vec::new();
    for operation in contract.operations() {
        let errors = operation.errors();
        for response in &errors {
            let schema = response.body().and_then(|body| body.json()?.schema());
            let is_expected =
                schema.is_some_and(|schema| schema.get("$ref").is_some() && schema.resolve().pointer == expected);
            if !is_expected {
                let message = format!("the client takes errors of the schema `{ERROR}` only, by reference");
                problems.push(contract.problem(&response.declared, message));
            }
        }
        if errors.is_empty() {
            let pointer = operation.pointer().child("responses");
            problems.push(contract.problem(&pointer, "the operation has no error response"));
        }
    }
    problems
}

/// No two schemas, and no two methods, have the same name in Rust.
fn names(contract: &Contract) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut types = BTreeMap::new();
    for (name, _) in contract.root()["components"].members("schemas") {
        if let Some(other) = types.insert(name.to_upper_camel_case(), name) {
            let message = format!("`{name}` and `{other}` give the same Rust type");
            problems.push(contract.problem(&named(name), message));
        }
    }
    let operations = contract.operations().iter();
    for operation in operations.filter(|operation| TAKEN.contains(&operation.name().to_snake_case().as_str())) {
        let message = format!("`{}` is a method of the client that is no operation", operation.name());
        problems.push(contract.problem(&operation.pointer().child("operationId"), message));
    }
    problems
}

/// No two properties of a schema have the same name in Rust; the generator does not see to it.
pub(super) fn check_fields(contract: &Contract, file: &mut syn::File) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for item in types(file).into_iter().flatten() {
        let syn::Item::Struct(generated) = item else { continue };
        let mut seen = BTreeSet::new();
        for field in generated.fields.iter().filter_map(|field| field.ident.as_ref()) {
            if !seen.insert(field) {
                let schema = Some(named(&generated.ident.to_string()));
                let pointer = schema.filter(|schema| contract.at(schema).is_some()).unwrap_or_default();
                let message = format!("two properties give the field `{field}` of the Rust type `{}`", generated.ident);
                problems.push(contract.problem(&pointer, message));
            }
        }
    }
    Problems::check(problems)
}
