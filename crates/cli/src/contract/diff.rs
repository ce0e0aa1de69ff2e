//! `contract diff`: what changes, and for whom.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};
use report::Sources;
use review::{Approval, Review, Tier, Treatment};

use super::format::FormatOption;
use super::git;
use super::source::{self, ContractSource};
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// The file of approvals, in the folder of the contract.
pub const APPROVALS: &str = "approvals.yaml";

/// Snapshots of generated code, for the report in a pull request.
const SNAPSHOTS: [&str; 2] = ["snapshots/rust", "snapshots/clients"];

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What the working tree changes since a branch", "defender-actions contract diff origin/main"),
    ("Two files", "defender-actions contract diff before.yaml after.yaml"),
    ("Fail unless the version has risen enough", "defender-actions contract diff v0.1.0 HEAD --gate"),
];

/// Two contracts, and what to report of them.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct DiffCommand {
    /// The contract before: a file, `revision:path`, or a revision of git for the contract of its repository.
    #[arg(value_hint = ValueHint::FilePath)]
    base: String,
    /// The contract after; the file in the working tree if left out.
    #[arg(value_hint = ValueHint::FilePath)]
    head: Option<String>,
    #[command(flatten)]
    format: FormatOption,
    /// The least grave change that makes the command fail: wire, source (and wire), or any.
    #[arg(long, value_name = "TIER", default_value = "source")]
    fail_on: FailOn,
    /// Fail also if `info.version` has not risen by what the changes need.
    #[arg(long)]
    gate: bool,
    /// The file of approvals; `approvals.yaml` beside the contract after, if left out.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
    /// Give an extension that your own tools read a tier, as in `x-name=wire`; `x-acme-*` stands for all that begin so.
    /// The tiers are wire, source, compatible and docs. May be repeated.
    #[arg(long, value_name = "EXTENSION=TIER")]
    treat: Vec<Treatment>,
}

/// The least grave change that makes the command fail.
#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Wire,
    Source,
    Any,
}

impl From<FailOn> for Tier {
    fn from(least: FailOn) -> Self {
        match least {
            FailOn::Wire => Self::Wire,
            FailOn::Source => Self::Source,
            FailOn::Any => Self::Docs,
        }
    }
}

impl DiffCommand {
    /// Prints the changes on stdout, and fails with code 1 if one breaks and is not approved.
    pub fn run(self) -> Result<(), Failure> {
        self.diff().map_err(|failure| failure.annotated(self.format.value))
    }

    fn diff(&self) -> Result<(), Failure> {
        let base = ContractSource::read(&self.base)?;
        let head = match &self.head {
            Some(head) => ContractSource::read(head)?,
            None => base.head()?,
        };
        let approvals = approvals(self.approvals.as_deref(), &head)?;
        let treatments = self.treat.iter().cloned().collect();
        let review = review::compare_with(&base.document()?, &head.document()?, &approvals, &treatments)?;
        let snapshots = snapshots(self.format.value, &base, &head);
        let sources: Sources<'_> =
            [&base, &head].map(|source| (source.name.as_str(), source.text.as_str())).into_iter().collect();
        let (format, snapshots) = (self.format.value, snapshots.as_deref());
        output::report(&report::review(&review, format, &sources, snapshots, output::has_colours()))?;
        gate(&review, self.fail_on.into(), self.gate)
    }
}

fn approvals(file: Option<&Path>, head: &ContractSource) -> Result<Vec<Approval>, Failure> {
    let source = match file {
        Some(file) => Some(ContractSource::file(file)?),
        None => head.beside(APPROVALS)?,
    };
    let Some(source) = source else { return Ok(Vec::new()) };
    Ok(review::approvals(&source.name, &source.text)?)
}

/// Whether the review passes.
fn gate(review: &Review, fail_on: Tier, gate: bool) -> Result<(), Failure> {
    let mut reasons = Vec::new();
    match review.unapproved(fail_on).count() {
        0 => {}
        1 => reasons.push("a change fails the review and is not approved".to_owned()),
        count => reasons.push(format!("{count} changes fail the review and are not approved")),
    }
    if let Some(needed) = review.version.needed.as_ref().filter(|_| gate && !review.version.passes) {
        reasons.push(format!("info.version is {}, and the changes need {needed}", review.version.head));
    } else if gate && !review.version.passes {
        reasons.push(format!(
            "info.version is {}, which cannot be compared with what the changes need",
            review.version.head
        ));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Failure::review(reasons.join("; "))) }
}

/// How the snapshots of generated code differ, if git knows.
fn snapshots(format: report::Format, base: &ContractSource, head: &ContractSource) -> Option<String> {
    let base = base.revision.as_deref().filter(|_| format == report::Format::Markdown)?;
    let root = source::root();
    let paths = SNAPSHOTS.map(|path| root.join(path).display().to_string());
    let mut arguments = vec!["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=1", base];
    arguments.extend(head.revision.as_deref());
    arguments.push("--");
    arguments.extend(paths.iter().map(String::as_str));
    git::run(&arguments).ok()
}
