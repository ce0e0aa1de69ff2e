//! What the calls of one operation are made of.

use std::collections::HashMap;
use std::sync::Arc;

use openapi::{Body, Operation};
use serde_json::{Map, Value};

use super::error::ListError;
use super::field::{Field, Part};
use super::name::{key, listed};
use crate::call::Call;
use crate::check::CompiledSchema;

/// An operation, prepared to make calls of many rows.
#[derive(Debug)]
pub(crate) struct OperationPlan<'a> {
    pub name: Arc<str>,
    pub fields: Vec<Field<'a>>,
    /// The fields of each name, however it is written.
    by_key: HashMap<String, Vec<usize>>,
    /// For each field that is a parameter, what its value is held against.
    parameters: Vec<Option<CompiledSchema<'a>>>,
    body: Option<CompiledSchema<'a>>,
    needs_body: bool,
}

/// The fields that a column may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldMatch {
    None,
    One(usize),
    Several,
}

/// A value of a field, and how its writer names it.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub column: Arc<str>,
    pub value: Value,
}

impl<'a> OperationPlan<'a> {
    /// Prepares an operation; fails if a schema does not compile.
    pub(crate) fn new(operation: &'a Operation) -> Result<Self, String> {
        let of_operation = |error| format!("operation `{}`: {error}", operation.name());
        let declared = operation.parameters().into_iter().filter(|parameter| !parameter.is_ignored());
        let (mut fields, mut parameters) = (Vec::new(), Vec::new());
        for parameter in declared {
            fields.push(Field::parameter(&parameter));
            parameters.push(parameter.schema().as_ref().map(CompiledSchema::new).transpose().map_err(of_operation)?);
        }
        let request_body = operation.request_body();
        let needs_body = request_body.as_ref().is_some_and(|body| body.is_required());
        let content = request_body.and_then(|body| body.body());
        let schema = content.as_ref().and_then(Body::json).and_then(|content| content.schema());
        let body = schema.as_ref().map(CompiledSchema::new).transpose().map_err(of_operation)?;
        if let Some(schema) = body.as_ref().map(CompiledSchema::schema) {
            let sent = schema.properties().into_iter().filter(|(_, property)| !is_read_only(property));
            fields.extend(
                sent.map(|(name, property)| Field::new(name, Part::Body, schema.requires(name), Some(&property))),
            );
        }
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            by_key.entry(key(field.name)).or_default().push(index);
        }
        Ok(Self { name: operation.name().into(), fields, by_key, parameters, body, needs_body })
    }

    /// The field that a column means: the one of its very name, else the one of its name however it is written.
    pub(crate) fn field(&self, column: &str, part: Option<Part>) -> FieldMatch {
        let Some(indices) = self.by_key.get(&key(column)) else { return FieldMatch::None };
        let indices = indices.iter().copied().filter(|index| part.is_none_or(|part| self.fields[*index].part == part));
        let indices: Vec<usize> = indices.collect();
        let exact: Vec<usize> = indices.iter().copied().filter(|index| self.fields[*index].name == column).collect();
        match (exact.as_slice(), indices.as_slice()) {
            ([index], _) | ([], [index]) => FieldMatch::One(*index),
            (_, []) => FieldMatch::None,
            _ => FieldMatch::Several,
        }
    }

    /// What is wrong with a value of a field.
    pub(crate) fn problem(&self, index: usize, value: &Value) -> Option<String> {
        let field = &self.fields[index];
        if field.part == Part::Parameters {
            let rules = self.parameters.get(index)?.as_ref()?;
            return rules.problems(value).into_iter().next().map(|(_, problem)| problem);
        }
        let body = Map::from_iter([(field.name.to_owned(), value.clone())]);
        let problems = self.body.as_ref()?.problems(&Value::Object(body)).into_iter();
        let mut of_field = problems.filter(|(place, _)| place.tokens().first() == Some(&field.name));
        of_field.next().map(|(_, problem)| problem)
    }

    /// The names of its fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.fields.iter().map(|field| field.name)
    }

    /// Makes a call of the values of its fields, and reports all that is wrong with them.
    pub(crate) fn call(&self, values: Vec<Option<Given>>) -> Result<Call, Vec<ListError>> {
        let mut errors = Vec::new();
        let has_body = self.needs_body
            || self.fields.iter().zip(&values).any(|(field, value)| field.part == Part::Body && value.is_some());
        let is_missing = |(field, value): &(&Field<'_>, &Option<Given>)| {
            value.is_none() && field.is_required && (field.part == Part::Parameters || has_body)
        };
        let missing = self.fields.iter().zip(&values).filter(is_missing).map(|(field, _)| field.name);
        let missing: Vec<&str> = missing.collect();
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            errors.push(ListError::new(format!("{} {verb} missing, and `{}` needs it", listed(missing), self.name)));
        }
        let mut call = Call { operation: Arc::clone(&self.name), parameters: Map::new(), body: Map::new() };
        let mut columns: HashMap<&str, Arc<str>> = HashMap::new();
        for (index, (field, given)) in self.fields.iter().zip(values).enumerate() {
            let Some(Given { column, value }) = given else { continue };
            if field.part == Part::Body {
                columns.insert(field.name, column);
                call.body.insert(field.name.to_owned(), value);
                continue;
            }
            let rules = self.parameters.get(index).and_then(Option::as_ref);
            let problems = rules.map(|rules| rules.problems(&value)).unwrap_or_default();
            errors.extend(problems.into_iter().map(|(place, problem)| wrong(&column, &value, &place, problem)));
            call.parameters.insert(field.name.to_owned(), value);
        }
        if let Some(rules) = self.body.as_ref().filter(|_| has_body) {
            let whole = Value::Object(std::mem::take(&mut call.body));
            for (pointer, problem) in rules.problems(&whole) {
                let tokens = pointer.tokens();
                let column = tokens.first().and_then(|token| columns.get(&**token));
                let (Some(column), Some(value)) = (column, tokens.first().and_then(|token| whole.get(&**token))) else {
                    // That a property is missing is said already.
                    if errors.is_empty() {
                        errors.push(ListError::new(format!("the body of `{}`: {problem}", self.name)));
                    }
                    continue;
                };
                let below = tokens[1..].iter().fold(openapi::Pointer::root(), |pointer, token| pointer.child(token));
                errors.push(wrong(column, value, &below, problem));
            }
            if let Value::Object(members) = whole {
                call.body = members;
            }
        }
        if errors.is_empty() { Ok(call) } else { Err(errors) }
    }
}

fn is_read_only(property: &openapi::Schema<'_>) -> bool {
    property.keywords("readOnly").any(|flag| flag.as_bool() == Some(true))
}

fn wrong(column: &str, value: &Value, place: &openapi::Pointer, problem: String) -> ListError {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let message = if place.is_root() { problem } else { format!("{place}: {problem}") };
    ListError::new(message).of_column(column).with_value(&shown)
}
