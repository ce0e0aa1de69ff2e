//! The `x-simulator` extension of a contract, typed.

use std::collections::BTreeMap;

use http::HeaderValue;
use openapi::{Contract, Problem, pointer};
use serde::Deserialize;
use serde_json::Value;

use crate::expression::Expression;
use crate::refusal::{Outcome, Reason};

const KEY: &str = "x-simulator";
const ERROR_CODE: &str = "x-error-code";

/// One `x-simulator` object. Which member means something depends on where the object stands.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Extension {
    /// On a schema: where the value comes from in an answer.
    pub(crate) value: Option<Expression>,
    /// On a parameter: the kind of thing that it names.
    pub(crate) resource: Option<String>,
    /// On an operation: what its success makes of a thing.
    pub(crate) state: Option<Transition>,
    /// On an operation: that one call is not followed by another before it is done.
    pub(crate) pending: Option<Pending>,
    /// At the root: how each refusal is answered.
    pub(crate) refusals: BTreeMap<Reason, Outcome>,
}

/// `state: {of: EXPR, becomes: NAME}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Transition {
    pub(crate) of: Expression,
    pub(crate) becomes: StateName,
}

/// The name of a state; it travels in a header, so that it has to be visible ASCII.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct StateName(pub(crate) String);

impl TryFrom<String> for StateName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match HeaderValue::from_str(&name) {
            Ok(value) if value.to_str().is_ok() => Ok(Self(name)),
            _ => Err(format!("the state `{name}` cannot be sent in a header")),
        }
    }
}

/// `pending: {one-per: EXPR}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Pending {
    pub(crate) one_per: Expression,
}

impl Extension {
    /// The extension of a node; the empty one where there is none. [`check`] has refused the malformed ones.
    pub(crate) fn of(node: &Value) -> Self {
        let extension = node.get(KEY).and_then(|it| Self::deserialize(it).ok());
        extension.unwrap_or_default()
    }
}

/// The `x-error-code` of a schema.
pub(crate) fn error_code(schema: &Value) -> Option<&str> {
    schema.get(ERROR_CODE)?.as_str()
}

/// Refuses a contract with a malformed extension, and says where it stands.
pub(crate) fn check(contract: &Contract) -> Result<(), Problem> {
    walk(contract, contract.json(), "")
}

fn walk(contract: &Contract, node: &Value, at: &str) -> Result<(), Problem> {
    match node {
        Value::Object(members) => members.iter().try_for_each(|(key, member)| {
            let at = pointer::child(at, key);
            match key.as_str() {
                KEY => match Extension::deserialize(member) {
                    Ok(_) => Ok(()),
                    Err(problem) => Err(contract.problem(&at, problem.to_string())),
                },
                ERROR_CODE if !member.is_string() => Err(contract.problem(&at, "an error code is a string")),
                _ => walk(contract, member, &at),
            }
        }),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .try_for_each(|(index, element)| walk(contract, element, &pointer::element(at, index))),
        _ => Ok(()),
    }
}
