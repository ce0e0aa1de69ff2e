//! `contract schema`: the JSON Schema of what `--format json` prints.

use clap::{Args, ValueEnum};
use openapi::Node;

use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] =
    &[("What `contract check --format json` prints", "defender-actions contract schema check")];

/// Which schema to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct SchemaCommand {
    /// The command that prints it.
    command: ReportingCommand,
}

/// A command with a report.
#[derive(Clone, Copy, ValueEnum)]
enum ReportingCommand {
    Diff,
    Check,
}

impl SchemaCommand {
    /// Prints the schema on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let schema = match self.command {
            ReportingCommand::Diff => report::review_schema(),
            ReportingCommand::Check => report::findings_schema(),
        };
        Ok(output::json(&Node::from(&schema).canonical_json())?)
    }
}
