//! A call of an operation: done, and reported.

use std::env;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;
use defender_actions::{BearerToken, Client, Departure, Error, is_loopback};
use openapi::Operation;
use reqwest::Request;
use serde_json::Value;

use crate::answer::{self, Answer};
use crate::connection::{Connection, OutputFormat};
use crate::dry_run::{self, Recorded};
use crate::failure::Failure;
use crate::generated::CliCommand;
use crate::proxy::Proxy;
use crate::target::Target;
use crate::{operation, output, proxy, signals};

/// Calls an operation, and writes the action that the service returned to stdout as JSON.
pub async fn run(operation: CliCommand, connection: &Connection, arguments: &ArgMatches) -> Result<(), Failure> {
    let call = Call::new(operation, arguments);
    let outcome = call.make(connection, arguments).await;
    if let Err(failure) = &outcome
        && connection.output == OutputFormat::Json
        && let Some(failed) = failure.to_json(&call.operation_id, &call.target)
    {
        failed.print();
    }
    outcome.map_err(|failure| failure.of_call(&call.label()))
}

/// What an error of a call means for the command.
pub fn failure(error: &anyhow::Error) -> Failure {
    match error.downcast_ref::<Error>() {
        Some(error) => Failure::call(error),
        // What is not an error of the call is a body that is not one of the operation's.
        None => Failure::input(format!("{error:#}")),
    }
}

/// A call, and what it is called in messages.
struct Call {
    operation: CliCommand,
    operation_id: String,
    target: Target,
}

impl Call {
    fn new(operation: CliCommand, arguments: &ArgMatches) -> Self {
        let known = operation::of_command(&operation::name(operation));
        let operation_id = known.map_or(operation.operation_id(), Operation::name).to_owned();
        let target = known.map(|known| Target::of(known, arguments)).unwrap_or_default();
        Self { operation, operation_id, target }
    }

    /// The operation and what it acts on: `blockFile 7327…`.
    fn label(&self) -> String {
        format!("{} {}", self.operation_id, self.target).trim_end().to_owned()
    }

    async fn make(&self, connection: &Connection, arguments: &ArgMatches) -> Result<(), Failure> {
        let token = connection.token()?;
        let prepared = Arc::new(Mutex::new(Prepared::Nothing));
        let before_send = before_send(connection, Arc::clone(&prepared));
        let client = connection.client(|builder| match &token {
            Some(token) => builder.before_send(before_send).bearer_token(token.clone()),
            None => builder.before_send(before_send),
        })?;
        let outcome = self.execute(client, arguments, &prepared).await;
        if let Prepared::Recorded(request) = take(&prepared) {
            return dry_run::print(&request, connection.output, token.is_some());
        }
        let mask = Mask(token);
        match outcome {
            Ok(answer) => self.report(&answer, &mask).map_err(|error| Failure::unwritten(&error)),
            Err(failure) => Err(failure.map_text(|text| mask.apply(text))),
        }
    }

    async fn execute(
        &self,
        client: Client,
        arguments: &ArgMatches,
        prepared: &Mutex<Prepared>,
    ) -> Result<Answer, Failure> {
        let work = answer::of(client, self.operation, arguments);
        let outcome = signals::unless_stopped(work).await;
        match outcome.map_err(|error| Failure::other(format!("cannot listen to signals: {error}")))? {
            Ok(outcome) => outcome.or_else(|error| {
                let accepted = error.downcast_ref().and_then(answer::accepted);
                accepted.ok_or_else(|| failure(&error))
            }),
            Err(signal) => Err(match take(prepared).may_have_left() {
                true => Failure::stopped(signal),
                false => Failure::stopped_unsent(signal),
            }),
        }
    }

    /// Writes the answer to stdout, or where stdout does not take it to stderr: it has the id of the action.
    fn report(&self, answer: &Answer, mask: &Mask) -> io::Result<()> {
        let is_without = answer.json == Value::Null && answer.warnings.is_empty();
        let action = if is_without { "; the service returned no action" } else { "" };
        output::message(format_args!("{}: accepted, {}{action}", self.label(), answer.status));
        for warning in &answer.warnings {
            output::message(mask.apply(&format!("warning: {warning}")));
        }
        output::json(&mask.apply(&format!("{:#}", answer.json)))
            .inspect_err(|_| output::record(mask.apply(&answer.json.to_string())))
    }
}

/// Takes out of a text what it repeats of the token.
struct Mask(Option<BearerToken>);

impl Mask {
    fn apply(&self, text: &str) -> String {
        self.0.as_ref().map_or_else(|| text.to_owned(), |token| token.mask(text))
    }
}

/// What became of the request before it was sent.
#[derive(Default)]
enum Prepared {
    #[default]
    Nothing,
    /// It is a dry run.
    Recorded(Box<Recorded>),
    /// It is on its way to the connection.
    Watched(Departure),
}

impl Prepared {
    /// Whether the service may have seen the request; if not, it never will.
    fn may_have_left(self) -> bool {
        match self {
            Self::Watched(departure) => departure.may_have_begun(),
            Self::Nothing | Self::Recorded(_) => false,
        }
    }
}

fn take(prepared: &Mutex<Prepared>) -> Prepared {
    std::mem::take(&mut *prepared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What is done with the request before it is sent: the preference is added, the proxy is checked, and a dry run ends.
fn before_send(
    connection: &Connection,
    prepared: Arc<Mutex<Prepared>>,
) -> impl Fn(&mut Request) -> Result<(), String> + use<> {
    let (prefer, is_dry_run) = (connection.prefer.clone(), connection.dry_run);
    move |request| {
        let proxy = prepare(request, prefer.as_deref())?;
        let (now, result) = match is_dry_run {
            true => (Prepared::Recorded(Box::new(dry_run::record(request, proxy))), Err("nothing is sent".to_owned())),
            false => (Prepared::Watched(Departure::watch(request)), Ok(())),
        };
        *prepared.lock().unwrap_or_else(PoisonError::into_inner) = now;
        result
    }
}

/// What every request of the command gets: the preference is added, and the proxy is checked.
pub fn prepare(request: &mut Request, prefer: Option<&str>) -> Result<Option<Proxy>, String> {
    if let Some(prefer) = prefer {
        if !is_loopback(request.url()) {
            return Err("--prefer is for a simulator on this machine: name it with --base-url".to_owned());
        }
        let value = prefer.parse().map_err(|_| "--prefer has characters that no header may have".to_owned())?;
        request.headers_mut().insert("prefer", value);
    }
    proxy::of(request.url(), |name| env::var_os(name))
}
