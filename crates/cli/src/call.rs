//! Calls an operation through its generated command.

use std::any::type_name;
use std::cell::RefCell;
use std::fmt;

use anyhow::Context;
use clap::{ArgMatches, FromArgMatches};
use defender_actions::types::ErrorResponse;
use defender_actions::{Client, Error, ErrorExt, ResponseValue};
use serde::Serialize;
use serde_json::Value;

use crate::connection::Connection;
use crate::exit::Failure;
use crate::generated::{Cli, CliCommand, CliConfig};
use crate::output;

/// Calls an operation, and writes the action that came back to stdout as JSON.
pub async fn run(command: CliCommand, matches: &ArgMatches) -> Result<(), Failure> {
    let connection = Connection::from_arg_matches(matches).map_err(Failure::input)?;
    let answer = execute(connection.client()?, command, matches).await.map_err(failure)?;
    match answer.json {
        Value::Null => output::say(format_args!("accepted: {}; the service returned no action", answer.status)),
        _ => output::say(format_args!("accepted: {}", answer.status)),
    }
    output::write(&format!("{:#}\n", answer.json))?;
    Ok(())
}

/// What came back from a successful call.
#[derive(Debug)]
pub struct Answer {
    /// The status, as in 201.
    pub code: u16,
    /// The status with its phrase.
    pub status: String,
    /// The type of the action, as in `FileAction` or `Option<FileAction>`.
    pub type_name: String,
    /// The action as JSON; null if none was returned.
    pub json: Value,
    /// The action as the client decoded it, as `Debug` shows it.
    pub typed: String,
}

/// Calls an operation with arguments that its generated command has parsed.
pub async fn execute(client: Client, command: CliCommand, matches: &ArgMatches) -> anyhow::Result<Answer> {
    let recorder = Recorder::default();
    Cli::new(client, &recorder).execute(command, matches).await?;
    recorder.answer.into_inner().context("the call ended without an answer")
}

/// What an error of [`execute`] means for the command.
pub fn failure(error: anyhow::Error) -> Failure {
    match error.downcast_ref::<Error<ErrorResponse>>() {
        Some(error) => Failure::call(error.outcome(), error.report()),
        // What is no error of the call is a file with a body that cannot be read.
        None => Failure::input(format!("{error:#}")),
    }
}

/// Keeps what the generated code hands over.
#[derive(Default)]
pub struct Recorder {
    answer: RefCell<Option<Answer>>,
}

impl Recorder {
    fn record<T: Serialize + fmt::Debug>(&self, value: &ResponseValue<T>) {
        let json = serde_json::to_value(&**value).unwrap_or_default();
        let answer = Answer {
            code: value.status().as_u16(),
            status: value.status().to_string(),
            type_name: without_paths(type_name::<T>()),
            json,
            typed: format!("{:#?}", **value),
        };
        *self.answer.borrow_mut() = Some(answer);
    }
}

/// `core::option::Option<a::b::C>` as `Option<C>`.
fn without_paths(name: &str) -> String {
    name.split_inclusive(['<', '>', ',']).map(|part| part.rsplit("::").next().unwrap_or(part)).collect()
}

/// Errors come back from the call as well, so they are told there; there are no lists in the contract.
impl CliConfig for &Recorder {
    fn success_item<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self, value: &ResponseValue<T>) {
        self.record(value);
    }

    fn success_no_item(&self, value: &ResponseValue<()>) {
        self.record(value);
    }

    fn error<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self, _: &Error<T>) {}

    fn list_start<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self) {}

    fn list_item<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self, _: &T) {}

    fn list_end_success<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self) {}

    fn list_end_error<T: schemars::JsonSchema + Serialize + fmt::Debug>(&self, _: &Error<T>) {}
}
