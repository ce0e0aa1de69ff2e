//! The rules of one schema, ready to be applied.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, ValidationError, Validator};
use openapi::{Contract, Problem};
use serde_json::Value;

use crate::extension::error_code;
use crate::refusal::{Reason, Refusal};
use crate::schema::{Branches, Schemas};

/// A schema of the contract and its compiled form.
pub(crate) struct Rules {
    schema: Value,
    validator: Validator,
}

/// The first rule that a value breaks.
pub(crate) struct Violation {
    reason: Reason,
    /// What is wrong, to be read after the name of the value.
    predicate: String,
    code: Option<String>,
}

impl Rules {
    /// Fails if the schema is not one; the error names `pointer`.
    pub(crate) fn compile(contract: &Contract, schema: &Value, pointer: &str) -> Result<Self, Problem> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .offline()
            .build(&contract.json_schema(schema))
            .map_err(|problem| contract.problem(pointer, format!("the schema does not compile: {problem}")))?;
        Ok(Self { schema: schema.clone(), validator })
    }

    /// The schema as the contract writes it.
    pub(crate) fn schema(&self) -> &Value {
        &self.schema
    }

    /// Applies the rules. Of several violations the most telling is reported: a wrong type of the whole, then a
    /// missing property, then whatever comes first.
    pub(crate) fn check(&self, contract: &Contract, value: &Value) -> Result<(), Violation> {
        let rank = |error: &ValidationError<'_>| match reason(error) {
            Reason::MalformedBody => 0,
            Reason::MissingProperty => 1,
            _ => 2,
        };
        match self.validator.iter_errors(value).min_by_key(rank) {
            Some(error) => Err(self.violation(contract, value, &error)),
            None => Ok(()),
        }
    }

    fn violation(&self, contract: &Contract, value: &Value, error: &ValidationError<'_>) -> Violation {
        let pointer = error.instance_path().as_str();
        let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
        let predicate = match error.kind() {
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let hint = similar_name(value.pointer(pointer), name);
                format!("lacks the required property `{name}`{place}{hint}")
            }
            _ => format!("is not valid{place}: {}", error.masked()),
        };
        let schemas = Schemas::of(contract, &self.schema, Branches::Every).at(pointer);
        Violation {
            reason: reason(error),
            predicate,
            code: schemas.nodes.iter().find_map(|node| error_code(node)).map(str::to_owned),
        }
    }
}

fn reason(error: &ValidationError<'_>) -> Reason {
    match error.kind() {
        ValidationErrorKind::Required { .. } => Reason::MissingProperty,
        ValidationErrorKind::Type { kind: TypeKind::Single(_) | TypeKind::Multiple(_) }
            if error.instance_path().as_str().is_empty() =>
        {
            Reason::MalformedBody
        }
        _ => Reason::InvalidValue,
    }
}

/// The commonest mistake: keys are case-sensitive.
fn similar_name(object: Option<&Value>, wanted: &str) -> String {
    let mut names = object.and_then(Value::as_object).into_iter().flat_map(|it| it.keys());
    match names.find(|name| name.eq_ignore_ascii_case(wanted)) {
        Some(name) => format!(" (it has `{name}`: names are case-sensitive)"),
        None => String::new(),
    }
}

impl Violation {
    /// The refusal of a body.
    pub(crate) fn of_body(self) -> Refusal {
        self.of("The body")
    }

    /// The refusal of a parameter, of which no part can be missing.
    pub(crate) fn of_parameter(mut self, name: &str, place: &str) -> Refusal {
        self.reason = Reason::InvalidValue;
        self.of(&format!("The {place} parameter `{name}`"))
    }

    fn of(self, what: &str) -> Refusal {
        let mut refusal = Refusal::new(self.reason, format!("{what} {}.", self.predicate));
        if self.reason == Reason::InvalidValue {
            refusal.code = self.code;
        }
        refusal
    }
}
