//! `contract approve`: lets a change pass a review.

use clap::{Args, ValueHint};
use review::{APPROVALS_HEADER, Approval, Change, ParseError, Reason, Review};

use super::comparison::ComparisonOptions;
use super::git;
use super::source::ContractSource;
use crate::choice::choice;
use crate::failure::Failure;
use crate::{examples, file, output};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[(
    "Let a change pass that only corrects the contract",
    "defender-actions contract approve 9db3833afcf825e5 --reason contract-corrected --because 'It never took more.'",
)];

/// A change to approve, and why.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct ApproveCommand {
    /// The fingerprint of the change, as `contract diff` reports it.
    fingerprint: String,
    /// The kind of reason: the contract was wrong and the service did not change; nobody can be touched by it; or it
    /// breaks, and that is accepted.
    #[arg(long, value_parser = choice(Reason::ALL.iter().copied(), |reason| reason.name()))]
    reason: Reason,
    /// The reason, in a sentence.
    #[arg(long)]
    because: String,
    /// The contract before, as of `contract diff`; if left out, that of the branch which others merge into: `origin/HEAD`,
    /// else `main` or `master`, of the remote if it has one.
    #[arg(value_hint = ValueHint::FilePath)]
    base: Option<String>,
    #[command(flatten)]
    comparison: ComparisonOptions,
}

impl ApproveCommand {
    /// Adds the approval to the end of the file; the file is as it was if anything is wrong.
    pub fn run(self) -> Result<(), Failure> {
        let fingerprint = self.fingerprint.parse().map_err(|error: ParseError| Failure::input(error))?;
        let approval = Approval::new(fingerprint, self.reason, &self.because).map_err(Failure::input)?;
        let base = match &self.base {
            Some(base) => base.clone(),
            None => git::main_branch().ok_or_else(|| {
                let failure =
                    Failure::input("git has no branch main or master, and no remote with a branch of its own");
                failure.line("  name the contract before, as for `contract diff`")
            })?,
        };
        let compared = self.comparison.read(&base)?;
        let file = self.comparison.approvals_file(&compared.head)?;
        let name = file.display().to_string();
        let old = if file.exists() { ContractSource::file(&file)?.text } else { APPROVALS_HEADER.to_owned() };
        let known = review::approvals(&name, &old)?;
        if let Some(Approval { fingerprint, reason, because, .. }) =
            known.iter().find(|known| known.fingerprint == approval.fingerprint)
        {
            let failure = Failure::file(name, format!("`{fingerprint}` is approved already"));
            return Err(failure.line(format!("  {reason}: {because}")));
        }
        let review = self.comparison.review(&compared, &[])?.review;
        if review.changes.iter().all(|change| change.fingerprint != approval.fingerprint) {
            return Err(unknown(&approval, &review, &known));
        }
        let end = if old.ends_with('\n') { "" } else { "\n" };
        let new = format!("{old}{end}{}", approval.to_yaml());
        let is_sound = review::approvals(&name, &new).is_ok_and(|approvals| approvals.last() == Some(&approval));
        if !is_sound {
            let failure = Failure::file(name, "its list is not written one entry after the other; add by hand");
            return Err(approval.to_yaml().lines().fold(failure, Failure::line));
        }
        file::replace(&file, &new)?;
        output::message(format_args!("{name}: {} is approved", approval.fingerprint));
        Ok(())
    }
}

/// So many changes are named where none has the fingerprint.
const NAMED: usize = 5;

/// That no change has the fingerprint, and which ones there are: those most like it first, approved ones left out.
fn unknown(approval: &Approval, Review { base, head, changes, .. }: &Review, known: &[Approval]) -> Failure {
    let wanted = approval.fingerprint.to_string();
    let failure = Failure::input(format!("no change from {base} to {head} has the fingerprint `{wanted}`"));
    let is_open = |change: &&Change| known.iter().all(|known| known.fingerprint != change.fingerprint);
    let mut open: Vec<&Change> = changes.iter().filter(is_open).collect();
    open.sort_by_cached_key(|change| strsim::hamming(&wanted, &change.fingerprint.to_string()).unwrap_or(usize::MAX));
    let failure = match open.len() {
        0 => return failure.line("  there is no change that is not approved"),
        _ => failure.line("  `contract diff` with the same contracts reports the fingerprints; there are"),
    };
    let line = |change: &Change| format!("  {} {} {}: {}", change.fingerprint, change.tier, change.rule, change.place);
    let failure = open.iter().take(NAMED).fold(failure, |failure, change| failure.line(line(change)));
    match open.len().saturating_sub(NAMED) {
        0 => failure,
        others => failure.line(format!("  and {others} more")),
    }
}
