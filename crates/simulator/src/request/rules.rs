//! The rules of one schema, ready to be applied.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{Draft, ValidationError, Validator};
use openapi::{Alternatives, Contract, Direction, Extent, JsonSchema, Located, Node, Pointer, Problem, Schema};
use serde_json::Value;

use crate::extension::error_code;
use crate::response::refusal::{Refusal, RefusalReason};

/// A schema of the contract, and its compiled form once it is needed.
pub(crate) struct Rules {
    root: Node,
    schema: Node,
    direction: Direction,
    validator: OnceLock<Result<Validator, String>>,
}

/// The first rule that a value breaks.
#[derive(Debug)]
pub(crate) struct SchemaMismatch {
    reason: RefusalReason,
    /// What is wrong, to be read after the name of the value.
    predicate: String,
    code: Option<String>,
}

/// Compiles the schemas of a contract, each once for each direction.
pub(crate) struct Compiler<'a> {
    contract: &'a Contract,
    known: HashMap<(Pointer, Direction), Arc<Rules>>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(contract: &'a Contract) -> Self {
        Self { contract, known: HashMap::new() }
    }

    pub(crate) fn contract(&self) -> &'a Contract {
        self.contract
    }

    /// The rules of a schema, which are compiled when they are needed.
    pub(crate) fn rules(&mut self, schema: &Located<'a>, direction: Direction) -> Arc<Rules> {
        let Located { root, pointer, node } = schema.resolve_schema();
        let read = || {
            let validator = OnceLock::new();
            Arc::new(Rules { root: root.clone(), schema: node.clone(), direction, validator })
        };
        Arc::clone(self.known.entry((pointer, direction)).or_insert_with(read))
    }

    /// The rules of a schema that each request is checked by. Fails if it is not one that can be applied.
    pub(crate) fn compile(&mut self, schema: &Located<'a>, direction: Direction) -> Result<Arc<Rules>, Problem> {
        let rules = self.rules(schema, direction);
        match rules.validator() {
            Ok(_) => Ok(rules),
            Err(reason) => Err(self.contract.problem(&schema.resolve_schema().pointer, reason)),
        }
    }
}

impl Rules {
    /// The schema, resolved.
    pub(crate) fn schema(&self, alternatives: Alternatives) -> Schema<'_> {
        Schema::with(&self.root, &self.schema, alternatives)
    }

    fn validator(&self) -> Result<&Validator, &str> {
        let compile = || {
            let schema = JsonSchema::of(&self.root).in_messages(Some(self.direction)).convert(&self.schema);
            let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).offline();
            options.build(&schema).map_err(|problem| format!("the schema does not compile: {problem}"))
        };
        self.validator.get_or_init(compile).as_ref().map_err(String::as_str)
    }

    /// A valid value, as small as can be; the error says why there is none.
    pub(crate) fn sample(&self) -> Result<Value, String> {
        // A fuller value may tell alternatives apart that a small one does not.
        self.sample_of(Extent::Required).or_else(|error| self.sample_of(Extent::Everything).map_err(|_| error))
    }

    fn sample_of(&self, extent: Extent) -> Result<Value, String> {
        let made = openapi::sample(&self.schema(Alternatives::First), extent).map_err(|error| error.to_string())?;
        let value = made.to_json();
        self.validator()?;
        match self.check(&value) {
            Ok(()) => Ok(value),
            Err(mismatch) => Err(format!(
                "no valid value can be made for the schema: the one that was made {}; give it an example",
                mismatch.predicate
            )),
        }
    }

    pub(crate) fn is_valid(&self, value: &Value) -> bool {
        self.validator().is_ok_and(|validator| validator.is_valid(value))
    }

    /// Applies the rules. Of several mismatches the most significant is reported: a wrong type of the whole, then a
    /// missing property, then the first one.
    pub(crate) fn check(&self, value: &Value) -> Result<(), SchemaMismatch> {
        let rank = |error: &ValidationError<'_>| match reason(error) {
            RefusalReason::MalformedBody => 0,
            RefusalReason::MissingProperty => 1,
            _ => 2,
        };
        let broken = self.validator().ok().and_then(|validator| validator.iter_errors(value).min_by_key(rank));
        match broken {
            Some(error) => Err(self.mismatch(value, &error)),
            None => Ok(()),
        }
    }

    fn mismatch(&self, value: &Value, error: &ValidationError<'_>) -> SchemaMismatch {
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
        let schema = pointer.parse().ok().and_then(|pointer| self.schema(Alternatives::Each).at(&pointer));
        let code = schema.and_then(|schema| schema.parts().iter().find_map(|part| error_code(part).map(str::to_owned)));
        SchemaMismatch { reason: reason(error), predicate, code }
    }
}

fn reason(error: &ValidationError<'_>) -> RefusalReason {
    match error.kind() {
        ValidationErrorKind::Required { .. } => RefusalReason::MissingProperty,
        ValidationErrorKind::Type { kind: TypeKind::Single(_) | TypeKind::Multiple(_) }
            if error.instance_path().as_str().is_empty() =>
        {
            RefusalReason::MalformedBody
        }
        _ => RefusalReason::InvalidValue,
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

impl SchemaMismatch {
    /// The refusal of a body.
    pub(crate) fn of_body(self) -> Refusal {
        self.of("The body")
    }

    /// The refusal of a parameter, of which no part can be missing.
    pub(crate) fn of_parameter(mut self, name: &str, location: &str) -> Refusal {
        self.reason = RefusalReason::InvalidValue;
        self.of(&format!("The {location} parameter `{name}`"))
    }

    fn of(self, what: &str) -> Refusal {
        let mut refusal = Refusal::new(self.reason, format!("{what} {}.", self.predicate));
        if self.reason == RefusalReason::InvalidValue {
            refusal.code = self.code;
        }
        refusal
    }
}
