//! `contract json`: a contract as canonical JSON.

use std::path::PathBuf;

use clap::Args;

use super::source;
use crate::failure::Failure;
use crate::output;

/// Which contract to print.
#[derive(Args)]
pub struct JsonCommand {
    /// Another contract, YAML or JSON; the built-in one if left out.
    file: Option<PathBuf>,
}

impl JsonCommand {
    /// Prints the contract on stdout.
    pub fn run(self) -> Result<(), Failure> {
        Ok(output::json(&source::contract(self.file.as_deref())?.canonical_json())?)
    }
}
