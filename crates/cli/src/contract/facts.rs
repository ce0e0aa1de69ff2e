//! `contract facts`: a contract in normal form.

use clap::{Args, ValueHint};
use review::Surface;

use super::config::SettingsOptions;
use super::source::ContractSource;
use crate::choice::choice;
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What a consumer on the wire can rely on", "defender-actions contract facts --only wire"),
    ("The facts of a revision of git", "defender-actions contract facts origin/main"),
];

/// Which facts to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct FactsCommand {
    /// An OpenAPI 3.0 or 3.1 document, as a file or in a git revision. If left out, `spec/openapi.yaml` of the working tree, or
    /// else the contract that is built in.
    #[arg(value_hint = ValueHint::FilePath)]
    source: Option<String>,
    /// Only the facts of this kind.
    #[arg(long, value_parser = choice(Surface::ALL.iter().copied(), |surface| surface.name()))]
    only: Option<Surface>,
    #[command(flatten)]
    settings: SettingsOptions,
}

impl FactsCommand {
    /// Prints the facts on stdout, one a line.
    pub fn run(self) -> Result<(), Failure> {
        let contract = ContractSource::chosen(self.source.as_deref())?;
        let settings = self.settings.settings(&self.settings.config(&contract)?);
        let facts = review::facts_with(&contract.document()?, &settings.treatments)?;
        Ok(output::lines(facts.iter().filter(|fact| self.only.is_none_or(|only| fact.surface == only)))?)
    }
}
