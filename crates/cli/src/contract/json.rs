//! `contract json`: a contract as canonical JSON.

use clap::{Args, ValueHint};

use super::source::ContractSource;
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[("The contract, for a program", "defender-actions contract json > contract.json")];

/// Which contract to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct JsonCommand {
    /// An OpenAPI 3.0 or 3.1 document, as a file or in a git revision. If left out, `spec/openapi.yaml` of the working tree, or
    /// else the contract that is built in.
    #[arg(value_hint = ValueHint::FilePath)]
    source: Option<String>,
}

impl JsonCommand {
    /// Prints the contract on stdout.
    pub fn run(self) -> Result<(), Failure> {
        Ok(output::json(&ContractSource::chosen(self.source.as_deref())?.contract()?.canonical_json())?)
    }
}
