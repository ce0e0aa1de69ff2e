//! The examples of the contract as data.

use openapi::{Contract, Node, Operation, Part};
use serde_json::Value;

/// One example of an operation: a body, with the schema that it is of.
#[derive(Clone, Debug)]
pub struct BodyExample {
    /// The operationId.
    pub operation: String,
    /// `request`, or the status of the response.
    pub part: String,
    /// Its name in the contract.
    pub name: String,
    /// The schema, as the contract has it in this place.
    pub schema: Node,
    /// Name of the generated type.
    pub type_name: String,
    /// The body.
    pub value: Value,
}

impl BodyExample {
    /// How reviewers find it: `blockFile/201.documented`.
    pub fn path(&self) -> String {
        format!("{}/{}.{}", self.operation, self.part, self.name)
    }
}

/// Every example of every operation's JSON bodies, errors too, in the order of the contract.
pub fn examples(contract: &Contract) -> Vec<BodyExample> {
    contract.operations().iter().flat_map(examples_of).collect()
}

/// Every example of an operation's JSON bodies, errors too.
pub fn examples_of(operation: &Operation) -> Vec<BodyExample> {
    let bodies = operation.examples().into_iter().filter(|example| {
        matches!(example.part, Part::Request | Part::Response(_))
            && example.content.as_ref().is_some_and(openapi::Content::is_json)
    });
    bodies
        .filter_map(|example| {
            let (part, schema) = (example.part.to_string(), example.schema?);
            Some(BodyExample {
                operation: operation.name().to_owned(),
                type_name: type_name(operation.name(), &part, &schema),
                part,
                name: example.example.name.to_owned(),
                schema: schema.node.clone(),
                value: example.example.value.to_json(),
            })
        })
        .collect()
}

/// The generated type of a schema: the one of its name; written inline, the one that progenitor names by its place.
fn type_name(operation: &str, part: &str, schema: &Node) -> String {
    match schema.text("$ref") {
        Some(reference) => reference.rsplit('/').next().unwrap_or_default().to_owned(),
        None => {
            let place = if part == "request" { "Body" } else { "Response" };
            let (first, rest) = operation.split_at(1);
            format!("{}{rest}{place}", first.to_uppercase())
        }
    }
}
