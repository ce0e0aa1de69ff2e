//! What a run is compared with: `snapshots/clients/<language>/`.
//!
//! `answers.md` is what callers hold, or `answers.<name>.md` where a language has several tool chains; `surface.txt` is the
//! names and signatures of the generated client, `package.txt` what is in its package; `samples.md`, named as the answers
//! are, is what the sample of the README writes. All are written by `--accept`, for reviewers of the contract.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use similar::TextDiff;

use crate::answers::Answers;
use crate::compare::ConformanceFailure;
use crate::project;

/// The file in which the answers of a tool chain are pinned, by its name.
pub fn answers_file(toolchain: Option<&str>) -> String {
    file_name("answers", toolchain)
}

fn file_name(text: &str, toolchain: Option<&str>) -> String {
    toolchain.map_or(format!("{text}.md"), |name| format!("{text}.{name}.md"))
}

/// The pinned texts of one language.
pub struct Pins {
    language: String,
    folder: PathBuf,
    answers: PathBuf,
    samples: PathBuf,
    accept: bool,
}

impl Pins {
    /// Those in `root/<language>`, of a tool chain if it has a name; with `accept`, what differs is written instead of
    /// reported.
    pub fn new(root: &Path, language: &str, toolchain: Option<&str>, accept: bool) -> Self {
        let folder = root.join(language);
        let [answers, samples] = ["answers", "samples"].map(|text| folder.join(file_name(text, toolchain)));
        Self { language: language.to_owned(), answers, samples, folder, accept }
    }

    /// Whether there are answers to compare with, or will be.
    pub fn has_answers(&self) -> bool {
        self.accept || self.answers.exists()
    }

    /// Compares the answers with the pinned ones.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn answers(&self, answers: &Answers) -> Result<Vec<ConformanceFailure>> {
        let path = &self.answers;
        if self.accept {
            return write(path, &answers.table());
        }
        match fs::read_to_string(path) {
            Ok(text) => {
                let pinned = Answers::parse(&text).with_context(|| path.display().to_string())?;
                Ok(answers.differences(&pinned, &self.language))
            }
            Err(_) => Ok(vec![self.missing(path)]),
        }
    }

    /// Compares the public surface with the pinned one.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn surface(&self, surface: &str) -> Result<Vec<ConformanceFailure>> {
        self.text(&self.folder.join("surface.txt"), "the public surface", surface)
    }

    /// Compares what is in the package with what is pinned.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn package(&self, listing: &str) -> Result<Vec<ConformanceFailure>> {
        self.text(&self.folder.join("package.txt"), "what is in the package", listing)
    }

    /// Compares what the sample of the README writes with what is pinned.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written.
    pub fn samples(&self, table: &str) -> Result<Vec<ConformanceFailure>> {
        self.text(&self.samples, "what the sample writes", table)
    }

    fn text(&self, path: &Path, what: &str, text: &str) -> Result<Vec<ConformanceFailure>> {
        if self.accept {
            return write(path, text);
        }
        let Ok(pinned) = fs::read_to_string(path) else { return Ok(vec![self.missing(path)]) };
        if pinned == text {
            return Ok(Vec::new());
        }
        let diff = TextDiff::from_lines(pinned.as_str(), text).unified_diff().context_radius(2).to_string();
        Ok(vec![ConformanceFailure {
            language: self.language.clone(),
            scenario: String::new(),
            what: what.to_owned(),
            expected: format!("that of {} (-)", self.shown(path)),
            received: format!("that of this run (+)\n{diff}"),
        }])
    }

    /// A path as it is in the project.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(project("")).unwrap_or(path).display().to_string()
    }

    fn missing(&self, path: &Path) -> ConformanceFailure {
        ConformanceFailure {
            language: self.language.clone(),
            scenario: String::new(),
            what: "a pinned text".to_owned(),
            expected: self.shown(path),
            received: "no such file; --accept writes it".to_owned(),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<Vec<ConformanceFailure>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(path, text).with_context(|| path.display().to_string())?;
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(failures: Result<Vec<ConformanceFailure>>) -> Vec<String> {
        failures.unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_not_pinned_fails_and_is_pinned_by_accepting() {
        let folder = tempfile::tempdir().unwrap();
        let pins = |accept| Pins::new(folder.path(), "x", None, accept);
        let none = Answers::default();
        for reported in [reported(pins(false).surface("a\n")), reported(pins(false).answers(&none))] {
            assert!(reported.len() == 1 && reported[0].ends_with("no such file; --accept writes it"), "{reported:?}");
        }
        assert_eq!(reported(pins(true).surface("a\nb\n")), [""; 0]);
        assert_eq!(reported(pins(true).answers(&none)), [""; 0]);
        assert_eq!(reported(pins(false).surface("a\nb\n")), [""; 0]);
        assert_eq!(reported(pins(false).answers(&none)), [""; 0]);
        let changed = reported(pins(false).surface("a\nc\n"));
        assert!(changed.len() == 1 && changed[0].contains("\n-b\n+c\n"), "{changed:?}");
    }

    #[test]
    fn each_tool_chain_has_answers_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let pins = |toolchain, accept| Pins::new(folder.path(), "x", toolchain, accept);
        pins(Some("old"), true).answers(&Answers::default()).unwrap();
        assert!(folder.path().join("x/answers.old.md").is_file());
        pins(Some("old"), true).samples("").unwrap();
        assert!(folder.path().join("x/samples.old.md").is_file());
        let pinned = [Some("old"), Some("new"), None].map(|toolchain| pins(toolchain, false).has_answers());
        assert_eq!(pinned, [true, false, false]);
        assert!(pins(Some("new"), true).has_answers(), "what is accepted will be");
    }

    #[test]
    fn answers_that_differ_from_the_pinned_ones_fail() {
        let folder = tempfile::tempdir().unwrap();
        let pinned = Answers::parse(
            "Operations: x\n\n| scenario | operations | what the caller gets |\n|---|---|---|\n| a | x | 1 |\n",
        );
        Pins::new(folder.path(), "x", None, true).answers(&pinned.unwrap()).unwrap();
        let reported = reported(Pins::new(folder.path(), "x", None, false).answers(&Answers::default()));
        assert_eq!(reported, ["x: x, a: what the caller gets\n  expected: 1\n  received: no such scenario"]);
    }
}
