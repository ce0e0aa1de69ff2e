//! Whether the parameters of a request are what its operation takes.

use openapi::{Contract, Problem};
use serde_json::Value;

use crate::expression::Inputs;
use crate::extension::Extension;
use crate::refusal::{Reason, Refusal};
use crate::rules::Rules;
use crate::schema::{Branches, Schemas};

/// One parameter in the path, the query or a header.
pub(crate) struct Parameter {
    name: String,
    place: Place,
    required: bool,
    /// Whether each element of an array comes as a parameter of its own.
    explode: bool,
    /// None where the value has no form that is checked: an object, or `content`.
    rules: Option<Rules>,
    /// The kind of thing that the parameter names.
    pub(crate) resource: Option<String>,
}

#[derive(Clone, Copy)]
enum Place {
    Path,
    Query,
    Header,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

impl Parameter {
    /// Reads a resolved parameter; `None` for one that is not checked. `pointer` is that of the operation.
    pub(crate) fn read(contract: &Contract, node: &Value, pointer: &str) -> Result<Option<Self>, Problem> {
        let text = |key| node.get(key).and_then(Value::as_str).unwrap_or_default();
        let flag = |key| node.get(key).and_then(Value::as_bool);
        let name = text("name");
        let place = match text("in") {
            "path" => Place::Path,
            "query" => Place::Query,
            // OpenAPI: header parameters of these names are ignored.
            "header" if ["accept", "content-type", "authorization"].contains(&&*name.to_ascii_lowercase()) => {
                return Ok(None);
            }
            "header" => Place::Header,
            _ => return Ok(None),
        };
        let schema = node.get("schema").filter(|schema| {
            let schemas = Schemas::of(contract, schema, Branches::First);
            schemas.keyword("type").and_then(Value::as_str) != Some("object")
        });
        Ok(Some(Self {
            name: name.to_owned(),
            place,
            required: flag("required").unwrap_or(false),
            explode: flag("explode").unwrap_or(matches!(text("style"), "" | "form")),
            rules: schema.map(|schema| Rules::compile(contract, schema, pointer)).transpose()?,
            resource: Extension::of(node).resource,
        }))
    }

    /// Refuses a required parameter that is missing, and a value that breaks a rule.
    pub(crate) fn check(&self, contract: &Contract, inputs: &Inputs<'_>) -> Result<(), Refusal> {
        let values = self.values(inputs);
        let place = self.place.name();
        if values.is_empty() {
            return if self.required {
                let message = format!("The required {place} parameter `{}` is missing.", self.name);
                Err(Refusal::new(Reason::MissingProperty, message))
            } else {
                Ok(())
            };
        }
        match &self.rules {
            Some(rules) => rules
                .check(contract, &self.typed(contract, rules, &values))
                .map_err(|violation| violation.of_parameter(&self.name, place)),
            None => Ok(()),
        }
    }

    /// Every value that the request gives the parameter.
    pub(crate) fn values<'a>(&self, inputs: &Inputs<'a>) -> Vec<&'a str> {
        let named = |pairs: &'a [(String, String)]| {
            let pairs = pairs.iter().filter(|(name, _)| *name == self.name);
            pairs.map(|(_, value)| value.as_str()).collect()
        };
        match self.place {
            Place::Path => named(inputs.path),
            Place::Query => named(inputs.query),
            Place::Header => {
                let values = inputs.headers.get_all(&self.name).iter();
                values.filter_map(|value| value.to_str().ok()).collect()
            }
        }
    }

    /// The value as its schema means it: `7` is a number where the schema says so.
    fn typed(&self, contract: &Contract, rules: &Rules, values: &[&str]) -> Value {
        let schemas = Schemas::of(contract, rules.schema(), Branches::First);
        let first = values.first().copied().unwrap_or_default();
        if schemas.keyword("type").and_then(Value::as_str) != Some("array") {
            return scalar(&schemas, first);
        }
        let items = schemas.items();
        let one_each = matches!(self.place, Place::Query) && self.explode;
        if one_each {
            values.iter().map(|value| scalar(&items, value)).collect()
        } else {
            first.split(',').map(|value| scalar(&items, value.trim())).collect()
        }
    }
}

fn scalar(schemas: &Schemas<'_>, text: &str) -> Value {
    let as_text = || Value::from(text);
    match schemas.keyword("type").and_then(Value::as_str) {
        Some("integer" | "number" | "boolean") => {
            let value = serde_json::from_str(text).ok();
            value.filter(|it: &Value| it.is_number() || it.is_boolean()).unwrap_or_else(as_text)
        }
        _ => as_text(),
    }
}
