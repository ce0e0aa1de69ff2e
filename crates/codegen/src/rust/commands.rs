//! A `clap` command for each operation.

use openapi::{Contract, Problems};

use super::generator;
use super::settings::settings;

/// Generates a `clap` command for each operation, for a program that uses the client of the crate `client_crate`.
///
/// # Errors
///
/// As [`client`](super::client()).
pub fn commands(contract: &Contract, client_crate: &str) -> Result<String, Problems> {
    let settings = settings(contract, &format!("{client_crate}::types"));
    let file = generator::run(contract, &settings, |generator, view| {
        let tokens = generator.cli(view, client_crate)?;
        // Progenitor leaves a panic where a command would have to show what is not JSON.
        match tokens.to_string().contains("todo !") {
            true => Err(progenitor::Error::UnexpectedFormat("a command can show JSON only".to_owned())),
            false => Ok(tokens),
        }
    })?;
    Ok(prettyplease::unparse(&file))
}
