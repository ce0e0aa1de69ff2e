//! `contract release`: freezes the contract as a released version.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use openapi::{Contract, Document};
use review::{Gate, Released, Review, Settings};

use super::built_in::CONTRACT;
use super::config::SettingsOptions;
use super::source::{self, ContractSource};
use crate::examples;
use crate::failure::Failure;
use crate::file::replace;
use crate::output;

/// Released contracts, beside the contract.
const FOLDER: &str = "released";

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Whether the contract could be released", "defender-actions contract release --check"),
    ("Release it", "defender-actions contract release"),
];

/// What to release.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct ReleaseCommand {
    /// The contract; `spec/openapi.yaml` of the repository if left out. It is released into `released` beside it.
    file: Option<PathBuf>,
    /// Write nothing: report whether the released contracts are unchanged, and whether this one could be released.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    settings: SettingsOptions,
}

impl ReleaseCommand {
    /// Writes the released contract, and its checksum; nothing if the version gate does not pass.
    pub fn run(self) -> Result<(), Failure> {
        let file = self.file.unwrap_or_else(|| source::root().join(CONTRACT));
        let contract = ContractSource::file(&file)?;
        let document = contract.document()?;
        Contract::new(document.clone())?;
        let folder = file.with_file_name(FOLDER);
        let mut released = read(&folder)?;
        intact(&folder, &released)?;

        let version = review::version_of(&document).to_owned();
        // What is released stands alone.
        let text = if document.files().is_empty() { contract.text.clone() } else { document.root().canonical_json() };
        let new = Released { name: format!("{version}.yaml"), text };
        if new.version().is_none() {
            let message = format!("info.version is `{version}`, not three numbers");
            return Err(Failure::file(file.display(), message));
        }
        let at = folder.join(&new.name);
        if released.contains(&new) {
            output::message(format_args!("{}: {version} is released already, as it is", at.display()));
            return Ok(());
        }
        if let Some(latest) = review::latest(&released) {
            let settings = self.settings.settings(&self.settings.config(&contract)?);
            gate(&folder, latest, &document, &settings)?;
        }
        if self.check {
            output::message(format_args!("{}: could be released as {version}", file.display()));
            return Ok(());
        }
        replace(&at, &new.text)?;
        released.push(new);
        replace(&folder.join(review::CHECKSUMS), &review::checksums(&released))?;
        output::message(format_args!("{}: released", at.display()));
        Ok(())
    }
}

/// The released contracts of a folder, which need not exist.
fn read(folder: &Path) -> Result<Vec<Released>, Failure> {
    let failure = |error: io::Error| Failure::file(folder.display(), error);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut released = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().extension().is_some_and(|extension| extension == "yaml") {
            released.push(Released { name, text: ContractSource::file(&entry.path())?.text });
        }
    }
    Ok(released)
}

/// A released file that is edited is an error.
fn intact(folder: &Path, released: &[Released]) -> Result<(), Failure> {
    let file = folder.join(review::CHECKSUMS);
    let checksums = if file.exists() { ContractSource::file(&file)?.text } else { String::new() };
    review::verify(released, &checksums).map_err(|problems| {
        let failure = Failure::review(format!("{}: the released contracts are not as they were", folder.display()));
        problems.iter().fold(failure, Failure::line)
    })
}

fn gate(folder: &Path, latest: &Released, document: &Document, settings: &Settings) -> Result<(), Failure> {
    let name = folder.join(&latest.name).display().to_string();
    let base = Document::parse(&name, &latest.text)?;
    let Review { changes, version: Gate { base, head, needed, passes, .. }, .. } =
        review::compare_with(&base, document, &[], settings)?;
    match needed {
        _ if base == head => Err(Failure::review(format!(
            "{base} is released, and the contract is not the same any more; info.version must rise{}",
            needed.map(|needed| format!(" to {needed} or more")).unwrap_or_default()
        ))),
        _ if passes => Ok(()),
        needed => Err(Failure::review(format!(
            "info.version is {head}, and {} since {base} need {}; `contract diff {name}` reports them",
            if changes.len() == 1 { "the change".to_owned() } else { format!("the {} changes", changes.len()) },
            needed.map_or_else(|| "a version of three numbers".to_owned(), |needed| needed.to_string()),
        ))),
    }
}
