//! Where a contract is: in a file, or in a revision of git.

use std::path::{Path, PathBuf};

use openapi::{Contract, Document};

use super::built_in::{self, CONTRACT};
use super::git;
use crate::failure::Failure;
use crate::file;

/// A contract's text, and where it is from.
pub struct ContractSource {
    /// Its name in errors and reports: its path, or `revision:path`.
    pub name: String,
    pub text: String,
    /// The path of the file, or that within the repository.
    pub path: PathBuf,
    /// The revision of git, unless it is a file.
    pub revision: Option<String>,
}

impl ContractSource {
    /// Reads what an argument names: a file if there is one; else `revision:path`, or a revision for its contract.
    pub fn read(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.exists() {
            // A file that is added under the name of a revision must not take its place.
            let is_revision =
                !argument.starts_with('-') && git::run(&["rev-parse", "--verify", "--quiet", argument]).is_ok();
            return match is_revision {
                true => Err(Failure::input(format!(
                    "`{argument}` is a file and a revision of git; write `./{argument}` or `{argument}:{CONTRACT}`"
                ))),
                false => Self::file(path),
            };
        }
        let (revision, path) = argument.split_once(':').unwrap_or((argument, CONTRACT));
        if revision.is_empty() || argument.starts_with('-') || is_file_name(argument) {
            return Err(Failure::file(argument, "there is no such file"));
        }
        Self::revision(revision, path).map_err(|messages| {
            let failure = Failure::input(format!("`{argument}` is neither a file nor a contract in a revision of git"));
            git::add(failure, messages)
        })
    }

    /// Reads a file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        Ok(Self { name: path.display().to_string(), text: file::read(path)?, path: path.to_owned(), revision: None })
    }

    /// Reads a file of a revision; else git's messages.
    fn revision(revision: &str, path: &str) -> Result<Self, Vec<String>> {
        let name = format!("{revision}:{path}");
        let text = git::file(&name)?;
        Ok(Self { name, text, path: path.into(), revision: Some(revision.to_owned()) })
    }

    /// The file of the working tree that this is an older state of; of a file, the contract of the repository.
    pub fn of_working_tree(&self) -> Result<Self, Failure> {
        let path = match &self.revision {
            Some(_) => self.path.clone(),
            None => CONTRACT.into(),
        };
        let is_relative = path.starts_with(".") || path.starts_with("..");
        let mut source = Self::file(&if is_relative { path.clone() } else { root().join(&path) })?;
        source.name = path.display().to_string();
        Ok(source)
    }

    /// A file in the folder of this one; `None` if there is none.
    pub fn beside(&self, name: &str) -> Result<Option<Self>, Failure> {
        let path = self.path.with_file_name(name);
        match &self.revision {
            Some(revision) => Ok(Self::revision(revision, &path.display().to_string()).ok()),
            None if path.exists() => Self::file(&path).map(Some),
            None => Ok(None),
        }
    }

    /// The text as a document.
    pub fn document(&self) -> Result<Document, Failure> {
        Ok(Document::parse(&self.name, &self.text)?)
    }
}

/// The contract of a file, or the built-in one.
pub fn contract(file: Option<&Path>) -> Result<Contract, Failure> {
    let Some(file) = file else { return Ok(built_in::contract()?.clone()) };
    let source = ContractSource::file(file)?;
    Ok(Contract::parse(&source.name, &source.text)?)
}

/// The folder of the repository, or else the current folder.
pub fn root() -> PathBuf {
    let top = git::run(&["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end_matches(['\r', '\n'])));
    match (std::env::current_dir(), top) {
        // A short path, where the current folder is the repository's.
        (Ok(here), Ok(top)) if here.canonicalize().ok() == top.canonicalize().ok() => PathBuf::new(),
        (_, Ok(top)) => top,
        _ => PathBuf::new(),
    }
}

/// Whether an argument can only be meant as a file.
fn is_file_name(argument: &str) -> bool {
    !argument.contains(':') && [".yaml", ".yml", ".json"].iter().any(|ending| argument.ends_with(ending))
}
