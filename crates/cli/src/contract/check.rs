//! `contract check`: what is wrong with a contract, or missing from it.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Args, ValueHint};

use lint::{self, File, RepositoryFiles};
use report::Sources;

use super::built_in::CONTRACT;
use super::format::FormatOption;
use super::source::{self, ContractSource};
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Check the contract of the working tree, and what belongs to it", "defender-actions contract check"),
    ("Check another document, for a program", "defender-actions contract check openapi.yaml --format json"),
];

/// What to check.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct CheckCommand {
    /// An OpenAPI 3.0 document, as a file or in a git revision; `spec/openapi.yaml` of the working tree if left out, with
    /// the quirks, the examples and the tests that belong to it.
    #[arg(value_hint = ValueHint::FilePath)]
    source: Option<String>,
    #[command(flatten)]
    format: FormatOption,
}

impl CheckCommand {
    /// Prints the findings on stdout, and fails with code 1 if there are any.
    pub fn run(self) -> Result<(), Failure> {
        self.check().map_err(|failure| failure.annotated(self.format.value))
    }

    fn check(&self) -> Result<(), Failure> {
        let root = source::root();
        let (source, files) = match &self.source {
            Some(source) => (ContractSource::read(source)?, RepositoryFiles::default()),
            None => (ContractSource::of_working_tree()?, repository_files(&root)?),
        };
        let bundle = source.bundle()?;
        let findings = lint::check(&bundle.document, &files);
        let contract = [(source.name.as_str(), source.text.as_str())];
        let others = bundle.files.iter().map(|file| (file.name.as_str(), file.text.as_str()));
        let files = files.iter().map(|file| (file.name.as_str(), file.text.as_str()));
        let sources: Sources<'_> = contract.into_iter().chain(others).chain(files).collect();
        output::report(&report::findings(&findings, self.format.value, &sources, output::has_colours(&io::stdout())))?;
        match findings.len() {
            0 => Ok(()),
            1 => Err(Failure::review("there is a finding")),
            count => Err(Failure::review(format!("there are {count} findings"))),
        }
    }
}

/// The files that are checked with the contract of a repository.
fn repository_files(root: &Path) -> Result<RepositoryFiles, Failure> {
    let spec = root.join(CONTRACT).with_file_name("");
    let quirks = spec.join("quirks.yaml");
    let quirks = if quirks.exists() { Some(file(root, &quirks)?) } else { None };
    let (examples, tests) = (spec.join("examples"), root.join("tests"));
    Ok(RepositoryFiles { quirks, examples: files(root, &examples, "json")?, tests: files(root, &tests, "rs")? })
}

/// The files below a folder with this extension; `None` if there is no such folder.
fn files(root: &Path, folder: &Path, ending: &str) -> Result<Option<Vec<File>>, Failure> {
    if !folder.exists() {
        return Ok(None);
    }
    let mut files = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let failure = |error: std::io::Error| Failure::file(folder.display(), error);
        for entry in fs::read_dir(&folder).map_err(failure)? {
            let entry = entry.map_err(failure)?;
            let path = entry.path();
            if entry.file_type().map_err(failure)?.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                files.push(file(root, &path)?);
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Some(files))
}

/// A file under its name within the repository.
fn file(root: &Path, path: &Path) -> Result<File, Failure> {
    let text = ContractSource::file(path)?.text;
    let name = path.strip_prefix(root).unwrap_or(path);
    Ok(File { name: name.display().to_string().replace('\\', "/"), text })
}
