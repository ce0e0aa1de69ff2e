//! What a run is held against: `snapshots/clients/<language>/`.
//!
//! `answers.md` is what callers hold, `surface.txt` the names and signatures of the generated client. Both are written by
//! `--accept`, for reviewers of the contract.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use similar::TextDiff;

use crate::answers::Answers;
use crate::compare::Failure;

/// The pinned texts of one language.
pub struct Pins {
    language: String,
    folder: PathBuf,
    accept: bool,
}

impl Pins {
    /// Those in `root/<language>`; with `accept`, what differs is written instead of told.
    pub fn new(root: &Path, language: &str, accept: bool) -> Self {
        Self { language: language.to_owned(), folder: root.join(language), accept }
    }

    /// Holds the answers against the pinned ones.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn answers(&self, answers: &Answers) -> Result<Vec<Failure>> {
        let path = self.folder.join("answers.md");
        if self.accept {
            return write(&path, &answers.table());
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                let pinned = Answers::parse(&text).with_context(|| path.display().to_string())?;
                Ok(answers.differences(&pinned, &self.language))
            }
            Err(_) => Ok(vec![self.missing(&path)]),
        }
    }

    /// Holds the public surface against the pinned one.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn surface(&self, surface: &str) -> Result<Vec<Failure>> {
        let path = self.folder.join("surface.txt");
        if self.accept {
            return write(&path, surface);
        }
        let Ok(pinned) = fs::read_to_string(&path) else { return Ok(vec![self.missing(&path)]) };
        if pinned == surface {
            return Ok(Vec::new());
        }
        let diff = TextDiff::from_lines(pinned.as_str(), surface).unified_diff().context_radius(2).to_string();
        Ok(vec![Failure {
            language: self.language.clone(),
            scenario: String::new(),
            what: "the public surface".to_owned(),
            expected: path.display().to_string(),
            came: format!("\n{diff}"),
        }])
    }

    fn missing(&self, path: &Path) -> Failure {
        Failure {
            language: self.language.clone(),
            scenario: String::new(),
            what: "a pinned text".to_owned(),
            expected: path.display().to_string(),
            came: "no such file; --accept writes it".to_owned(),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<Vec<Failure>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(path, text).with_context(|| path.display().to_string())?;
    Ok(Vec::new())
}
