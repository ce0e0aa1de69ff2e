//! Why the command fails, and its exit codes.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a review fails: an unapproved break, a finding; a token is of no use; or something else went wrong: a file, a port, the output |
//! | 2 | bad input: nothing was sent |
//! | 3 | refused: the service, or something in front of it, did not take the action |
//! | 4 | unreachable: there was no connection, nothing was sent |
//! | 5 | outcome unknown: the request was sent, and no response says whether the action was taken |
//! | 6 | accepted, and the response could not be written to stdout; stderr has it |
//! | 7 | a run was stopped by a signal before the end of its list |
//!
//! Of a run, the worst counts: 5, then 7, 3, 4, 2.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use calls::journal::{Counts, JournalError, RowState};
use defender_actions::{Error, Outcome};
use openapi::{Position, Problem, Problems};
use report::Format;

use crate::call_json::{CallOutcome, FailedCall};
use crate::output;
use crate::progress::Stopped;
use crate::signals::Signal;
use crate::target::Target;

const OTHER: u8 = 1;
const BAD_INPUT: u8 = 2;
const REFUSED: u8 = 3;
const UNREACHABLE: u8 = 4;
const UNKNOWN: u8 = 5;
const UNWRITTEN: u8 = 6;
const STOPPED: u8 = 7;

/// The table of exit codes for the help text.
pub const HELP: &str = "\
Exit codes:
  0  done
  1  a review fails (an unapproved break, a finding), `auth check` finds the token of no use, or something else went
     wrong (a file, a port, the output)
  2  bad input, nothing was sent
  3  refused, the action was not taken
  4  unreachable, nothing was sent
  5  outcome unknown, the action may have been taken
  6  accepted, but stdout did not take the response; stderr has it
  7  a run was stopped by a signal before the end of its list; the same again goes on
Of a run, the worst of all rows counts: 5, then 7, 3, 4, 2.";

/// Why the command fails: messages for stderr, and an exit code.
///
/// A message is a list of lines. A line break inside a line is not ours; it is escaped where the line is printed.
#[derive(Debug)]
pub struct Failure {
    messages: Vec<Message>,
    code: u8,
    reply: Box<Reply>,
}

/// What became of a run that did not have every row accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunCode {
    /// Rows are unknown.
    Unknown,
    /// It was stopped by a signal.
    Stopped,
    /// Rows were refused.
    Refused,
    /// The service was unreachable.
    Unreachable,
    /// Rows were not sent.
    NotSent,
    /// A file could not be read or written.
    Other,
}

/// What a service replied to a call that failed; nothing, if there was no response.
#[derive(Debug, Default)]
struct Reply {
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    correlation_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
}

#[derive(Debug, Default)]
struct Message {
    /// The document that it is about.
    file: Option<String>,
    position: Option<Position>,
    lines: Vec<String>,
}

impl Failure {
    /// Bad input; nothing was sent.
    pub fn input(message: impl Display) -> Self {
        Self::new(BAD_INPUT, None, message)
    }

    /// Bad input: a file, or another document, that cannot be used.
    pub fn file(file: impl Display, message: impl Display) -> Self {
        Self::new(BAD_INPUT, Some(file.to_string()), message)
    }

    /// A contract that does not pass a review.
    pub fn review(message: impl Display) -> Self {
        Self::other(message)
    }

    /// All else that is not an answer of a service.
    pub fn other(message: impl Display) -> Self {
        Self::new(OTHER, None, message)
    }

    /// A call that failed.
    pub fn call(error: &Error) -> Self {
        let code = match error.outcome() {
            Outcome::NotSent => BAD_INPUT,
            Outcome::Unreachable => UNREACHABLE,
            Outcome::Refused => REFUSED,
            _ => UNKNOWN,
        };
        // The library shows what it quotes without line breaks, so the lines are those of its report.
        let lines = error.report().to_string().lines().map(str::to_owned).collect();
        let reply = Box::new(Reply {
            status: error.status().map(|status| status.as_u16()),
            code: error.code().map(|code| code.as_str().to_owned()),
            message: error.message().map(str::to_owned),
            correlation_id: error.correlation_id().map(str::to_owned),
            retry_after: error.retry_after(),
            attempts: error.attempts(),
        });
        Self { messages: vec![Message { lines, ..Message::default() }], code, reply }
    }

    /// A call that a signal stopped, after so many attempts had begun.
    pub fn stopped(signal: Signal, stopped: Stopped, attempts: u32) -> Self {
        let (code, before, action) = match stopped {
            Stopped::Unsent => (UNREACHABLE, "the request was sent", "not taken, nothing was sent"),
            Stopped::Refused => (REFUSED, "another attempt was sent", "not taken"),
            Stopped::Unknown => (UNKNOWN, "the response arrived", "unknown, it may have been taken"),
        };
        let mut failure = Self::new(code, None, format!("stopped by {signal} before {before}"));
        failure.reply.attempts = attempts;
        let failure = failure.line(format!("  action: {action}"));
        match stopped {
            Stopped::Unknown => failure.line("  to do: look at the action in the portal before you repeat it"),
            _ => failure,
        }
    }

    /// A journal that cannot be used; nothing was sent.
    pub fn journal(error: &JournalError) -> Self {
        let mut lines = error.lines().into_iter();
        let failure = Self::input(lines.next().unwrap_or_default());
        lines.fold(failure, Self::line)
    }

