//! The answer of a successful call, as the generated command hands it over.

use std::any::type_name;
use std::cell::RefCell;
use std::fmt;

use anyhow::Context;
use clap::ArgMatches;
use defender_actions::{Client, Error, ResponseValue};
use serde::Serialize;
use serde_json::Value;

use crate::generated::{Cli, CliCommand, CliConfig};

/// The response of a successful call.
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
pub async fn of(client: Client, operation: CliCommand, arguments: &ArgMatches) -> anyhow::Result<Answer> {
    let recorder = Recorder::default();
    Cli::new(client, &recorder).execute(operation, arguments).await?;
    recorder.answer.into_inner().context("the call ended without a response")
}

/// Keeps the response that the generated code hands over.
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

/// The call returns errors too, so they are reported there; there are no lists in the contract.
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
