//! `contract view`: the contract as a generator gets it.

use std::path::PathBuf;

use clap::Args;
use codegen::views::{self, VIEWS};
use openapi::Node;

use super::source;
use crate::choice::choice;
use crate::failure::Failure;
use crate::output;

/// Which view to print.
#[derive(Args)]
pub struct ViewCommand {
    /// The view.
    #[arg(required_unless_present = "list", value_parser = choice(VIEWS, |view| view.name))]
    name: Option<&'static views::View>,
    /// Another contract, YAML or JSON; the built-in one if left out.
    file: Option<PathBuf>,
    /// Print which views there are instead, why they differ from the contract, and which suits which generator.
    #[arg(long, conflicts_with = "name")]
    list: bool,
}

impl ViewCommand {
    /// Prints the view on stdout, or the list of all.
    pub fn run(self) -> Result<(), Failure> {
        match self.name {
            Some(view) => {
                let contract = source::contract(self.file.as_deref())?;
                let derived = match self.file {
                    None => view.derive(&contract)?,
                    Some(_) => view.derive_from_other(&contract)?,
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
