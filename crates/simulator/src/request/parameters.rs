//! Whether the parameters of a request are what its operation takes.

use std::sync::Arc;

use openapi::{Alternatives, Direction, ParameterLocation, ParameterStyle, Problem, Schema};
use serde_json::Value;

use crate::extension::Extension;
use crate::request::rules::{Compiler, Rules};
use crate::response::expression::Inputs;
use crate::response::refusal::{Refusal, RefusalReason};

/// One parameter in the path, the query or a header.
pub(crate) struct ParameterRules {
    name: String,
    location: ParameterLocation,
    required: bool,
    may_be_empty: bool,
    style: ParameterStyle,
    explode: bool,
    /// None where the value has no form that is checked.
    rules: Option<Arc<Rules>>,
    /// The kind of thing that the parameter names.
    pub(crate) resource: Option<String>,
}

impl ParameterRules {
    /// Reads a parameter; `None` for one that is not checked.
    pub(crate) fn read<'a>(
        compiler: &mut Compiler<'a>,
        parameter: &openapi::Parameter<'a>,
    ) -> Result<Option<Self>, Problem> {
        let (location, style) = (parameter.location(), parameter.style());
        if location == ParameterLocation::Cookie || parameter.is_ignored() {
            return Ok(None);
        }
        let schema = parameter.schema();
        let types = schema.as_ref().and_then(|it| Schema::with(it.root, it.node, Alternatives::First).types());
        let is_checked = !types.is_some_and(|types| types.contains(&"object"))
            && !matches!(style, ParameterStyle::Matrix | ParameterStyle::Label | ParameterStyle::DeepObject);
        if !is_checked && location == ParameterLocation::Query {
            // Its members have names of their own.
            return Ok(None);
        }
        let schema = schema.filter(|_| is_checked);
        Ok(Some(Self {
            name: parameter.name().to_owned(),
            location,
            required: parameter.is_required(),
            may_be_empty: location == ParameterLocation::Query && parameter.at.is_set("allowEmptyValue"),
            style,
            explode: parameter.explode(),
            rules: schema.map(|schema| compiler.compile(&schema, Direction::Request)).transpose()?,
            resource: Extension::of(&parameter.at).resource,
        }))
    }

    /// Refuses a required parameter that is missing, and a value that breaks a rule.
    pub(crate) fn check(&self, inputs: &Inputs<'_>) -> Result<(), Refusal> {
        let values = self.values(inputs);
        let location = self.location.as_str();
        if values.is_empty() {
            return if self.required {
                let message = format!("The required {location} parameter `{}` is missing.", self.name);
                Err(Refusal::new(RefusalReason::MissingProperty, message))
            } else {
                Ok(())
            };
        }
        match &self.rules {
            Some(rules) if !(self.may_be_empty && values == [""]) => {
                rules.check(&self.typed(rules, &values)).map_err(|mismatch| mismatch.of_parameter(&self.name, location))
            }
            _ => Ok(()),
        }
    }

    /// Every value that the request gives the parameter.
    pub(crate) fn values<'a>(&self, inputs: &Inputs<'a>) -> Vec<&'a str> {
        let named = |pairs: &'a [(String, String)]| {
            let pairs = pairs.iter().filter(|(name, _)| *name == self.name);
            pairs.map(|(_, value)| value.as_str()).collect()
        };
        match self.location {
            ParameterLocation::Path => named(inputs.path),
            ParameterLocation::Query => named(inputs.query),
            ParameterLocation::Cookie => Vec::new(),
            ParameterLocation::Header => {
                let values = inputs.headers.get_all(&self.name).iter();
                values.filter_map(|value| value.to_str().ok()).collect()
            }
        }
    }

    /// The value as its schema means it: `7` is a number where the schema says so.
    fn typed(&self, rules: &Rules, values: &[&str]) -> Value {
        let schema = rules.schema(Alternatives::First);
        let first = values.first().copied().unwrap_or_default();
        if !schema.types().is_some_and(|types| types.contains(&"array")) {
            return scalar(Some(&schema), first);
        }
        let items = schema.items();
        let items = items.as_ref();
        let separator = match self.style {
            ParameterStyle::SpaceDelimited => ' ',
            ParameterStyle::PipeDelimited => '|',
            _ => ',',
        };
        if self.location == ParameterLocation::Query && self.explode {
            values.iter().map(|value| scalar(items, value)).collect()
        } else {
            first.split(separator).map(|value| scalar(items, value.trim())).collect()
        }
    }
}

fn scalar(schema: Option<&Schema<'_>>, text: &str) -> Value {
    let types = schema.and_then(Schema::types).unwrap_or_default();
    let value = serde_json::from_str(text).ok().filter(|value| match value {
        Value::Number(_) => types.contains(&"integer") || types.contains(&"number"),
        Value::Bool(_) => types.contains(&"boolean"),
        _ => false,
    });
    value.unwrap_or_else(|| Value::from(text))
}
