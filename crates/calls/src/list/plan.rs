//! What rows are read by: the operations of the contract, and what all rows have in common.

use std::collections::HashSet;
use std::sync::Arc;

use openapi::Contract;
use serde_json::Value;

use super::error::ListError;
use super::field::Part;
use super::name::{key, listed, similar};
use super::operation_plan::{FieldMatch, Given, OperationPlan};
use super::options::ListOptions;
use crate::call::Call;
use crate::check::trimmed;

/// The column that names the operation of a row.
pub(crate) const OPERATION: &str = "operation";

/// See the module.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    operations: Vec<OperationPlan<'a>>,
    /// The operation of rows that name none.
    default: Option<usize>,
    /// The values of rows that have none of their own.
    common: Vec<(String, String)>,
    ignored: HashSet<String>,
}

/// A row as it is written.
#[derive(Debug, Default)]
pub(crate) struct RawRow {
    pub line: u64,
    pub operation: Option<String>,
    pub values: Vec<RawValue>,
}

/// A value as it is written.
#[derive(Debug)]
pub(crate) struct RawValue {
    pub column: Arc<str>,
    /// The part of the call, if the list says it.
    pub part: Option<Part>,
    pub value: RawContent,
}

#[derive(Debug)]
pub(crate) enum RawContent {
    /// A text, which stands for a value of whatever type.
    Text(String),
    /// A value with its type.
    Json(Value),
}

impl<'a> Plan<'a> {
    /// Prepares to read a list; reports what is wrong with what all rows have in common.
    pub(crate) fn new(contract: &'a Contract, options: &ListOptions) -> Result<Self, Vec<ListError>> {
        let operations: Result<Vec<_>, _> = contract.operations().iter().map(OperationPlan::new).collect();
        let operations = operations.map_err(|error| vec![ListError::new(error)])?;
        let ignored = options.ignored_columns.iter().map(|name| key(name)).collect();
        let mut plan = Self { operations, default: None, common: Vec::new(), ignored };
        let mut errors = Vec::new();
        if let Some(name) = &options.operation {
            match plan.find(name) {
                Ok(index) => plan.default = Some(index),
                Err(error) => errors.push(error),
            }
        }
        for (name, text) in &options.values {
            let error = plan.common_value_error(name, text).filter(|_| errors.is_empty());
            errors.extend(error.map(|ListError { message, value, .. }| {
                let message = format!("as a common value: {message}");
                ListError { message, value, line: None, column: Some(name.clone()) }
            }));
        }
        plan.common.clone_from(&options.values);
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// What is wrong with a common value: no operation that rows may have takes it.
    fn common_value_error(&self, name: &str, text: &str) -> Option<ListError> {
        let mut first = None;
        for operation in self.possible(true) {
            let index = match operation.field(name, None) {
                FieldMatch::One(index) => index,
                FieldMatch::Several => return Some(ambiguous(operation)),
                FieldMatch::None => continue,
            };
            let Some(value) = operation.fields[index].read(text) else {
                return Some(ListError::new("it is empty"));
            };
            match operation.problem(index, &value) {
                Some(problem) => first = first.or(Some(ListError::new(problem).with_value(text))),
                None => return None,
            }
        }
        first.or_else(|| Some(self.unknown_column(name, true)))
    }

    /// The operations that rows may have; only the default one, if the list has no column for it.
    fn possible(&self, names_operations: bool) -> &[OperationPlan<'a>] {
        match self.default {
            Some(index) if !names_operations => &self.operations[index..=index],
            _ => &self.operations,
        }
    }

    /// The operation of rows that name none.
    pub(crate) fn default_operation(&self) -> Option<&OperationPlan<'a>> {
        self.default.map(|index| &self.operations[index])
    }

    /// Whether a field has a common value.
    pub(crate) fn has_common(&self, operation: &OperationPlan<'_>, field: &str) -> bool {
        let is_of = |found| matches!(found, FieldMatch::One(index) if operation.fields[index].name == field);
        self.common.iter().any(|(name, _)| is_of(operation.field(name, None)))
    }