    /// A list of calls, not all of which were accepted; `None` if they were.
    pub fn rows(counts: &Counts) -> Option<Self> {
        let others = RowState::ALL.into_iter().filter(|state| *state != RowState::Accepted && counts.of(*state) > 0);
        let others: Vec<_> = others.map(|state| format!("{} {state}", counts.of(state))).collect();
        let code = match () {
            () if others.is_empty() => return None,
            () if counts.sum(RowState::is_unknown) > 0 => UNKNOWN,
            () if counts.of(RowState::Refused) > 0 => REFUSED,
            () => OTHER,
        };
        Some(Self::new(code, None, format!("not all rows are accepted: {}", others.join(", "))))
    }

    /// An action that was accepted, and could not be written to stdout.
    pub fn unwritten(error: &io::Error) -> Self {
        Self::new(UNWRITTEN, None, format!("cannot write the response to stdout: {error}"))
            .line("  action: accepted; the response is above")
    }

    /// A run that did not have every row accepted.
    pub fn run(code: RunCode, message: impl Display) -> Self {
        let code = match code {
            RunCode::Unknown => UNKNOWN,
            RunCode::Stopped => STOPPED,
            RunCode::Refused => REFUSED,
            RunCode::Unreachable => UNREACHABLE,
            RunCode::NotSent => BAD_INPUT,
            RunCode::Other => OTHER,
        };
        Self::new(code, None, message)
    }

    /// The same, with the texts of the service and those for a person changed.
    pub fn map_text(mut self, change: impl Fn(&str) -> String) -> Self {
        let reply = &mut self.reply;
        let quoted = [&mut reply.code, &mut reply.message, &mut reply.correlation_id].into_iter().flatten();
        let lines = self.messages.iter_mut().flat_map(|message| &mut message.lines);
        quoted.chain(lines).for_each(|text| *text = change(text));
        self
    }

    /// The same, said of a call.
    pub fn of_call(mut self, label: &str) -> Self {
        if let Some(first) = self.messages.first_mut().and_then(|message| message.lines.first_mut()) {
            *first = format!("{label}: {first}");
        }
        self
    }

    /// For programs: the failure of a call of an operation; `None` if it is stdout that failed.
    pub fn to_json(&self, operation: &str, target: &Target) -> Option<FailedCall> {
        let outcome = match self.code {
            UNREACHABLE => CallOutcome::Unreachable,
            REFUSED => CallOutcome::Refused,
            UNKNOWN => CallOutcome::Unknown,
            UNWRITTEN => return None,
            _ => CallOutcome::NotSent,
        };
        let reply = &self.reply;
        // A part of a second is waited for too.
        let seconds = |wait: Duration| wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Some(FailedCall {
            outcome,
            operation: operation.to_owned(),
            target: target.to_json(),
            status: reply.status,
            code: reply.code.clone(),
            message: reply.message.clone().or_else(|| self.lines().next()).unwrap_or_default(),
            correlation_id: reply.correlation_id.clone(),
            retry_after_seconds: reply.retry_after.map(seconds),
            attempts: reply.attempts,
        })
    }

    fn new(code: u8, file: Option<String>, message: impl Display) -> Self {
        Self {
            messages: vec![Message { file, lines: vec![message.to_string()], position: None }],
            code,
            reply: Box::default(),
        }
    }

    /// Adds a line to the last message.
    pub fn line(mut self, line: impl Display) -> Self {
        if let Some(message) = self.messages.last_mut() {
            message.lines.push(line.to_string());
        }
        self
    }

    /// The lines for a person, not escaped.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.messages.iter().flat_map(Message::lines)
    }

    /// Prints bad input in the format of a report as well, where the format has a form for it: [`Format::Github`].
    pub fn annotated(self, format: Format) -> Self {
        if format == Format::Github && self.code == BAD_INPUT {
            let annotations = self
                .messages
                .iter()
                .map(|message| report::invalid_input(message.file.as_deref(), message.position, &message.lines));
            if let Err(error) = output::report(&annotations.collect::<String>()) {
                return error.into();
            }
        }
        self
    }

    /// Prints the messages on stderr.
    pub fn exit(&self) -> ExitCode {
        let lines = self.lines().enumerate();
        output::messages(lines.map(|(index, line)| if index == 0 { format!("error: {line}") } else { line }));
        ExitCode::from(self.code)
    }
}

impl Message {
    fn lines(&self) -> Vec<String> {
        let mut lines = self.lines.clone();
        if let (Some(file), Some(first)) = (&self.file, lines.first_mut()) {
            let position = self.position.map(|position| format!(":{position}"));
            *first = format!("{file}{}: {first}", position.unwrap_or_default());
        }
        lines
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Problems::from(problem).into()
    }
}

/// Bad input: a document.
impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let message = |problem: &Problem| {
            let pointer = if problem.pointer.is_root() { "/" } else { &problem.pointer.to_string() };
            let mut lines = vec![format!("{pointer}: {}", problem.message)];
            lines.extend(problem.help.as_ref().map(|help| format!("  help: {help}")));
            Message { file: Some(problem.file.clone()), position: problem.position, lines }
        };
        let mut messages: Vec<_> = problems.iter().map(message).collect();
        let others = problems.total() - messages.len();
        if others > 0 {
            messages.push(Message { lines: vec![format!("and {others} more problems")], ..Message::default() });
        }
        Self { messages, code: BAD_INPUT, reply: Box::default() }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::other(format!("cannot write the output: {error}"))
    }
}
