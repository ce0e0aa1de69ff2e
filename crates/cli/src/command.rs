//! The whole command: some subcommands are fixed, and each operation of the contract is one more.

use std::ffi::OsString;

use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

use crate::completions::Completions;
use crate::connection::Connection;
use crate::generated::CliCommand;
use crate::journal_report::Report;
use crate::log::LogOptions;
use crate::manual::Manual;
use crate::retries::Retries;
use crate::run::Run;
use crate::schema::Schema;
use crate::simulate::Simulate;
use crate::{auth, contract, demo, examples, failure, log, operation};

/// What the help of all shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("See every operation at work, without a tenant", "defender-actions demo"),
    ("Rehearse: serve the contract on this machine", "defender-actions simulate"),
];

/// A subcommand with its arguments.
pub enum Command<'a> {
    /// Show all operations on the simulator.
    Demo,
    /// Make the calls of a list.
    Run(Box<Run>),
    /// Serve a contract.
    Simulate(Simulate),
    /// About tokens.
    Auth(auth::AuthCommand),
    /// Work on a contract.
    Contract(contract::ContractCommand),
    /// Print what was done.
    Report(Report),
    /// Print a schema.
    Schema(Schema),
    /// Print a script of a shell.
    Completions(Completions),
    /// Print the manual.
    Manual(Manual),
    /// Call an operation.
    Call {
        /// The operation.
        operation: CliCommand,
        /// Where to call it.
        connection: Connection,
        /// How it is repeated.
        retries: Retries,
        /// Its own arguments.
        arguments: &'a ArgMatches,
    },
}

#[derive(Subcommand)]
enum Fixed {
    /// Run every operation against the simulator, and show the requests and the responses.
    #[command(after_help = examples::section(demo::EXAMPLES))]
    Demo,
    /// Make the calls of a list, within the limits of the service, and keep a journal of them.
    Run(Box<Run>),
    /// Check a token, or print where tokens come from.
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Serve the contract, for those who have no tenant, until ctrl-c.
    Simulate(Simulate),
    /// Print what the contract says, review its changes, and check it.
    #[command(subcommand)]
    Contract(contract::ContractCommand),
    /// Print what a journal says was done: the audit trail of a run.
    Report(Report),
    /// Print the JSON Schema of what `--output json` prints.
    Schema(Schema),
    /// Print the script that completes the words of this command in a shell.
    Completions(Completions),
    /// Print the manual of this command, or write the page of each subcommand into a folder.
    #[command(name = "man")]
    Manual(Manual),
}

/// The whole command, for programs that make completions or documentation of it.
pub fn command() -> clap::Command {
    with_operations(fixed())
}

/// The command for the arguments of a process: without the operations, if another subcommand is named first. To make them
/// takes longer than a small review does, since the contract is read for their texts.
pub fn command_for(arguments: &[OsString]) -> clap::Command {
    let fixed = fixed();
    let first = arguments.get(1).and_then(|first| first.to_str());
    let is_fixed = fixed.get_subcommands().any(|subcommand| Some(subcommand.get_name()) == first);
    if is_fixed { fixed } else { with_operations(fixed) }
}

fn fixed() -> clap::Command {
    let command = LogOptions::augment_args(clap::Command::new("defender-actions"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Microsoft Defender's response actions, and the contract that describes them.")
        .after_help([&examples::section(EXAMPLES), log::HELP, failure::HELP].join("\n\n"))
        .subcommand_required(true)
        .arg_required_else_help(true);
    Fixed::augment_subcommands(command)
}

fn with_operations(command: clap::Command) -> clap::Command {
    CliCommand::iter().map(operation::command).fold(command, clap::Command::subcommand)
}

/// The subcommand in the matches of [`command`].
///
/// # Errors
///
/// Arguments that do not go together.
pub fn parse(matches: &ArgMatches) -> Result<Command<'_>, clap::Error> {
    if let Some((name, arguments)) = matches.subcommand()
        && let Some(operation) = CliCommand::iter().find(|operation| operation::name(*operation) == name)
    {
        let connection = Connection::from_arg_matches(arguments)?;
        let retries = Retries::from_arg_matches(arguments)?;
        return Ok(Command::Call { operation, connection, retries, arguments });
    }
    Ok(match Fixed::from_arg_matches(matches)? {
        Fixed::Demo => Command::Demo,
        Fixed::Run(run) => Command::Run(run),
        Fixed::Auth(auth) => Command::Auth(auth),
        Fixed::Simulate(simulate) => Command::Simulate(simulate),
        Fixed::Contract(command) => Command::Contract(command),
        Fixed::Report(report) => Command::Report(report),
        Fixed::Schema(schema) => Command::Schema(schema),
        Fixed::Completions(completions) => Command::Completions(completions),
        Fixed::Manual(manual) => Command::Manual(manual),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_consistent() {
        super::command().debug_assert();
    }
}