    /// An operation by its position in the contract.
    pub(crate) fn operation(&self, index: usize) -> &OperationPlan<'a> {
        &self.operations[index]
    }

    /// How many operations there are.
    pub(crate) fn operations(&self) -> usize {
        self.operations.len()
    }

    fn find(&self, name: &str) -> Result<usize, ListError> {
        let key_of_name = key(name);
        let found = self.operations.iter().position(|operation| key(&operation.name) == key_of_name);
        found.ok_or_else(|| {
            let names = || self.operations.iter().map(|operation| &*operation.name);
            let hint = similar(name, names()).map(|name| format!("did you mean `{name}`? "));
            let hint = hint.unwrap_or_default();
            let message = format!("there is no such operation; {hint}the operations are {}", listed(names()));
            ListError::new(message).of_column(OPERATION).with_value(name)
        })
    }

    /// Whether a column is left out.
    pub(crate) fn is_ignored(&self, column: &str, names_operations: bool) -> bool {
        self.ignored.contains(&key(column)) || (self.ignored.contains("*") && !self.is_known(column, names_operations))
    }

    /// Whether a column means something.
    pub(crate) fn is_known(&self, column: &str, names_operations: bool) -> bool {
        key(column) == OPERATION
            || self.possible(names_operations).iter().any(|operation| operation.field(column, None) != FieldMatch::None)
    }

    /// Whether two columns mean the same value of each operation that has both.
    pub(crate) fn is_same(&self, column: &str, other: &str, names_operations: bool) -> bool {
        let mut is_met = false;
        let mut operations = self.possible(names_operations).iter();
        let is_same = operations.all(|operation| {
            let found = [column, other].map(|column| operation.field(column, None));
            is_met |= found[0] != FieldMatch::None && found[0] == found[1];
            found[0] == found[1] || found.contains(&FieldMatch::None)
        });
        is_same && is_met
    }

    /// What is wrong with the name of a column that means nothing.
    pub(crate) fn unknown_column(&self, column: &str, names_operations: bool) -> ListError {
        let mut seen = HashSet::new();
        let names = self.possible(names_operations).iter().flat_map(OperationPlan::names);
        let names: Vec<&str> = names.chain([OPERATION]).filter(|name| seen.insert(key(name))).collect();
        let hint = similar(column, names.iter().copied()).map(|name| format!("; did you mean `{name}`?"));
        let hint = hint.unwrap_or_else(|| format!("; the columns are {}", listed(names.iter().copied())));
        ListError::new(format!("there is no such parameter or property{hint}")).of_column(column)
    }

    /// The position of the operation of a row, and its call; or all that is wrong with it.
    pub(crate) fn call(&self, row: RawRow) -> Result<(usize, Call), Vec<ListError>> {
        let line = row.line;
        let at_line = |errors: Vec<ListError>| errors.into_iter().map(|error| error.at_line(line)).collect::<Vec<_>>();
        let index = match row.operation.as_deref().map(trimmed).filter(|name| !name.is_empty()) {
            Some(name) => self.find(name).map_err(|error| at_line(vec![error]))?,
            None => self.default.ok_or_else(|| {
                let message = "the row names no operation: add a column `operation`, or a common operation";
                at_line(vec![ListError::new(message)])
            })?,
        };
        let operation = &self.operations[index];
        let mut errors = Vec::new();
        let mut values: Vec<Option<Given>> = vec![None; operation.fields.len()];
        for RawValue { column, part, value } in row.values {
            let found = match operation.field(&column, part) {
                FieldMatch::One(index) => index,
                FieldMatch::None if value.is_nothing() => continue,
                FieldMatch::None => {
                    errors.push(not_of_operation(operation, &column));
                    continue;
                }
                FieldMatch::Several => {
                    errors.push(ambiguous(operation).of_column(&column));
                    continue;
                }
            };
            let field = &operation.fields[found];
            let read = match value {
                RawContent::Text(text) => field.read(&text),
                RawContent::Json(value) => (!field.is_absent(&value)).then_some(value),
            };
            let Some(value) = read else { continue };
            if let Some(other) = &values[found] {
                let message = format!("the row has it already, as `{}`", other.column);
                errors.push(ListError::new(message).of_column(&column));
                continue;
            }
            values[found] = Some(Given { column, value });
        }
        for (name, text) in &self.common {
            let FieldMatch::One(found) = operation.field(name, None) else { continue };
            if values[found].is_none() {
                let value = operation.fields[found].read(text);
                values[found] = value.map(|value| Given { column: name.as_str().into(), value });
            }
        }
        match operation.call(values) {
            Ok(call) if errors.is_empty() => Ok((index, call)),
            Ok(_) => Err(at_line(errors)),
            Err(others) => Err(at_line(errors.into_iter().chain(others).collect())),
        }
    }
}

impl RawContent {
    /// Whether nothing is there.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Text(text) => trimmed(text).is_empty(),
            Self::Json(value) => value.is_null(),
        }
    }
}

fn not_of_operation(operation: &OperationPlan<'_>, column: &str) -> ListError {
    let hint = match similar(column, operation.names()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("it takes {}", listed(operation.names())),
    };
    ListError::new(format!("`{}` has no such parameter or property; {hint}", operation.name)).of_column(column)
}

fn ambiguous(operation: &OperationPlan<'_>) -> ListError {
    ListError::new(format!(
        "`{}` has several of this name: write it in the case of the contract, or use JSON Lines with `parameters` and \
         `body`",
        operation.name
    ))
}
