//! Examples and defaults, checked against their schemas.

use std::collections::HashSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use openapi::{json_schema, pointer};
use serde_json::{Map, Value};

use crate::budget;
use crate::context::Context;
use crate::nodes::{Node, elements, flag, members, text};
use crate::outcome::{Kind, Misfit, Outcome};

/// In which messages a value occurs: what is read-only is not required in a request, what is write-only not in a
/// response. The example of a schema may be for either.
#[derive(Clone, Copy)]
enum Direction {
    Request,
    Response,
    Either,
}

impl Direction {
    /// The flags of properties that may be left out.
    fn excused(self) -> &'static [&'static str] {
        match self {
            Self::Request => &["readOnly"],
            Self::Response => &["writeOnly"],
            Self::Either => &["readOnly", "writeOnly"],
        }
    }
}

/// A value that a schema describes.
struct Sample<'a> {
    kind: Kind,
    /// Where the value is written.
    pointer: String,
    value: &'a Value,
    schema: &'a Value,
    direction: Direction,
    /// How it is written.
    form: Form,
}

/// How an example may be written besides as the value that it is.
#[derive(Clone, Copy)]
enum Form {
    /// Not otherwise: it is JSON.
    Json,
    /// As the text of a parameter or header.
    Parameter,
    /// As text that JSON cannot express.
    Foreign,
}

/// All examples and defaults that do not fit their schemas, or cannot be checked.
pub(crate) fn outcomes(context: &Context<'_>) -> Vec<Outcome> {
    let has_directions =
        context.nodes_of("Schema").any(|node| flag(node.value, "readOnly") || flag(node.value, "writeOnly"));
    let checker = Checker { context, has_directions };
    let samples = context.nodes.iter().flat_map(|node| samples(context, node));
    samples.flat_map(|sample| checker.check(&sample)).collect()
}

fn samples<'a>(context: &Context<'a>, node: &'a Node<'a>) -> Vec<Sample<'a>> {
    let Node { object, pointer, value } = node;
    if *object == "Schema" {
        let sample = |(key, kind)| {
            Some(Sample {
                kind,
                pointer: pointer::child(pointer, key),
                value: value.get(key)?,
                schema: value,
                direction: Direction::Either,
                form: Form::Json,
            })
        };
        return [("example", Kind::Example), ("default", Kind::Default)].into_iter().filter_map(sample).collect();
    }
    let (direction, form) = match *object {
        "Parameter" => (Direction::Request, Form::Parameter),
        "Header" => (Direction::Response, Form::Parameter),
        "Media Type" => {
            let owner = pointer::parent(pointer).and_then(pointer::parent);
            let direction = match owner.and_then(|owner| context.objects.get(owner)) {
                Some(&("Request Body" | "Parameter")) => Direction::Request,
                _ => Direction::Response,
            };
            (direction, if is_json(&pointer::last(pointer)) { Form::Json } else { Form::Foreign })
        }
        _ => return Vec::new(),
    };
    let Some(schema) = value.get("schema") else { return Vec::new() };
    let named = members(value, "examples").filter_map(|(name, example)| {
        let place = pointer::child(&pointer::child(pointer, "examples"), name);
        let (place, example) = context.follow(place, example);
        Some((pointer::child(&place, "value"), example.get("value")?))
    });
    let single = value.get("example").map(|example| (pointer::child(pointer, "example"), example));
    single
        .into_iter()
        .chain(named)
        .map(|(pointer, value)| Sample { kind: Kind::Example, pointer, value, schema, direction, form })
        .collect()
}

/// Whether the bodies of a media type are JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name == "application/json" || name.ends_with("+json")
}

struct Checker<'a> {
    context: &'a Context<'a>,
    /// Whether any property is read-only or write-only.
    has_directions: bool,
}

