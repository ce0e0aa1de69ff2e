//! `contract check`: what is wrong with a contract, or missing from it.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use clap::{Args, ValueHint};

use lint::{self, Checked, File, Finding, Profile, RepositoryFiles, Severity};
use report::{Display, Sources};

use super::built_in::CONTRACT;
use super::config::ConfigOption;
use super::documents;
use super::format::FormatOption;
use super::source::{self, ContractSource};
use crate::choice::choice;
use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Check the contract of the working tree, and what belongs to it", "defender-actions contract check"),
    ("Check all documents of a folder", "defender-actions contract check 'apis/**/*.yaml'"),
    ("Check another document, for a program", "defender-actions contract check openapi.yaml --format json"),
];

/// What to check.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct CheckCommand {
    /// OpenAPI 3.0 or 3.1 documents, as files, as a pattern of paths, in a git revision, or `-` for stdin; `spec/openapi.yaml` of the
    /// working tree if left out, with the quirks, the examples and the tests that belong to it.
    #[arg(value_hint = ValueHint::FilePath)]
    sources: Vec<String>,
    #[command(flatten)]
    format: FormatOption,
    #[command(flatten)]
    config: ConfigOption,
    /// The least grave finding that makes the command fail; that of the configuration, or else `error`, if left out.
    #[arg(long, value_name = "SEVERITY", value_parser = choice(Severity::ALL, |severity| severity.name()))]
    fail_on: Option<Severity>,
    /// How grave the rules are: `recommended`, each by what it is about; or `strict`, all of them errors. That of the
    /// configuration, or else `recommended`, if left out.
    #[arg(long, value_parser = choice(Profile::ALL, |profile| profile.name()))]
    profile: Option<Profile>,
    /// List each finding, also where a rule below an error has many of them.
    #[arg(long)]
    details: bool,
}

impl CheckCommand {
    /// Prints the findings on stdout, and fails with code 1 if one is grave enough.
    pub fn run(self) -> Result<(), Failure> {
        self.check().map_err(|failure| failure.annotated(self.format.value))
    }

    fn check(&self) -> Result<(), Failure> {
        let root = source::root();
        let (sources, files) = match &self.sources[..] {
            [] => (vec![ContractSource::of_working_tree()?], repository_files(&root)?),
            [source] if !documents::are_several(&self.sources) => {
                (vec![ContractSource::read(source)?], RepositoryFiles::default())
            }
            sources => (documents::named(sources)?, RepositoryFiles::default()),
        };
        let (mut checked, mut others, mut known) = (Checked::default(), Vec::new(), HashSet::new());
        let mut failing = 0;
        for source in &sources {
            let bundle = source.bundle()?;
            let config = self.config.read(source)?;
            let fail_on = self.fail_on.or(config.check_fails_on).unwrap_or(Severity::Error);
            let mut settings = config.lint;
            settings.profile = self.profile.unwrap_or(settings.profile);
            let Checked { mut findings, off } = lint::check_with(&bundle.document, &files, &settings);
            // What is wrong with a file is reported once, however many documents refer to it.
            findings.retain(|finding| {
                let Finding { rule, file, pointer, message, .. } = finding;
                sources.len() == 1 || known.insert((rule.id, file.clone(), pointer.clone(), message.clone()))
            });
            failing += findings.iter().filter(|finding| finding.severity <= fail_on).count();
            checked.findings.extend(findings);
            for rule in off {
                match checked.off.iter_mut().find(|known| known.rule.id == rule.rule.id) {
                    Some(known) => known.findings += rule.findings,
                    None => checked.off.push(rule),
                }
            }
            others.extend(bundle.files);
        }
        let contracts = sources.iter().map(|source| (source.name.as_str(), source.text.as_str()));
        let others = others.iter().map(|file| (file.name.as_str(), file.text.as_str()));
        let files = files.iter().map(|file| (file.name.as_str(), file.text.as_str()));
        let sources: Sources<'_> = contracts.chain(others).chain(files).collect();
        let display = Display { has_details: self.details, ..output::display() };
        output::report(&report::findings(&checked, self.format.value, &sources, display))?;
        match failing {
            0 => Ok(()),
            1 => Err(Failure::review("a finding fails the check")),
            count => Err(Failure::review(format!("{count} findings fail the check"))),
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
