//! The `x-simulator` extension of a contract, typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::HeaderValue;
use openapi::{Contract, Node, ObjectKind, Problem, Problems};
use serde::Deserialize;

use crate::response::expression::Expression;
use crate::response::refusal::{RefusalReason, RefusalStatus};

const KEY: &str = "x-simulator";
const ERROR_CODE: &str = "x-error-code";

/// One `x-simulator` object. Which member means something depends on where the object is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Extension {
    /// On a schema: where the value of a response is taken from.
    pub(crate) value: Option<Expression>,
    /// On a parameter: the kind of thing that it names.
    pub(crate) resource: Option<String>,
    /// On an operation: what its success makes of a thing.
    pub(crate) state: Option<Transition>,
    /// On an operation: that one call is not followed by another before it is done.
    pub(crate) pending: Option<Pending>,
    /// At the root: status and code of each refusal.
    pub(crate) refusals: BTreeMap<RefusalReason, RefusalStatus>,
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
pub(crate) struct StateName(pub(crate) Arc<str>);

impl TryFrom<String> for StateName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match HeaderValue::from_str(&name) {
            Ok(value) if value.to_str().is_ok() => Ok(Self(name.into())),
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
    /// The extension of an object; the empty one where there is none. [`check`] has refused the malformed ones.
    pub(crate) fn of(object: &Node) -> Self {
        object.get(KEY).and_then(|extension| Self::read(extension).ok()).unwrap_or_default()
    }

    fn read(extension: &Node) -> Result<Self, serde_json::Error> {
        serde_json::from_value(extension.to_json())
    }
}

/// The `x-error-code` of a schema.
pub(crate) fn error_code(schema: &Node) -> Option<&str> {
    schema.text(ERROR_CODE)
}

/// Refuses a contract with malformed extensions: each is reported at its place.
pub(crate) fn check(contract: &Contract) -> Result<(), Problems> {
    let objects = contract.objects().iter().filter(|object| object.kind != ObjectKind::Reference);
    let problems = objects.flat_map(|object| {
        let extension = object.node.get(KEY).and_then(|extension| Extension::read(extension).err());
        let extension = extension.map(|problem| (KEY, problem.to_string()));
        let code = object.node.get(ERROR_CODE).filter(|code| !code.is_string());
        let code = code.map(|_| (ERROR_CODE, "an error code is a string".to_owned()));
        let found = extension.into_iter().chain(code);
        found.map(|(key, message)| contract.problem(&object.pointer.child(key), message)).collect::<Vec<Problem>>()
    });
    Problems::check(problems.collect())
}
