//! Why the command fails, and its exit codes.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a review fails: an unapproved break, a finding; or something else went wrong: a file, a port, the output |
//! | 2 | bad input: nothing was sent |
//! | 3 | refused: the service, or something in front of it, did not take the action |
//! | 4 | unreachable: there was no connection, nothing was sent |
//! | 5 | outcome unknown: the request was sent, and no response says whether the action was taken |

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use defender_actions::types::ErrorResponse;
use defender_actions::{Error, ErrorExt, Outcome};
use openapi::{Position, Problem, Problems};
use report::Format;

use crate::output;

const OTHER: u8 = 1;
const BAD_INPUT: u8 = 2;
const REFUSED: u8 = 3;
const UNREACHABLE: u8 = 4;
const UNKNOWN: u8 = 5;

/// The table of exit codes for the help text.
pub const HELP: &str = "\
Exit codes:
  0  done
  1  a review fails (an unapproved break, a finding), or something else went wrong (a file, a port, the output)
  2  bad input, nothing was sent
  3  refused, the action was not taken
  4  unreachable, nothing was sent
  5  outcome unknown, the action may have been taken";

/// Why the command fails: messages for stderr, and an exit code.
///
/// A message is a list of lines. A line break inside a line is not ours; it is escaped where the line is printed.
#[derive(Debug)]
pub struct Failure {
    messages: Vec<Message>,
    code: u8,
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
    pub fn call(error: &Error<ErrorResponse>) -> Self {
        let code = match error.outcome() {
            Outcome::NotSent => BAD_INPUT,
            Outcome::Unreachable => UNREACHABLE,
            Outcome::Refused => REFUSED,
            _ => UNKNOWN,
        };
        // The library shows what it quotes without line breaks, so the lines are those of its report.
        let lines = error.report().to_string().lines().map(str::to_owned).collect();
        Self { messages: vec![Message { lines, ..Message::default() }], code }
    }

    fn new(code: u8, file: Option<String>, message: impl Display) -> Self {
        Self { messages: vec![Message { file, lines: vec![message.to_string()], position: None }], code }
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
        for (index, line) in self.lines().enumerate() {
            output::message(if index == 0 { format!("error: {line}") } else { line });
        }
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
        Self { messages, code: BAD_INPUT }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::other(format!("cannot write the output: {error}"))
    }
}
