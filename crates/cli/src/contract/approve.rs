//! `contract approve`: lets a change pass a review.

use std::path::PathBuf;

use clap::Args;
use review::{APPROVALS_HEADER, Approval, ParseError, Reason};

use super::built_in::CONTRACT;
use super::diff::APPROVALS;
use super::source::{self, ContractSource};
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
    /// The file of approvals; `spec/approvals.yaml` of the repository if left out.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
}

impl ApproveCommand {
    /// Adds the approval to the end of the file; the file is as it was if anything is wrong.
    pub fn run(self) -> Result<(), Failure> {
        let fingerprint = self.fingerprint.parse().map_err(|error: ParseError| Failure::input(error))?;
        let approval = Approval::new(fingerprint, self.reason, &self.because).map_err(Failure::input)?;
        let file = self.approvals.unwrap_or_else(|| source::root().join(CONTRACT).with_file_name(APPROVALS));
        let name = file.display().to_string();
        let old = if file.exists() { ContractSource::file(&file)?.text } else { APPROVALS_HEADER.to_owned() };
        let known = review::approvals(&name, &old)?;
        if known.iter().any(|known| known.fingerprint == approval.fingerprint) {
            return Err(Failure::file(name, format!("`{}` is approved already", approval.fingerprint)));
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
