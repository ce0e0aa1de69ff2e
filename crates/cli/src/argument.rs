//! The parsers of the arguments that an operation has of the contract. What is wrong with a value is said as the contract
//! says it: `calls::check` has the rules; `json_body` reads a whole body.

use std::ffi::OsStr;
use std::fmt::Display;
use std::marker::PhantomData;
use std::path::Path;
use std::str::FromStr;

use calls::check::text_problem;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Command};
use heck::ToKebabCase;
use openapi::{Schema, escape};
use serde_json::Value;

use crate::{json_body, operation};

/// A parser of the values that a type of the contract takes.
pub fn value<T>() -> ValueParser<T> {
    ValueParser(PhantomData)
}

/// A parser of the name of a file with a whole body.
pub fn body() -> BodyParser {
    BodyParser
}

/// See [`value`].
pub struct ValueParser<T>(PhantomData<fn() -> T>);

/// See [`body`].
#[derive(Clone)]
pub struct BodyParser;

impl<T> Clone for ValueParser<T> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T> TypedValueParser for ValueParser<T>
where
    T: FromStr<Err: Display> + Clone + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let failure = |reason: &dyn Display| invalid(command, argument, value, reason);
        let text = value.to_str().ok_or_else(|| failure(&"it is not UTF-8"))?;
        if let Some(option) = option(command, text) {
            return Err(failure(&format!(
                "`{option}` is an option of this command, so the value seems to be left out; a text that begins like one \
                 goes into a file for --json-body"
            )));
        }
        let schema = argument.and_then(|argument| schema(command.get_name(), argument.get_id().as_str()));
        if let Some(problem) = schema.and_then(|schema| text_problem(&schema, text)) {
            return Err(failure(&problem));
        }
        text.parse().map_err(|error| failure(&error))
    }
}

impl TypedValueParser for BodyParser {
    type Value = Value;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, file: &OsStr) -> Result<Value, clap::Error> {
        let failure = |reason: &dyn Display| invalid(command, argument, file, reason);
        let schema = operation::of_command(command.get_name()).and_then(operation::body_schema);
        json_body::read(Path::new(file), schema.as_ref()).map_err(|problem| failure(&problem))
    }
}

/// What the contract says of the value of an argument: a parameter, or a property of the body.
fn schema(command: &str, argument: &str) -> Option<Schema<'static>> {
    let operation = operation::of_command(command)?;
    let parameters = operation.parameters();
    if let Some(parameter) = parameters.iter().find(|parameter| parameter.name().to_kebab_case() == argument) {
        let schema = parameter.schema()?;
        return Some(Schema::of(schema.root, schema.node));
    }
    let properties = operation::body_schema(operation)?.properties();
    properties.into_iter().find(|(name, _)| name.to_kebab_case() == argument).map(|(_, schema)| schema)
}

/// The option of the command that a value looks like.
fn option<'a>(command: &Command, value: &'a str) -> Option<&'a str> {
    let word = value.split_once('=').map_or(value, |(word, _)| word);
    let is_known = |argument: &Arg| match (word.strip_prefix("--"), word.strip_prefix('-')) {
        (Some(long), _) => argument.get_long() == Some(long),
        (None, Some(short)) => argument.get_short().is_some_and(|known| short.chars().eq([known])),
        (None, None) => false,
    };
    command.get_arguments().any(is_known).then_some(word)
}

fn invalid(command: &Command, argument: Option<&Arg>, value: &OsStr, reason: &dyn Display) -> clap::Error {
    let argument = argument.map(Arg::to_string).unwrap_or_default();
    let (value, reason) = (escape::line(&value.to_string_lossy()), escape::cut(&reason.to_string(), 1_000));
    let message =
        format!("invalid value '{value}' for '{argument}': {reason}\n\nFor more information, try '--help'.\n");
    clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
}
