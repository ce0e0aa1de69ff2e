//! A call of an operation: done, and reported.

use std::env;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::ArgMatches;
use defender_actions::{Client, ClientBuilder, Departure, Error, Retry, SecretMask, is_loopback};
use openapi::Operation;
use reqwest::Request;
use serde_json::Value;
use tracing::debug;

use crate::answer::{self, Answer};
use crate::connection::{Connection, OutputFormat};
use crate::dry_run;
use crate::failure::Failure;
use crate::generated::CliCommand;
use crate::log::TARGET;
use crate::progress::Progress;
use crate::proxy::Proxy;
use crate::retries::Retries;
use crate::sign_in::SignIn;
use crate::target::Target;
use crate::{operation, output, proxy, retries, signals};

/// Calls an operation, and writes the action that the service returned to stdout as JSON.
pub async fn run(
    operation: CliCommand,
    connection: &Connection,
    retries: &Retries,
    arguments: &ArgMatches,
) -> Result<(), Failure> {
    let call = Call::new(operation, arguments);
    let outcome = call.make(connection, retries, arguments).await;
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

    async fn make(&self, connection: &Connection, retries: &Retries, arguments: &ArgMatches) -> Result<(), Failure> {
        let sign_in = connection.sign_in()?;
        let mask = sign_in.as_ref().map(SignIn::mask).unwrap_or_default();
        let progress = Arc::new(Mutex::new(Progress::default()));
        let before_send = before_send(connection, Arc::clone(&progress), mask.clone());
        let on_retry = self.on_retry(mask.clone(), Arc::clone(&progress));
        let client = connection.client(sign_in.as_ref(), |builder| {
            let builder = builder.before_send(before_send).on_retry(on_retry);
            retries.policy().into_iter().fold(builder, ClientBuilder::retry)
        })?;
        let outcome = self.execute(client, arguments, &progress).await;
        if let Some(request) = lock(&progress).recorded() {
            return dry_run::print(&request, connection.output, sign_in.as_ref());
        }
        match outcome {
            Ok(answer) => self.report(&answer, &mask).map_err(|error| Failure::unwritten(&error)),
            Err(failure) => Err(failure.map_text(|text| mask.apply(text))),
        }
    }

    /// What is done before each wait for another attempt.
    fn on_retry(&self, mask: SecretMask, progress: Arc<Mutex<Progress>>) -> impl Fn(&Retry<'_>) + use<> {
        let label = self.label();
        move |retry| {
            lock(&progress).end(retry.error);
            output::message(mask.apply(&format!("{label}: {}", retries::message(retry))));
        }
    }

    async fn execute(
        &self,
        client: Client,
        arguments: &ArgMatches,
        progress: &Mutex<Progress>,
    ) -> Result<Answer, Failure> {
        let work = answer::of(client, self.operation, arguments);
        let outcome = signals::unless_stopped(work).await;
        match outcome.map_err(|error| Failure::other(format!("cannot listen to signals: {error}")))? {
            Ok(outcome) => outcome.or_else(|error| {
                let accepted = error.downcast_ref().and_then(answer::accepted);
                accepted.ok_or_else(|| failure(&error))
            }),
            Err(signal) => {
                let mut progress = lock(progress);
                Err(Failure::stopped(signal, progress.stop(), progress.attempts()))
            }
        }
    }

    /// Writes the answer to stdout, or where stdout does not take it to stderr: it has the id of the action.
    fn report(&self, answer: &Answer, mask: &SecretMask) -> io::Result<()> {
        let is_without = answer.json == Value::Null && answer.warnings.is_empty();
        let action = if is_without { "; the service returned no action" } else { "" };
        let attempt = if answer.attempts > 1 { format!(", attempt {}", answer.attempts) } else { String::new() };
        output::message(format_args!("{}: accepted, {}{attempt}{action}", self.label(), answer.status));
        for warning in &answer.warnings {
            output::message(mask.apply(&format!("warning: {warning}")));
        }
        output::json(&mask.apply(&format!("{:#}", answer.json)))
            .inspect_err(|_| output::record(mask.apply(&answer.json.to_string())))
    }
}

fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is done with the request before it is sent: the preference is added, the proxy is checked, and a dry run ends.
fn before_send(
    connection: &Connection,
    progress: Arc<Mutex<Progress>>,
    mask: SecretMask,
) -> impl Fn(&mut Request) -> Result<(), String> + use<> {
    let (prefer, is_dry_run) = (connection.prefer.clone(), connection.dry_run);
    move |request| {
        mask.learn(request);
        let proxy = prepare(request, prefer.as_deref())?;
        let mut progress = lock(&progress);
        if is_dry_run {
            progress.record(dry_run::record(request, proxy));
            return Err("nothing is sent".to_owned());
        }
        progress.begin(Departure::watch(request));
        Ok(())
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
    let proxy = proxy::of(request.url(), |name| env::var_os(name))?;
    if let Some(Proxy { variable, address }) = &proxy {
        let source = format!("the variable {variable}");
        debug!(target: TARGET, { defender_actions.proxy = address, defender_actions.source = source }, "through a proxy");
    }
    Ok(proxy)
}
