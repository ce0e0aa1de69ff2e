//! The subcommands.

use clap::Subcommand;

use super::approve::ApproveCommand;
use super::check::CheckCommand;
use super::diff::DiffCommand;
use super::explain::ExplainCommand;
use super::facts::FactsCommand;
use super::json::JsonCommand;
use super::page::PageCommand;
use super::release::ReleaseCommand;
use super::schema::SchemaCommand;
use super::view::ViewCommand;
use crate::examples;
use crate::failure::Failure;

/// What the help of all shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What the working tree changes since a branch", "defender-actions contract diff origin/main"),
    ("What is wrong with the contract of the working tree", "defender-actions contract check"),
    ("What a rule means", "defender-actions contract explain request-max-length-tightened"),
];

/// A subcommand of `contract`.
#[derive(Subcommand)]
#[command(after_help = examples::section(EXAMPLES))]
pub enum ContractCommand {
    /// Print the contract as canonical JSON: keys sorted, aliases expanded.
    Json(JsonCommand),
    /// Print the view of the contract that a generator gets, as JSON.
    View(ViewCommand),
    /// Write the contract as a page for people: one HTML file, to be read in a browser without a network.
    ///
    /// It has operations, schemas, examples, errors and servers. The page of `defender-actions simulate` has the same, and
    /// calls can be tried there.
    Page(PageCommand),
    /// Print the contract in normal form: one fact a line, references followed, sorted.
    ///
    /// `wire` facts show in messages, `source` facts in generated code, `docs` in texts alone. A line has the operation,
    /// the direction, the place, and what holds there. Two contracts that mean the same have the same wire facts.
    Facts(FactsCommand),
    /// Report what changes from one contract to another, and for whom.
    Diff(DiffCommand),
    /// Report what is wrong with a contract, or missing from it.
    Check(CheckCommand),
    /// Explain a rule of `diff` or `check`; without one, list all.
    Explain(ExplainCommand),
    /// Approve a change: write its fingerprint and the reason into the file of approvals.
    Approve(ApproveCommand),
    /// Freeze the contract as a released version, if its version has risen enough.
    Release(ReleaseCommand),
    /// Print the JSON Schema of what `--format json` prints, or of the configuration.
    Schema(SchemaCommand),
}

impl ContractCommand {
    /// Does it.
    pub fn run(self) -> Result<(), Failure> {
        match self {
            Self::Json(json) => json.run(),
            Self::Page(page) => page.run(),
            Self::View(view) => view.run(),
            Self::Facts(facts) => facts.run(),
            Self::Diff(diff) => diff.run(),
            Self::Check(check) => check.run(),
            Self::Explain(explain) => explain.run(),
            Self::Approve(approve) => approve.run(),
            Self::Release(release) => release.run(),
            Self::Schema(schema) => schema.run(),
        }
    }
}
