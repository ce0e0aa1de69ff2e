//! The contract, as a command: `defender-actions`.
//!
//! Data goes to stdout, talk to stderr. What the exit codes mean is in `exit.rs`. The command is [`main`]; for programs
//! that know an operation by its name only, there is [`Invocation`].

mod arguments;
mod call;
mod connection;
mod contract;
mod demo;
mod exit;
mod invocation;
mod output;
mod simulate;

/// Written by the build script; the lints that are off concern the style of generated code.
#[allow(clippy::all, dead_code, missing_docs, unused_imports, unused_variables)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/commands.rs"));
}

use std::process::ExitCode;

use arguments::Task;
use exit::Failure;

pub use call::Answer;
pub use invocation::Invocation;

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let matches = match arguments::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return exit::usage(&error),
    };
    let outcome = match arguments::task(&matches) {
        Ok(task) => run(task),
        Err(error) => return exit::usage(&error),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(task: Task<'_>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("cannot start: {error}")))?;
    match task {
        Task::Demo => runtime.block_on(demo::run()),
        Task::Simulate(options) => runtime.block_on(simulate::run(options)),
        Task::Contract(question) => contract::run(question),
        Task::Call(command, matches) => runtime.block_on(call::run(command, matches)),
    }
}
