//! Two contracts that a command compares, and what goes with them.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use openapi::bundle::FileText;
use review::{Approval, Review, Tier};

use super::config::SettingsOptions;
use super::documents::{self, DocumentPair};
use super::source::ContractSource;
use crate::failure::Failure;

/// The file of approvals, in the folder of the contract after.
const APPROVALS: &str = "approvals.yaml";

/// What is compared with a base, and how.
#[derive(Args)]
pub struct ComparisonOptions {
    /// The contract after, `-` for stdin; the file in the working tree if left out. Of a file, the contract before is the
    /// one of the same path, if the base is a revision that has it.
    #[arg(value_hint = ValueHint::FilePath)]
    head: Option<String>,
    /// Compare with a branch itself, and not with the merge base: what others have merged into it since counts as taken
    /// back then.
    #[arg(long)]
    no_merge_base: bool,
    /// The file of approvals; `approvals.yaml` beside the contract after, if left out.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsOptions,
}

/// The contracts before and after.
pub struct Compared {
    pub base: ContractSource,
    pub head: ContractSource,
}

/// What changes between two contracts, and the files that they refer to.
pub struct Reviewed {
    pub review: Review,
    pub files: [Vec<FileText>; 2],
    /// The least grave change that fails, if the configuration says so.
    pub fails_on: Option<Tier>,
}

impl ComparisonOptions {
    /// Reads the contracts; of a branch, the contract of the merge base.
    pub fn read(&self, base: &str) -> Result<Compared, Failure> {
        let counterpart = self.head.as_deref().map(|head| documents::counterpart(base, head)).transpose()?.flatten();
        let base = counterpart.map_or_else(|| ContractSource::read(base), Ok)?;
        let head = match &self.head {
            Some(head) => ContractSource::read(head)?,
            None => base.head()?,
        };
        let base = if self.no_merge_base { base } else { base.at_merge_base(&head)? };
        Ok(Compared { base, head })
    }

    /// Compares documents with those of the same paths in a revision: each pair by its path.
    pub fn read_several(&self, base: &str, heads: &[String]) -> Result<Vec<(String, Compared)>, Failure> {
        let base = documents::base(base, heads, !self.no_merge_base)?;
        let pairs = documents::paired(&base, heads)?.into_iter();
        Ok(pairs.map(|DocumentPair { path, base, head }| (path, Compared { base, head })).collect())
    }

    /// The documents after, if several are named: this one and others.
    pub fn several<'o>(&'o self, others: &'o [String]) -> Option<Vec<String>> {
        let heads: Vec<String> = self.head.iter().chain(others).cloned().collect();
        documents::are_several(&heads).then_some(heads)
    }

    /// Compares them.
    pub fn review(&self, Compared { base, head }: &Compared, approvals: &[Approval]) -> Result<Reviewed, Failure> {
        let (config, configuration) = self.settings.reviewed(base, head)?;
        let (base, head) = (base.bundle()?, head.bundle()?);
        let settings = self.settings.settings(&config);
        let review = review::compare_with(&base.document, &head.document, approvals, &settings)?;
        let review = Review { configuration, ..review };
        Ok(Reviewed { review, files: [base.files, head.files], fails_on: config.diff_fails_on })
    }

    /// The approvals of the contract after.
    pub fn approvals(&self, head: &ContractSource) -> Result<Vec<Approval>, Failure> {
        let source = match &self.approvals {
            Some(file) => Some(ContractSource::file(file)?),
            None => head.beside(APPROVALS)?,
        };
        let Some(source) = source else { return Ok(Vec::new()) };
        Ok(review::approvals(&source.name, &source.text)?)
    }

    /// The file that the approvals of the contract after are in, or belong in.
    pub fn approvals_file(&self, head: &ContractSource) -> Result<PathBuf, Failure> {
        match (&self.approvals, &head.revision) {
            (Some(file), _) => Ok(file.clone()),
            (None, None) => Ok(head.path.with_file_name(APPROVALS)),
            (None, Some(_)) => {
                let message = format!("{} is no file, beside which an approval could be written", head.name);
                Err(Failure::input(message).line("  name the file of approvals with --approvals"))
            }
        }
    }
}
