//! The examples of the contract as data.

use openapi::{Contract, Operation};
use serde_json::Value;

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
