//! `contract view`: the contract as a generator gets it.

use clap::{Args, ValueHint};
use openapi::Node;
use views::VIEWS;

use super::source::ContractSource;
use crate::choice::choice;
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What the generator of Go gets", "defender-actions contract view go > view.json"),
    ("The names of the views", "defender-actions contract view --list"),
];

/// Which view to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct ViewCommand {
    /// The view.
    #[arg(required_unless_present = "list", value_parser = choice(VIEWS, |view| view.name))]
    name: Option<&'static views::View>,
    /// An OpenAPI 3.0 document, as a file or in a git revision. If left out, `spec/openapi.yaml` of the working tree, or
    /// else the contract that is built in.
    #[arg(value_hint = ValueHint::FilePath)]
    source: Option<String>,
    /// Print which views there are instead, why they differ from the contract, and which suits which generator.
    #[arg(long, conflicts_with = "name")]
    list: bool,
}

impl ViewCommand {
    /// Prints the view on stdout, or the list of all.
    pub fn run(self) -> Result<(), Failure> {
        match self.name {
            Some(view) => {
                let source = ContractSource::chosen(self.source.as_deref())?;
                let contract = source.contract()?;
                let derived = match source.is_built_in() {
                    true => view.derive(&contract)?,
                    false => view.derive_from_other(&contract)?,
                };
                output::json(&Node::from(&derived).canonical_json())?;
            }
            None => {
                let list = VIEWS.iter().map(views::View::to_string).collect::<String>();
                output::lines(list.lines().chain([""]).chain(views::GENERATORS.lines()))?;
            }
        }
        Ok(())
    }
}
