//! `contract page`: a contract as a page for people.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::source::ContractSource;
use crate::failure::Failure;
use crate::{examples, file, output};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("The contract, to be opened in a browser", "defender-actions contract page --output contract.html"),
    ("The contract of a branch", "defender-actions contract page origin/main > main.html"),
];

/// Which contract to show.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct PageCommand {
    /// An OpenAPI 3.0 document, as a file or in a git revision. If left out, `spec/openapi.yaml` of the working tree, or
    /// else the contract that is built in.
    #[arg(value_hint = ValueHint::FilePath)]
    source: Option<String>,

    /// Write the page into this file, which is replaced, instead of to stdout.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl PageCommand {
    /// Writes the page.
    pub fn run(self) -> Result<(), Failure> {
        let html = page::contract_file(&ContractSource::chosen(self.source.as_deref())?.contract()?);
        match &self.output {
            Some(path) => file::replace(path, &html),
            None => Ok(output::page(&html)?),
        }
    }
}
