//! The contract that the command was compiled from.

use std::sync::LazyLock;

use openapi::{Contract, Document, Problems};

/// The path of the contract in a repository like this one.
pub const CONTRACT: &str = "spec/openapi.yaml";

/// The contract.
///
/// # Errors
///
/// None in practice: the build script has read the same text.
pub fn contract() -> Result<Contract, Problems> {
    static READ_ONCE: LazyLock<Result<Contract, Problems>> = LazyLock::new(|| Contract::new(document()?));
    READ_ONCE.clone()
}

/// The contract as a document; its errors are those of [`contract`].
pub fn document() -> Result<Document, Problems> {
    Document::parse(CONTRACT, defender_actions::CONTRACT)
}
