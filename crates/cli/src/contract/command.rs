//! The subcommands.

use clap::Subcommand;

use super::approve::Approve;
use super::check::Check;
use super::diff::Diff;
use super::explain::Explain;
use super::facts::Facts;
use super::json::Json;
use super::release::Release;
use super::schema::Schema;
use super::view::View;
use crate::failure::Failure;

/// A subcommand of `contract`.
#[derive(Subcommand)]
pub enum Command {
    /// Print the contract as canonical JSON: keys sorted, aliases expanded.
    Json(Json),
    /// Print the view of the contract that a generator gets, as JSON.
    View(View),
    /// Print the contract in normal form: one fact a line, references followed, sorted.
    ///
    /// `wire` facts show in messages, `source` facts in generated code, `docs` in texts alone. A line has the operation,
    /// the direction, the place, and what holds there. Two contracts that mean the same have the same wire facts.
    Facts(Facts),
    /// Report what changes from one contract to another, and for whom.
    Diff(Diff),
    /// Report what is wrong with a contract, or missing from it.
    Check(Check),
    /// Explain a rule of `diff` or `check`; without one, list all.
    Explain(Explain),
    /// Approve a change: write its fingerprint and the reason into the file of approvals.
    Approve(Approve),
    /// Freeze the contract as a released version, if its version has risen enough.
    Release(Release),
    /// Print the JSON Schema of what `--format json` prints.
    Schema(Schema),
}

impl Command {
    /// Does it.
    pub fn run(self) -> Result<(), Failure> {
        match self {
            Self::Json(json) => json.run(),
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
