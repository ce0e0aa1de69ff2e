//! The answer of a successful call, as the generated command hands it over.

use std::any::type_name;
use std::cell::RefCell;
use std::fmt;

use anyhow::Context;
use clap::ArgMatches;
use defender_actions::{Client, Error, Outcome, ResponseValue};
use defender_actions_simulator::Simulator;
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
    /// The action as JSON; null if none was returned. As received, if some of it does not decode.
    pub json: Value,
    /// What of it is not as the contract says, a line each.
    pub warnings: Vec<String>,
    /// How many attempts were made.
    pub attempts: u32,
    /// The state of which a simulator says that the call led to it.
    pub simulated_state: Option<String>,
}

/// Calls an operation with arguments that its generated command has parsed.
pub async fn of(client: Client, operation: CliCommand, arguments: &ArgMatches) -> anyhow::Result<Answer> {
    let recorder = Recorder::default();
    Cli::new(client, &recorder).execute(operation, arguments).await?;
    recorder.answer.into_inner().context("the call ended without a response")
}

/// The answer of a call whose action was accepted, though the response does not decode: what was received, if it is JSON.
pub fn accepted(error: &Error) -> Option<Answer> {
    let status = error.status().filter(|_| error.outcome() == Outcome::Accepted)?;
    let took_effect = matches!(error, Error::Repeated(repeated) if repeated.took_effect());
    Some(Answer {
        code: status.as_u16(),
        status: if took_effect { "an earlier attempt took effect".to_owned() } else { status.to_string() },
        type_name: String::new(),
        json: error.json().filter(|_| !took_effect).unwrap_or_default(),
        attempts: error.attempts(),
        warnings: error.report().to_string().lines().map(|line| line.trim_start().to_owned()).collect(),
        simulated_state: None,
    })
}

/// Keeps the response that the generated code hands over.
#[derive(Default)]
pub struct Recorder {
    answer: RefCell<Option<Answer>>,
}

impl Recorder {
    fn record<T: Serialize>(&self, value: &ResponseValue<T>) {
        let decoded = || serde_json::to_value(&**value).unwrap_or_default();
        let received = || serde_json::from_slice(value.body()).unwrap_or_else(|_| decoded());
        let deviations = value.deviations().iter().map(|it| format!("not as the contract says: {it}"));
        let unknown = value.unknown_attempts().iter();
        let unknown =
            unknown.map(|it| format!("attempt {} may have taken the action too: {}", it.number, it.what_happened));
        let simulated_state = value.headers().get(Simulator::STATE_HEADER);
        let answer = Answer {
            code: value.status().as_u16(),
            status: value.status().to_string(),
            type_name: without_paths(type_name::<T>()),
            json: if value.deviations().is_empty() { decoded() } else { received() },
            warnings: deviations.chain(unknown).collect(),
            attempts: value.attempts(),
            simulated_state: simulated_state.and_then(|state| state.to_str().ok()).map(str::to_owned),
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
