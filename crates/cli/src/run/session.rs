//! A run, from its list to its summary.

use std::pin::pin;
use std::sync::Arc;

use calls::ClientService;
use calls::journal::{Header, Journal, ListIdentity, States, Who};
use calls::list::{List, ListErrors, ListSource};
use calls::run::{Ended, Halt, Options, Rates, RunSummary, Stop};
use defender_actions::ClientInfo;
use tokio::sync::watch;

use super::arguments::{Run, Unknown};
use super::display::Display;
use super::{dry_run, ending};
use crate::call;
use crate::connection::OutputFormat;
use crate::contract::built_in;
use crate::failure::Failure;
use crate::output;
use crate::sign_in::SignIn;
use crate::signals::Signals;

/// How many rows are named of those about which a person has to decide.
const NAMED_ROWS: usize = 10;

/// Runs a list, and prints the summary on stdout.
pub async fn run(arguments: Run) -> Result<(), Failure> {
    let rates = arguments.rates()?;
    let source = ListSource::file(&arguments.list);
    let list = List::read(source, &arguments.list_options(), built_in::contract()?);
    let list = list.map_err(|errors| unusable(&errors, arguments.connection.output))?;
    for double in list.first_doubles() {
        output::message(format_args!("{}:{}: {double}, and is not called again", list.name(), double.line));
    }
    if arguments.connection.dry_run {
        return dry_run::run(&arguments, &list, &rates).await;
    }
    let path = arguments.journal().ok_or_else(|| {
        Failure::input("a list from standard input has no place beside it for the journal: name one with --journal")
    })?;
    let service = service(&arguments)?;
    let header = Header {
        program: concat!("defender-actions ", env!("CARGO_PKG_VERSION")).to_owned(),
        base_url: service.base_url,
        environment: None,
        list: ListIdentity { name: list.name().to_owned(), digest: list.digest().to_string(), rows: list.len() },
        by: Who::here(None),
    };
    let (journal, states) = Journal::open(&path, &header).map_err(|error| Failure::journal(&error))?;
    let path = path.display().to_string();
    decide(&arguments, &list, &states, &path)?;
    let run = journal.run();
    if run > 1 {
        output::message(format_args!("going on with {path}, run {run}"));
    }
    let ended = make_calls(&arguments, &list, (Arc::new(journal), &states), rates, service.calls).await?;
    let summary = RunSummary::new(&list, path, run, &ended);
    if let Some(Stop::Journal(entries)) = &ended.stop {
        // A call whose start is not on record was not sent.
        entries.iter().filter(|unwritten| unwritten.is_end).for_each(|unwritten| output::record(&unwritten.entry));
    }
    let printed = match arguments.connection.output {
        OutputFormat::Text => output::lines(summary.lines()),
        OutputFormat::Json => output::json(&serde_json::to_string_pretty(&summary).unwrap_or_default()),
    };
    match ending::failure(&summary, &arguments) {
        Some(failure) => Err(failure),
        None => Ok(printed?),
    }
}

/// A list with mistakes in it: all of them, for a program too.
fn unusable(errors: &ListErrors, format: OutputFormat) -> Failure {
    if matches!(format, OutputFormat::Json)
        && let Err(error) = output::json(&serde_json::to_string_pretty(errors).unwrap_or_default())
    {
        return error.into();
    }
    let lines = errors.lines();
    let failure = Failure::input("the list cannot be used; nothing was sent");
    lines.into_iter().fold(failure, |failure, line| failure.line(format!("  {line}")))
}

/// What makes the calls, and where they go.
struct Destination {
    calls: ClientService,
    base_url: String,
}

fn service(arguments: &Run) -> Result<Destination, Failure> {
    let connection = &arguments.connection;
    let sign_in = connection.sign_in()?;
    let mask = sign_in.as_ref().map(SignIn::mask).unwrap_or_default();
    let (prefer, learning) = (connection.prefer.clone(), mask.clone());
    let client = connection.client(sign_in.as_ref(), |builder| {
        builder.retry(arguments.retries()).before_send(move |request| {
            learning.learn(request);
            call::prepare(request, prefer.as_deref()).map(|_| ())
        })
    })?;
    Ok(Destination { base_url: client.baseurl().to_owned(), calls: ClientService::new(client, mask) })
}

/// Stops if an earlier run left rows unknown, unless it is said what to do with them.
fn decide(arguments: &Run, list: &List<'_>, states: &States, journal: &str) -> Result<(), Failure> {
    let unknown = states.counts().sum(calls::journal::RowState::is_unknown);
    if unknown == 0 || arguments.unknown.is_some() {
        return Ok(());
    }
    let rows = list.rows().map_while(Result::ok).filter(|row| states.of(row.index).is_unknown());
    let rows = rows
        .take(NAMED_ROWS)
        .map(|row| format!("{}:{}: {} {}", list.name(), row.line, row.call.operation, states.of(row.index)));
    Err(ending::undecided(unknown, &rows.collect::<Vec<_>>(), journal, arguments))
}

/// Makes the calls; signals are listened to.
async fn make_calls(
    arguments: &Run,
    list: &List<'_>,
    journal: (Arc<Journal>, &States),
    rates: Rates,
    service: ClientService,
) -> Result<Ended, Failure> {
    let mut signals =
        Signals::listen().map_err(|error| Failure::other(format!("cannot listen to signals: {error}")))?;
    let (halt, halted) = watch::channel(Halt::No);
    let mut display = Display::new(list.name(), list.len(), rates.clone());
    let options = Options {
        concurrency: arguments.concurrency,
        rates,
        retries_unknown: arguments.unknown == Some(Unknown::Retry),
    };
    let ended = {
        let observe = |event: calls::run::Event<'_>| display.show(&event);
        let calls = calls::run::run(Arc::new(service), list.rows(), journal, options, halted, observe);
        let mut calls = pin!(calls);
        loop {
            tokio::select! {
                biased;
                ended = &mut calls => break ended,
                _ = signals.next() => halt.send_modify(|halt| *halt = match halt {
                    Halt::No => Halt::Finish,
                    _ => Halt::AtOnce,
                }),
            }
        }
    };
    display.end();
    Ok(ended)
}
