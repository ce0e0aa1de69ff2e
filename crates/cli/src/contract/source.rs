//! Where a contract comes from: a file, or a revision of git.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openapi::Document;

use crate::exit::Failure;

/// The contract of a repository like this one.
pub const CONTRACT: &str = "spec/openapi.yaml";

/// Nothing larger than this is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// A contract's text, and where it is from.
pub struct Source {
    /// What errors and reports call it: its path, or `revision:path`.
    pub name: String,
    pub text: String,
    /// The path of the file, or that within the repository.
    pub path: PathBuf,
    /// The revision of git, unless it is a file.
    pub revision: Option<String>,
}

impl Source {
    /// Reads what an argument names: a file if there is one; else `revision:path`, or a revision for its contract.
    pub fn read(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.exists() {
            // A file that is added under the name of a revision must not take its place.
            let is_revision =
                !argument.starts_with('-') && git(&["rev-parse", "--verify", "--quiet", argument]).is_ok();
            return match is_revision {
                true => Err(Failure::input(format!(
                    "`{argument}` is a file and a revision of git; write `./{argument}` or `{argument}:{CONTRACT}`"
                ))),
                false => Self::file(path),
            };
        }
        let (revision, path) = argument.split_once(':').unwrap_or((argument, CONTRACT));
        if revision.is_empty() || argument.starts_with('-') || is_file_name(argument) {
            return Err(Failure::input(format!("{argument}: there is no such file")));
        }
        Self::revision(revision, path).map_err(|why| {
            Failure::input(format!("`{argument}` is neither a file nor a contract in a revision of git\n{why}"))
        })
    }

    /// Reads a file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let text = File::open(path).map_err(|error| error.to_string()).and_then(text);
        let text = text.map_err(|error| Failure::input(format!("{name}: {error}")))?;
        Ok(Self { name, text, path: path.to_owned(), revision: None })
    }

    /// Reads a file of a revision.
    pub fn revision(revision: &str, path: &str) -> Result<Self, String> {
        let name = format!("{revision}:{path}");
        let text = git(&["cat-file", "blob", &name])?;
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

    /// A file that stands beside this one; `None` if there is none.
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
        Document::parse(&self.name, &self.text).map_err(Failure::input)
    }
}

/// The folder of the repository, or else the current folder.
pub fn root() -> PathBuf {
    let top = git(&["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end_matches(['\r', '\n'])));
    match (std::env::current_dir(), top) {
        // A short path, where the current folder is the repository's.
        (Ok(here), Ok(top)) if here.canonicalize().ok() == top.canonicalize().ok() => PathBuf::new(),
        (_, Ok(top)) => top,
        _ => PathBuf::new(),
    }
}

/// What git prints; else why it fails.
pub fn git(arguments: &[&str]) -> Result<String, String> {
    let command =
        Command::new("git").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut process = command.map_err(|error| format!("git cannot be run: {error}"))?;
    let output = process.stdout.take().map(text);
    let mut complaint = String::new();
    if let Some(stderr) = process.stderr.take() {
        // What git says beside its failure is no more than a help.
        let _ = stderr.take(LARGEST).read_to_string(&mut complaint);
    }
    let status = process.wait().map_err(|error| format!("git cannot be run: {error}"))?;
    match output {
        Some(output) if status.success() => output,
        _ => Err(complaint.trim_end().to_owned()),
    }
}

/// Reads text that is not too large.
fn text(source: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("larger than {} MiB, which no contract is", LARGEST >> 20));
    }
    String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
}

/// Whether an argument can only be meant as a file.
fn is_file_name(argument: &str) -> bool {
    !argument.contains(':') && [".yaml", ".yml", ".json"].iter().any(|ending| argument.ends_with(ending))
}