impl Checker<'_> {
    fn check(&self, sample: &Sample<'_>) -> Vec<Outcome> {
        let outcome =
            |place: &str, result| Outcome { kind: sample.kind, pointer: format!("{}{place}", sample.pointer), result };
        let type_of_schema = text(self.context.resolve(sample.schema), "type");
        let read = match (sample.form, sample.value.as_str(), type_of_schema) {
            // The text of a number; the text of a list or an object follows the style, which is not read here.
            (Form::Parameter, Some(written), Some("integer" | "number" | "boolean")) => {
                serde_json::from_str(written).ok().filter(|value: &Value| !value.is_string())
            }
            (Form::Parameter, Some(_), Some("array" | "object")) => return Vec::new(),
            (Form::Foreign, Some(_), kind) if kind != Some("string") => return Vec::new(),
            _ => None,
        };
        let value = read.as_ref().unwrap_or(sample.value);
        let Some(reach) = budget::reach(self.context.root, sample.schema, value) else {
            let reason = "it has too many alternatives, or no end";
            return vec![outcome("", Misfit::OverBudget(reason))];
        };
        let validator = match self.compile(sample.schema, sample.direction, &reach) {
            Ok(validator) => validator,
            Err(error) => return vec![outcome("", Misfit::NotCompiled(error))],
        };
        let mut outcomes = Vec::new();
        for error in validator.iter_errors(value) {
            if let ValidationErrorKind::BacktrackLimitExceeded { .. } | ValidationErrorKind::RegexEngineFailure { .. } =
                error.kind()
            {
                let reason = "its pattern takes too long";
                outcomes.push(outcome(error.instance_path().as_str(), Misfit::OverBudget(reason)));
            } else {
                describe(&error, &mut |place, message| outcomes.push(outcome(&place, Misfit::Invalid(message))));
            }
        }
        outcomes
    }

    /// Compiles a schema, for a value that reaches these schemas; the others would cost more than the value does.
    fn compile(
        &self,
        schema: &Value,
        direction: Direction,
        reach: &HashSet<*const Value>,
    ) -> Result<Validator, String> {
        let is_reached = |schema: &Value| reach.contains(&std::ptr::from_ref(schema));
        let mut schema = json_schema::partial(self.context.root, schema, is_reached);
        if self.has_directions {
            excuse(&mut schema, direction.excused());
        }
        if !budget::is_countable(&schema) {
            return Err("a pattern has too many repetitions".to_owned());
        }
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        // Whether an example is itself a pattern is not checked, for the same reason.
        let options = options.with_format("regex", |_: &str| true);
        options.offline().build(&schema).map_err(|error| error.to_string())
    }
}

/// Describes an error: of several alternatives, what is wrong with the one that was meant, if that is clear.
fn describe(error: &ValidationError<'_>, add: &mut dyn FnMut(String, String)) {
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
                _ => add(place.to_owned(), error.masked().to_string()),
            }
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let message = format!("the schema does not allow the property `{name}`");
                add(pointer::child(place, name), message);
            }
        }
        _ => add(place.to_owned(), error.masked().to_string()),
    }
}

/// Takes the properties that have one of these flags out of what a JSON Schema that stands alone requires.
fn excuse(schema: &mut Value, flags: &[&str]) {
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    if let Some(schemas) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        schemas.values_mut().for_each(|schema| excuse_in(schema, &definitions, flags, &HashSet::new()));
    }
    excuse_in(schema, &definitions, flags, &HashSet::new());
}

/// `outer` are the properties that are excused by what the schema is a part of.
fn excuse_in(schema: &mut Value, definitions: &Value, flags: &[&str], outer: &HashSet<String>) {
    let mut excused = flagged(schema, definitions, flags);
    excused.extend(outer.iter().cloned());
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_none_or(|name| !excused.contains(name)));
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            excuse_in(part, definitions, flags, &excused);
        }
    }
    let inner = |key: &str, schema: &mut Map<String, Value>| {
        if let Some(part) = schema.get_mut(key) {
            excuse_in(part, definitions, flags, &HashSet::new());
        }
    };
    for key in ["not", "items", "additionalProperties"] {
        inner(key, schema);
    }
    for property in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        excuse_in(property, definitions, flags, &HashSet::new());
    }
}

/// The properties of a schema and of all that it extends that have one of these flags.
fn flagged<'v>(schema: &'v Value, definitions: &'v Value, flags: &[&str]) -> HashSet<String> {
    let resolve = |schema: &'v Value| {
        let name = text(schema, "$ref").and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| definitions.get(name)).unwrap_or(schema)
    };
    let mut names = HashSet::new();
    let mut seen = HashSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop().map(resolve) {
        if !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        for (name, property) in members(schema, "properties") {
            let property = resolve(property);
            // A property that may be null is one of two alternatives.
            let shapes = [Some(property), property.pointer("/anyOf/0").map(resolve)];
            if shapes.into_iter().flatten().any(|shape| flags.iter().any(|key| flag(shape, key))) {
                names.insert(name.clone());
            }
        }
        pending.extend(elements(schema, "allOf"));
    }
    names
}
