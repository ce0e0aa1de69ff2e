//! `contract diff`: what changes, and for whom.

use clap::{Args, ValueEnum, ValueHint};
use report::{Display, Sources};
use review::{Review, Tier};

use super::comparison::{Compared, ComparisonOptions, Reviewed};
use super::format::FormatOption;
use super::git;
use super::source::{self, ContractSource};
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// Snapshots of generated code, for the report in a pull request.
const SNAPSHOTS: [&str; 2] = ["snapshots/rust", "snapshots/clients"];

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What the working tree changes since a branch", "defender-actions contract diff origin/main"),
    ("Two files", "defender-actions contract diff before.yaml after.yaml"),
    ("Several documents since a branch", "defender-actions contract diff origin/main 'apis/**/*.yaml'"),
    ("Fail unless the version has risen enough", "defender-actions contract diff v0.1.0 HEAD --gate"),
];

/// Two contracts, and what to report of them.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct DiffCommand {
    /// The contract before: a file, `-` for stdin, `revision:path`, or a revision of git for the contract of its repository. Of a branch
    /// it is the contract of the merge base, from which the contract after has come.
    #[arg(value_hint = ValueHint::FilePath)]
    base: String,
    #[command(flatten)]
    comparison: ComparisonOptions,
    /// More documents after, of which any may be a pattern of paths, as `'apis/**/*.yaml'`: each is compared with the one of
    /// its path in the base, which is a revision then. A document that is new or gone counts with all its operations.
    #[arg(value_hint = ValueHint::FilePath)]
    others: Vec<String>,
    #[command(flatten)]
    format: FormatOption,
    /// With all of each change: the lines of both contracts, the fingerprint, who breaks, and what would make it
    /// compatible. Only the format text leaves it out otherwise.
    #[arg(long)]
    details: bool,
    /// The least grave change that makes the command fail: wire, source (and wire), or any. That of the configuration, or
    /// else source, if left out.
    #[arg(long, value_name = "TIER")]
    fail_on: Option<FailOn>,
    /// Fail also if `info.version` has not risen by what the changes need.
    #[arg(long)]
    gate: bool,
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
        if let Some(heads) = self.comparison.several(&self.others) {
            return self.diff_several(&heads);
        }
        let compared = self.comparison.read(&self.base)?;
        let reviewed = self.reviewed(&compared)?;
        let snapshots = snapshots(self.format.value, &compared.base, &compared.head);
        self.report(&reviewed.review, &texts(&compared, &reviewed).collect(), snapshots.as_deref())?;
        gate(&reviewed.review, self.failing([&reviewed]), self.gate)
    }

    fn diff_several(&self, heads: &[String]) -> Result<(), Failure> {
        let compared = self.comparison.read_several(&self.base, heads)?;
        let mut reviewed = Vec::new();
        for (_, compared) in &compared {
            reviewed.push(self.reviewed(compared)?);
        }
        let reviews =
            compared.iter().zip(&reviewed).map(|((path, _), reviewed)| (path.clone(), reviewed.review.clone()));
        let review = Review::merged(reviews.collect(), &self.base, &heads.join(" "));
        let Some(review) = review else { return Ok(()) };
        let sources = compared.iter().zip(&reviewed).flat_map(|((_, compared), reviewed)| texts(compared, reviewed));
        self.report(&review, &sources.collect(), None)?;
        gate(&review, self.failing(&reviewed), self.gate)
    }

    /// How many changes fail: of each document by its configuration, unless the command line says otherwise.
    fn failing<'r>(&self, reviewed: impl IntoIterator<Item = &'r Reviewed>) -> usize {
        let failing = reviewed.into_iter().map(|Reviewed { review, fails_on, .. }| {
            let fails_on = self.fail_on.map(Tier::from).or(*fails_on).unwrap_or(Tier::Source);
            review.unapproved(fails_on).count()
        });
        failing.sum()
    }

    fn reviewed(&self, compared: &Compared) -> Result<Reviewed, Failure> {
        let approvals = self.comparison.approvals(&compared.head)?;
        self.comparison.review(compared, &approvals)
    }

    fn report(&self, review: &Review, sources: &Sources<'_>, snapshots: Option<&str>) -> Result<(), Failure> {
        let display = Display { snapshots, has_details: self.details, ..output::display() };
        Ok(output::report(&report::review(review, self.format.value, sources, display))?)
    }
}

/// The texts that a report quotes from.
fn texts<'c>(compared: &'c Compared, reviewed: &'c Reviewed) -> impl Iterator<Item = (&'c str, &'c str)> {
    let contracts = [&compared.base, &compared.head].map(|source| (source.name.as_str(), source.text.as_str()));
    let files = reviewed.files.iter().flatten().map(|file| (file.name.as_str(), file.text.as_str()));
    contracts.into_iter().chain(files)
}

/// Whether the review passes, of which so many changes fail.
fn gate(review: &Review, failing: usize, gate: bool) -> Result<(), Failure> {
    let mut reasons = Vec::new();
    match failing {
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
