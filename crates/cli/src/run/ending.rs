//! The result of a run, as messages and exit code, and how to go on.

use std::env;

use calls::Cause;
use calls::journal::{Counts, RowState};
use calls::run::{RunSummary, StopReason};

use super::arguments::Run;
use crate::failure::{Failure, RunCode};
use crate::shell;

/// What is left to do after a run; `None` if every row is accepted.
pub fn failure(summary: &RunSummary, arguments: &Run) -> Option<Failure> {
    let code = code(summary)?;
    let counts = &summary.counts;
    let message = match &summary.stopped {
        Some(stopped) => format!("stopped: {}", stopped.message),
        None => format!("not all rows are accepted: {}", text(counts)),
    };
    let mut failure = Failure::run(code, message);
    if let Some(stopped) = &summary.stopped {
        let open = counts.sum(RowState::is_open);
        failure = failure.line(format!("  rows: {open} left, nothing of them was taken; {}", text(counts)));
        if let Some(advice) = advice(stopped.reason) {
            failure = failure.line(format!("  to do: {advice}"));
        }
    }
    let unknown = counts.sum(RowState::is_unknown);
    if unknown > 0 {
        failure = failure.line(format!(
            "  to do: look in the portal at the rows that are unknown, {unknown} of them, as `{}` lists them",
            shell::line(["defender-actions", "report", &summary.journal, "--only", "unknown"])
        ));
    }
    Some(match (counts.sum(RowState::is_open), unknown) {
        (0, 0) => failure,
        // A run that skips them has nothing to call.
        (0, _) => failure.line(format!("  to call them again: {}", continuation(arguments, Some("retry")))),
        _ => failure.line(format!("  to go on: {}", continuation(arguments, choice(arguments, unknown > 0)))),
    })
}

/// Rows that an earlier run left unknown, about which nothing is said.
pub fn undecided(unknown: u64, rows: &[String], journal: &str, arguments: &Run) -> Failure {
    let what = if unknown == 1 { "row unknown: its action" } else { "rows unknown: their actions" };
    let message = format!("an earlier run left {unknown} {what} may have been taken; nothing was sent");
    let failure =
        rows.iter().fold(Failure::run(RunCode::Unknown, message), |failure, row| failure.line(format!("  {row}")));
    let more = unknown.saturating_sub(rows.len() as u64);
    let failure = if more > 0 { failure.line(format!("  and {more} more")) } else { failure };
    failure
        .line(format!(
            "  to do: look at them in the portal; `{}` lists them",
            shell::line(["defender-actions", "report", journal, "--only", "unknown"])
        ))
        .line(format!("  to go on: {}, or --unknown retry to call them again", continuation(arguments, Some("skip"))))
}

/// The worst that became of a row; `None` if all are accepted.
fn code(summary: &RunSummary) -> Option<RunCode> {
    let counts = &summary.counts;
    let reason = summary.stopped.as_ref().map(|stopped| stopped.reason);
    match reason {
        _ if counts.sum(RowState::is_unknown) > 0 => Some(RunCode::Unknown),
        Some(StopReason::Journal | StopReason::List) => Some(RunCode::Other),
        Some(StopReason::Signal) => Some(RunCode::Stopped),
        _ if counts.refused + counts.deferred > 0 => Some(RunCode::Refused),
        _ if counts.unreachable > 0 => Some(RunCode::Unreachable),
        _ if counts.not_sent > 0 => Some(RunCode::NotSent),
        // What stops a run is a row that is not accepted.
        Some(_) => Some(RunCode::Other),
        None => None,
    }
}

/// The states that rows are in, but for those that were not reached.
fn text(counts: &Counts) -> String {
    let states = RowState::ALL.into_iter().filter(|state| *state != RowState::NotStarted && counts.of(*state) > 0);
    let states: Vec<_> = states.map(|state| format!("{} {state}", counts.of(state))).collect();
    if states.is_empty() { "none was called".to_owned() } else { states.join(", ") }
}

fn advice(reason: StopReason) -> Option<&'static str> {
    Some(match reason {
        StopReason::Failing(cause) => match cause {
            Cause::Token => "get a new token, for the token scope of the environment",
            Cause::Proxy => "give the proxy the credentials that it asks for",
            Cause::Permission => "check that the token has the permission of the operation",
            Cause::Throttled => "wait, or see what else calls the service with this application",
            Cause::NotTheService => "check the environment or the base URL, and the proxy",
            Cause::Unreachable => "check the network and the proxy, and the environment or the base URL",
            Cause::Unknown => "see whether the service works before any more calls are made",
        },
        StopReason::Journal => {
            "make room for the journal; keep what is above: these calls ended, and count as interrupted in the next run"
        }
        StopReason::List => "put the list back as it was",
        StopReason::Signal => return None,
    })
}

/// What the next run is told of rows that are unknown, where this one was told nothing.
fn choice(arguments: &Run, has_unknown: bool) -> Option<&'static str> {
    (has_unknown && arguments.unknown.is_none()).then_some("skip")
}

/// The command line of the next run, with this choice about rows that are unknown instead of the one that it has.
fn continuation(arguments: &Run, choice: Option<&str>) -> String {
    let mut words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    if let Some(choice) = choice {
        if let Some(at) = words.iter().position(|word| word == "--unknown") {
            words.drain(at..(at + 2).min(words.len()));
        }
        words.retain(|word| !word.starts_with("--unknown="));
        words.extend(["--unknown".to_owned(), choice.to_owned()]);
    }
    let again = if arguments.is_stdin() { ", with the same list" } else { "" };
    format!("{}{again}", shell::line(words.iter().map(String::as_str)))
}
