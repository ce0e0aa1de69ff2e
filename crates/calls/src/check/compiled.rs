//! A schema that many values are held against.

use jsonschema::{Draft, Validator};
use openapi::{Direction, JsonSchema, Located, Node, Pointer, Schema};
use serde_json::Value;

use super::json::value_problems;
use super::text_rules::trimmed;

/// A schema, compiled for the values of requests.
#[derive(Debug)]
pub struct CompiledSchema<'a> {
    schema: Schema<'a>,
    validator: Validator,
}

impl<'a> CompiledSchema<'a> {
    /// Compiles a schema of a contract.
    ///
    /// # Errors
    ///
    /// Why it does not compile.
    pub fn new(schema: &Located<'a>) -> Result<Self, String> {
        let Located { root, node, .. } = schema.resolve();
        let json_schema = JsonSchema::of(root).in_messages(Some(Direction::Request)).convert(node);
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).offline();
        let validator = options.build(&json_schema).map_err(|error| format!("the schema does not compile: {error}"))?;
        Ok(Self { schema: Schema::of(root, node), validator })
    }

    /// The schema.
    pub fn schema(&self) -> &Schema<'a> {
        &self.schema
    }

    /// Everything that the contract does not take of a value, and of what is in it.
    pub fn problems(&self, value: &Value) -> Vec<(Pointer, String)> {
        let is_valid = self.validator.is_valid(value);
        if is_valid && is_plain(value) {
            return Vec::new();
        }
        let mut problems = value_problems(&Node::from(value), &self.schema);
        if !is_valid {
            let others = self.validator.iter_errors(value).map(|error| {
                let place: Pointer = error.instance_path().as_str().parse().unwrap_or_default();
                (place, format!("it is not valid: {}", error.masked()))
            });
            // What is said of a part of a value need not be said of the whole again.
            let is_new = |(place, _): &(Pointer, String)| !problems.iter().any(|(known, _)| known.is_within(place));
            let others: Vec<_> = others.filter(is_new).collect();
            problems.extend(others);
        }
        problems
    }
}

/// Whether JSON Schema alone tells whether a value is taken: that a text is blank, or a name is not known within an object
/// in it, is an error of ours.
fn is_plain(value: &Value) -> bool {
    let is_plain_member = |value: &Value| match value {
        Value::String(text) => !trimmed(text).is_empty(),
        Value::Array(_) | Value::Object(_) => false,
        _ => true,
    };
    match value {
        Value::Object(members) => members.values().all(is_plain_member),
        _ => is_plain_member(value),
    }
}
