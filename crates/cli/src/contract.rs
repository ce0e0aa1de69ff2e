//! Tells what the contract says: as JSON, and as each generator sees it.

use std::fs;
use std::path::PathBuf;

use clap::Subcommand;
use defender_actions_contract::{Contract, canonical_json, views};

use crate::exit::Failure;
use crate::output;

/// What to tell.
#[derive(Subcommand)]
pub enum Question {
    /// Print the contract as canonical JSON: keys sorted, aliases expanded.
    Json {
        /// Another contract, YAML or JSON; the built-in one if left out.
        file: Option<PathBuf>,
    },
    /// Print the view of the contract that a generator gets, as JSON.
    View {
        /// The view.
        #[arg(value_parser = views::VIEWS.iter().map(|view| view.name).collect::<Vec<_>>())]
        name: String,
        /// Another contract, YAML or JSON; the built-in one if left out.
        file: Option<PathBuf>,
    },
}

/// Answers on stdout.
pub fn run(question: Question) -> Result<(), Failure> {
    let text = match question {
        Question::Json { file } => read(file)?.canonical_json(),
        Question::View { name, file } => {
            let view = views::view(&name).ok_or_else(|| Failure::input(format!("there is no view `{name}`")))?;
            canonical_json(&view.derive(&read(file)?).map_err(Failure::input)?)
        }
    };
    Ok(output::write(&text)?)
}

fn read(file: Option<PathBuf>) -> Result<Contract, Failure> {
    let Some(file) = file else { return Ok(built_in()) };
    let text = fs::read_to_string(&file).map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
    Contract::parse(&file.display().to_string(), &text).map_err(Failure::input)
}

/// The contract that this program was compiled from.
///
/// # Panics
///
/// Never: the build script has parsed the same text.
pub fn built_in() -> Contract {
    Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT).expect("the build script has parsed it")
}
