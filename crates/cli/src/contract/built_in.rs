//! The contract that the command was compiled from.

use std::sync::LazyLock;

use openapi::{Contract, Problems};

/// The path of the contract in a repository like this one.
pub const CONTRACT: &str = "spec/openapi.yaml";

/// The contract.
///
/// # Errors
///
/// None in practice: the build script has read the same text.
pub fn contract() -> Result<&'static Contract, Problems> {
    static READ_ONCE: LazyLock<Result<Contract, Problems>> =
        LazyLock::new(|| Contract::parse(CONTRACT, defender_actions::CONTRACT));
    READ_ONCE.as_ref().map_err(Problems::clone)
}
