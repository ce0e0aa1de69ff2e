//! What a call acts on: the parameters of the path, and the properties of the body that the contract marks as identifiers.

use std::fmt;

use clap::ArgMatches;
use heck::ToKebabCase;
use openapi::{Operation, ParameterLocation};
use serde_json::{Map, Value};

use crate::operation;

/// The values that name what a call acts on, by their names in the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target(Vec<(String, String)>);

impl Target {
    /// The target of a call.
    pub fn of(operation: &'static Operation, arguments: &ArgMatches) -> Self {
        let in_path = operation.parameters().into_iter().filter(|it| it.location() == ParameterLocation::Path);
        let in_path = in_path.map(|parameter| parameter.name().to_owned());
        let properties = operation::body_schema(operation).map(|schema| schema.properties()).unwrap_or_default();
        let marked = properties.into_iter().filter(|(_, property)| property.keyword("x-identifier").is_some());
        let body = arguments.try_get_one::<Value>(operation::BODY).ok().flatten();
        let marked = marked.map(|(name, _)| name.to_owned());
        let values = in_path.chain(marked).filter_map(|name| {
            let value = argument(arguments, &name.to_kebab_case());
            let value = value.or_else(|| body?.get(&name)?.as_str().map(str::to_owned))?;
            Some((name, value))
        });
        Self(values.collect())
    }

    /// As a JSON object.
    pub fn to_json(&self) -> Map<String, Value> {
        self.0.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect()
    }
}

/// The value of an argument, as it was given.
fn argument(arguments: &ArgMatches, id: &str) -> Option<String> {
    let value = arguments.try_get_raw(id).ok().flatten()?.next()?;
    Some(value.to_string_lossy().into_owned())
}

/// The values alone, as in `1e5b…, 7327…`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<&str> = self.0.iter().map(|(_, value)| value.as_str()).collect();
        f.write_str(&values.join(", "))
    }
}
