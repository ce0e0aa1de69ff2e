//! `auth`: about the tokens of calls.
//!
//! - `check.rs`: `auth check`; `check_json.rs` is what it prints for programs, `access.rs` how that is made of a token.
//! - `scope.rs`: `auth scope`.

mod access;
mod check;
mod check_json;
mod scope;

use clap::{Subcommand, ValueEnum};

pub use check_json::schema as check_schema;

use crate::examples;
use crate::failure::Failure;

/// What the help of both shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Whether the credential that is set up may call", "defender-actions auth check"),
    ("Where tokens come from", "defender-actions auth scope"),
];

/// A subcommand of `auth`.
#[derive(Subcommand)]
#[command(after_help = examples::section(EXAMPLES))]
pub enum AuthCommand {
    /// Get a token, and say whose it is and which operations it allows.
    Check(check::Check),
    /// Print the scope and the URL of tokens of an environment, for those who get them with other tools.
    Scope(scope::Scope),
}

/// What stdout holds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines
    Text,
    /// One JSON value
    Json,
}

impl AuthCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Check(check) => check.run().await,
            Self::Scope(scope) => scope.run(),
        }
    }
}
