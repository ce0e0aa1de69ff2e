//! Payloads of the contract as data: its examples, and the generated types by the names of their schemas.
//!
//! So a test of every operation names none, and a new operation needs no new test.

#![allow(dead_code, reason = "each test uses its part")]

use std::fs;
use std::path::{Path, PathBuf};

use defender_actions::types;
use openapi::{Contract, Operation};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// The contract that the client was compiled from.
pub fn contract() -> Contract {
    Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT).unwrap()
}

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// One example of an operation: a body, with the schema that it is of.
#[derive(Clone, Debug)]
pub struct Example {
    /// The operationId.
    pub operation: String,
    /// `request`, or the status of the answer.
    pub part: String,
    /// Its name in the contract.
    pub name: String,
    /// The schema, as the contract has it in this place.
    pub schema: Value,
    /// Name of the generated type.
    pub type_name: String,
    /// The body.
    pub value: Value,
}

impl Example {
    /// How reviewers find it: `blockFile/201.documented`.
    pub fn path(&self) -> String {
        format!("{}/{}.{}", self.operation, self.part, self.name)
    }
}

/// Every example of every operation's bodies, errors too, in the order of the contract.
pub fn examples(contract: &Contract) -> Vec<Example> {
    contract.operations().iter().flat_map(|operation| examples_of(contract, operation)).collect()
}

fn examples_of(contract: &Contract, operation: &Operation) -> Vec<Example> {
    let node = contract.node(operation);
    let request = node.get("requestBody").map(|body| ("request".to_owned(), body));
    let responses = node["responses"].as_object().unwrap();
    let answers = responses.iter().map(|(status, response)| (status.clone(), response));
    let bodies = request.into_iter().chain(answers);
    bodies
        .filter_map(|(part, body)| {
            let media = contract.resolve(body).pointer("/content/application~1json")?;
            Some((part, media.get("schema")?, media.get("examples")?.as_object()?))
        })
        .flat_map(|(part, schema, examples)| {
            examples.iter().map(move |(name, example)| Example {
                operation: operation.id.clone(),
                part: part.clone(),
                name: name.clone(),
                type_name: type_name(&operation.id, &part, schema),
                schema: schema.clone(),
                value: contract.resolve(example)["value"].clone(),
            })
        })
        .collect()
}

/// The generated type of a schema: the one of its name; written inline, the one that progenitor names by its place.
fn type_name(operation: &str, part: &str, schema: &Value) -> String {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => reference.rsplit('/').next().unwrap_or_default().to_owned(),
        None => {
            let place = if part == "request" { "Body" } else { "Response" };
            let (first, rest) = operation.split_at(1);
            format!("{}{rest}{place}", first.to_uppercase())
        }
    }
}

/// Names of the schemas of the contract, each of a generated type.
pub fn schemas() -> Vec<&'static str> {
    macro_rules! names {
        ($($name:literal $type:ident,)*) => { vec![$($name),*] };
    }
    for_each_schema!(names)
}

/// Decodes a body as the type of a schema, and encodes it again.
pub fn round_trip(schema: &str, body: &Value) -> Result<Value, String> {
    macro_rules! decode {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => serde_json::from_str::<types::$type>(&body.to_string()).and_then(serde_json::to_value),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(decode).map_err(|error| error.to_string())
}

/// Decodes a body as the type of a schema, and shows it as `Debug` does.
pub fn decoded(schema: &str, body: &Value) -> Result<String, String> {
    macro_rules! decode {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => serde_json::from_str::<types::$type>(&body.to_string()).map(|value| format!("{value:#?}")),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(decode).map_err(|error| error.to_string())
}

/// The JSON Schema that `schemars` derives from the type of a schema.
#[cfg(feature = "json-schema")]
pub fn derived_schema(schema: &str) -> Value {
    macro_rules! derive {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => schemars::schema_for!(types::$type).to_value(),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(derive)
}

/// A file of the project as JSON.
pub fn json_file(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
