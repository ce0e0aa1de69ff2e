//! `contract schema`: the JSON Schema of what `--format json` prints, and of the configuration.

use clap::{Args, ValueEnum};
use openapi::Node;

use super::config;
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What `contract check --format json` prints", "defender-actions contract schema check"),
    ("For an editor of contract-config.yaml", "defender-actions contract schema config"),
];

/// Which schema to print.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct SchemaCommand {
    /// The command that prints it, or the configuration.
    subject: SchemaSubject,
}

/// What has a schema.
#[derive(Clone, Copy, ValueEnum)]
enum SchemaSubject {
    Diff,
    Check,
    Config,
}

impl SchemaCommand {
    /// Prints the schema on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let schema = match self.subject {
            SchemaSubject::Diff => report::review_schema(),
            SchemaSubject::Check => report::findings_schema(),
            SchemaSubject::Config => config::schema(),
        };
        Ok(output::json(&Node::from(&schema).canonical_json())?)
    }
}
