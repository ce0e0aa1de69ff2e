//! `contract json`: a contract as canonical JSON.

use clap::{Args, ValueHint};

use super::source::ContractSource;
use crate::failure::Failure;
use crate::output;

/// Which contract to print.
#[derive(Args)]
pub struct JsonCommand {
    /// An OpenAPI 3.0 document, as a file or in a git revision. If left out, `spec/openapi.yaml` of the working tree, or
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
