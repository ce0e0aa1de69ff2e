//! `contract diff`: what changes, and for whom.

use std::path::PathBuf;

use clap::Args;
use report::{self, Format, Sources};
use review::{self, Approval, Review, Tier};

use crate::contract::Report;
use crate::contract::source::{self, Source};
use crate::exit::Failure;
use crate::output;

/// Beside a contract: what of its changes has been let pass.
pub const APPROVALS: &str = "approvals.yaml";

/// Snapshots of generated code, for the report in a pull request.
const SNAPSHOTS: [&str; 2] = ["snapshots/rust", "snapshots/clients"];

/// Two contracts, and what to tell of them.
#[derive(Args)]
pub struct Diff {
    /// The contract before: a file, `revision:path`, or a revision of git for the contract of its repository.
    base: String,
    /// The contract after; the file in the working tree if left out.
    head: Option<String>,
    #[command(flatten)]
    report: Report,
    /// The least grave change that makes the command fail: wire, source (and wire), or any.
    #[arg(long, value_name = "TIER", default_value = "source", value_parser = ["wire", "source", "any"])]
    fail_on: String,
    /// Fail also if `info.version` has not risen by what the changes need.
    #[arg(long)]
    gate: bool,
    /// The file of approvals; `approvals.yaml` beside the contract after, if left out.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
}

impl Diff {
    /// Tells the changes on stdout, and fails with code 1 if one breaks that nobody has approved.
    pub fn run(self) -> Result<(), Failure> {
        let base = Source::read(&self.base)?;
        let head = match &self.head {
            Some(head) => Source::read(head)?,
            None => base.of_working_tree()?,
        };
        let approvals = approvals(self.approvals, &head)?;
        let review = review::compare(&base.document()?, &head.document()?, &approvals).map_err(Failure::input)?;
        let snapshots = snapshots(self.report.format, &base, &head);
        let sources: Sources<'_> =
            [&base, &head].map(|source| (source.name.as_str(), source.text.as_str())).into_iter().collect();
        let (format, snapshots) = (self.report.format, snapshots.as_deref());
        output::write(&report::review(&review, format, &sources, snapshots, output::has_colours()))?;
        verdict(&review, tier(&self.fail_on), self.gate)
    }
}

fn tier(name: &str) -> Tier {
    match name {
        "wire" => Tier::Wire,
        "any" => Tier::Docs,
        _ => Tier::Source,
    }
}

fn approvals(file: Option<PathBuf>, head: &Source) -> Result<Vec<Approval>, Failure> {
    let source = match file {
        Some(file) => Some(Source::file(&file)?),
        None => head.beside(APPROVALS)?,
    };
    let Some(source) = source else { return Ok(Vec::new()) };
    review::approvals(&source.name, &source.text).map_err(Failure::input)
}

fn verdict(review: &Review, fail_on: Tier, gate: bool) -> Result<(), Failure> {
    let mut reasons = Vec::new();
    match review.unapproved(fail_on).count() {
        0 => {}
        1 => reasons.push("a change fails the review and is not approved".to_owned()),
        count => reasons.push(format!("{count} changes fail the review and are not approved")),
    }
    if let Some(needed) = review.version.needed.as_ref().filter(|_| gate && !review.version.passes) {
        reasons.push(format!("info.version is {}, and the changes need {needed}", review.version.head));
    } else if gate && !review.version.passes {
        reasons.push(format!("info.version is {}, which cannot be held against the changes", review.version.head));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Failure::review(reasons.join("; "))) }
}

/// How the snapshots of generated code differ, as far as git knows it.
fn snapshots(format: Format, base: &Source, head: &Source) -> Option<String> {
    let base = base.revision.as_deref().filter(|_| format == Format::Markdown)?;
    let root = source::root();
    let paths = SNAPSHOTS.map(|path| root.join(path).display().to_string());
    let mut arguments = vec!["diff", "--no-color", "--no-ext-diff", "--unified=1", base];
    arguments.extend(head.revision.as_deref());
    arguments.push("--");
    arguments.extend(paths.iter().map(String::as_str));
    source::git(&arguments).ok()
}
