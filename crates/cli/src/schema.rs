//! `schema`: the JSON Schema of what `--output json` prints.

use calls::journal;
use clap::{Args, ValueEnum};
use openapi::Node;

use crate::failure::Failure;
use crate::{auth, call_json, examples, output, run};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[("What a call prints with `--output json`", "defender-actions schema call")];

/// Which schema to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct Schema {
    /// What prints it.
    of: Printer,
}

#[derive(Clone, Copy, ValueEnum)]
enum Printer {
    /// An operation
    Call,
    /// `report`
    Report,
    /// `auth check`
    AuthCheck,
    /// `run`
    Run,
    /// A line of the journal of `run`
    Journal,
}

impl Schema {
    /// Prints the schema on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let schema = match self.of {
            Printer::Call => call_json::schema(),
            Printer::Report => journal::report_schema(),
            Printer::AuthCheck => auth::check_schema(),
            Printer::Run => run::schema(),
            Printer::Journal => journal::schema(),
        };
        Ok(output::json(&Node::from(&schema).canonical_json())?)
    }
}
