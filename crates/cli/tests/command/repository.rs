//! A folder with a git repository, in which the command runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Run, run, run_in};

/// A contract, and what a change makes of it.
pub const BEFORE: &str = include_str!("before.yaml");
pub const AFTER: &str = include_str!("after.yaml");

/// A folder with a git repository.
pub struct Repository {
    folder: PathBuf,
    _temporary: TempDir,
}

impl Repository {
    /// A repository whose first commit has the contract before.
    pub fn new() -> Self {
        Self::within("")
    }

    /// The same, in a folder of this name within a folder of its own.
    pub fn within(name: &str) -> Self {
        let temporary = TempDir::new().unwrap();
        let folder = temporary.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        let repository = Self { folder, _temporary: temporary };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write("spec/openapi.yaml", BEFORE);
        repository.commit();
        repository
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let run = run(git.args(["-c", "user.name=t", "-c", "user.email=t@localhost"]).args(arguments));
        assert_eq!(run.code, 0, "git {arguments:?}: {}", run.stderr);
    }

    pub fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "x"]);
    }

    pub fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.path(), arguments)
    }

    /// The changes since a commit.
    pub fn changes(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["diff"], arguments, &["--format", "json"]].concat());
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
    }
}
