//! Exit codes, and how a failure is told.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a review fails: an unapproved break, a finding; or something else went wrong: a file, a port, the output |
//! | 2 | bad input: nothing was sent |
//! | 3 | refused: the service, or something in front of it, did not take the action |
//! | 4 | unreachable: no connection came about, nothing was sent |
//! | 5 | outcome unknown: the request was sent, and no answer says what became of it |

use std::io;
use std::process::ExitCode;

use defender_actions::Outcome;

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

/// Why the command fails: a message for stderr, and an exit code.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// Bad input; nothing was sent.
    pub fn input(message: impl ToString) -> Self {
        Self { message: message.to_string(), code: BAD_INPUT }
    }

    /// Anything that is no answer of a service and no bad input.
    pub fn other(message: impl ToString) -> Self {
        Self { message: message.to_string(), code: OTHER }
    }

    /// A contract that does not pass a review.
    pub fn review(message: impl ToString) -> Self {
        Self::other(message)
    }

    /// A call that failed.
    pub fn call(outcome: Outcome, message: impl ToString) -> Self {
        let code = match outcome {
            Outcome::NotSent => BAD_INPUT,
            Outcome::Unreachable => UNREACHABLE,
            Outcome::Refused => REFUSED,
            _ => UNKNOWN,
        };
        Self { message: message.to_string(), code }
    }

    /// What went wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Tells it on stderr.
    pub fn report(&self) -> ExitCode {
        output::say(format_args!("error: {}", self.message));
        ExitCode::from(self.code)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::other(format!("cannot write the output: {error}"))
    }
}

/// Help and version go to stdout, with code 0; what is wrong with the arguments to stderr.
pub fn usage(error: &clap::Error) -> ExitCode {
    match error.print() {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(_) => return ExitCode::from(OTHER),
    }
    if error.use_stderr() { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS }
}
