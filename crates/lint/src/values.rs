//! Examples and defaults, held against their schemas.

use std::collections::HashSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use openapi::{
    Direction, Example, ExampleOrigin, JsonSchema, Located, MediaType, Node, Number, ObjectKind, ObjectNode, Pointer,
    Schema,
};

use crate::budget;
use crate::context::LintContext;
use crate::misfit::{Misfit, ValueKind, ValueMisfit};

/// A value that a schema describes.
struct Described<'a> {
    kind: ValueKind,
    value: Located<'a>,
    schema: &'a Node,
    /// In which messages the value occurs; the example of a schema may be in either.
    direction: Option<Direction>,
    form: WrittenForm,
}

/// How a value may be written besides as the value that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WrittenForm {
    /// Not otherwise: it is JSON.
    Json,
    /// As the text of a parameter or header.
    Parameter,
    /// As text that JSON cannot express.
    Foreign,
}

/// Reports all examples and defaults that do not fit their schemas, or cannot be checked. That a schema cannot be
/// compiled is no news where the form of the document is wrong.
pub(crate) fn check(context: &LintContext<'_>, report: &mut dyn FnMut(ValueMisfit)) {
    let is_of_form = !context.contract.violations().are_of_form();
    let mut report = |misfit: ValueMisfit| {
        if is_of_form || !matches!(misfit.result, Misfit::NotCompiled(_)) {
            report(misfit);
        }
    };
    for object in context.contract.objects().iter() {
        described(context, &object).iter().for_each(|described| check_value(described, &mut report));
    }
}

/// The values that an object holds beside their schema.
fn described<'a>(context: &LintContext<'_>, object: &ObjectNode<'a>) -> Vec<Described<'a>> {
    let (direction, form) = match object.kind {
        ObjectKind::Schema => {
            let values = [("example", ValueKind::Example), ("default", ValueKind::Default)].into_iter();
            let values = values.filter_map(|(key, kind)| Some((kind, object.get(key)?)));
            // As OpenAPI 3.1 lists them.
            let values = values.chain(object.elements("examples").map(|value| (ValueKind::Example, value)));
            let schema = object.at.node;
            return values
                .map(|(kind, value)| Described { kind, value, schema, direction: None, form: WrittenForm::Json })
                .collect();
        }
        ObjectKind::Parameter => (Direction::Request, WrittenForm::Parameter),
        ObjectKind::Header => (Direction::Response, WrittenForm::Parameter),
        ObjectKind::MediaType => {
            let direction = match context.owner_of_content(&object.at) {
                Some(ObjectKind::RequestBody | ObjectKind::Parameter) => Direction::Request,
                _ => Direction::Response,
            };
            let is_json = object.pointer.last().parse().is_ok_and(|media_type: MediaType| media_type.is_json());
            (direction, if is_json { WrittenForm::Json } else { WrittenForm::Foreign })
        }
        _ => return Vec::new(),
    };
    let Some(schema) = object.at.node.get("schema") else { return Vec::new() };
    // The example of the schema is a value that the schema itself holds.
    let examples = Example::all(&object.at).into_iter().filter(|example| example.origin != ExampleOrigin::Schema);
    let kind = ValueKind::Example;
    examples.map(|Example { value, .. }| Described { kind, value, schema, direction: Some(direction), form }).collect()
}

fn check_value(described: &Described<'_>, report: &mut dyn FnMut(ValueMisfit)) {
    let Located { root, node, .. } = described.value;
    let mut report = |place: &str, result| {
        let place: Pointer = place.parse().unwrap_or_default();
        report(ValueMisfit { kind: described.kind, pointer: place.below(&described.value.pointer), result });
    };
    let Some(value) = read(described) else { return };
    let value = value.as_ref().unwrap_or(node);
    let Some(reach) = budget::reach(root, described.schema, value) else {
        return report("", Misfit::OverBudget("it has too many alternatives, or no end"));
    };
    let validator = match compile(described, &reach) {
        Ok(validator) => validator,
        Err(error) => return report("", Misfit::NotCompiled(error)),
    };
    for error in validator.iter_errors(&value.to_json()) {
        if let ValidationErrorKind::BacktrackLimitExceeded { .. } | ValidationErrorKind::RegexEngineFailure { .. } =
            error.kind()
        {
            report(error.instance_path().as_str(), Misfit::OverBudget("its pattern takes too long"));
        } else {
            describe(&error, &mut |place, message| report(place, Misfit::Invalid(message)));
        }
    }
}

/// The value that a text stands for; none if the value is written as it is. Nothing if the text cannot be read here.
fn read(described: &Described<'_>) -> Option<Option<Node>> {
    let Some(text) = described.value.node.as_str().filter(|_| described.form != WrittenForm::Json) else {
        return Some(None);
    };
    let types = Schema::of(described.value.root, described.schema).types().unwrap_or_default();
    let is_any_of = |names: &[&str]| types.iter().any(|name| names.contains(name));
    match described.form {
        _ if is_any_of(&["string"]) => Some(None),
        WrittenForm::Foreign => None,
        // The text of a list or an object follows the style, which is not read here.
        _ if is_any_of(&["array", "object"]) => None,
        _ if is_any_of(&["integer", "number", "boolean"]) => Some(scalar(text)),
        _ => Some(None),
    }
}

/// What a text says that is JSON, and no string, list or object.
fn scalar(text: &str) -> Option<Node> {
    match text {
        "true" => Some(true.into()),
        "false" => Some(false.into()),
        "null" => Some(Node::null()),
        _ => Number::parse(text).filter(|number| number.to_string() == text).map(Node::from),
    }
}

/// Compiles a schema, for a value that reaches these schemas; the others would cost more than the value does.
fn compile(described: &Described<'_>, reach: &HashSet<*const Node>) -> Result<Validator, String> {
    let is_reached = |schema: &Node| reach.contains(&std::ptr::from_ref(schema));
    let schema = JsonSchema::of(described.value.root).in_messages(described.direction).needing(&is_reached);
    let schema = schema.convert(described.schema);
    if !budget::is_countable(&schema) {
        return Err("a pattern has too many repetitions".to_owned());
    }
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
    // Whether an example is itself a pattern is not checked, for the same reason.
    let options = options.with_format("regex", |_: &str| true);
    options.offline().build(&schema).map_err(|error| error.to_string())
}

/// Describes an error: of several alternatives, what is wrong with the one that was meant, if that is clear.
fn describe(error: &ValidationError<'_>, add: &mut dyn FnMut(&str, String)) {
    let place = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // What is of another type was not meant.
            let is_other_type = |error: &ValidationError<'_>| {
                error.instance_path().as_str() == place && matches!(error.kind(), ValidationErrorKind::Type { .. })
            };
            let mut meant = context.iter().filter(|errors| !errors.iter().any(is_other_type));
            match (meant.next(), meant.next()) {
                (Some(errors), None) => errors.iter().for_each(|error| describe(error, add)),
                _ => add(place, error.masked().to_string()),
            }
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let place = place.parse::<Pointer>().unwrap_or_default().child(name).to_string();
                add(&place, format!("the schema does not allow the property `{name}`"));
            }
        }
        _ => add(place, error.masked().to_string()),
    }
}
