//! The process: its arguments, what is done, and its exit code.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::command::{self, Command, command_for};
use crate::failure::Failure;
use crate::log::LogOptions;
use crate::{call, demo, run as calls_of_list, simulate, usage};

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let matches = match command_for(&arguments).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::exit(error, &arguments),
    };
    let options = LogOptions::from_arg_matches(&matches);
    let outcome = match options.and_then(|log| Ok((log, command::parse(&matches)?))) {
        Ok((log, command)) => log.start().and_then(|()| run(command)),
        Err(error) => return usage::exit(error, &arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

fn run(command: Command<'_>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("cannot start: {error}")))?;
    match command {
        Command::Demo => runtime.block_on(demo::run()),
        Command::Run(run) => runtime.block_on(calls_of_list::run(*run)),
        Command::Auth(auth) => runtime.block_on(auth.run()),
        Command::Simulate(simulate) => runtime.block_on(simulate::run(simulate)),
        Command::Contract(command) => command.run(),
        Command::Report(report) => report.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
        Command::Manual(manual) => manual.run(),
        Command::Call { operation, connection, retries, arguments } => {
            runtime.block_on(call::run(operation, &connection, &retries, arguments))
        }
    }
}
