//! The git of the user.

use std::process::{Command, Output, Stdio};

use crate::failure::Failure;
use crate::file;

/// How many lines of git's messages are shown, the last ones.
const SHOWN: usize = 5;

/// What git prints on stdout, which is text.
///
/// # Errors
///
/// Git cannot be run, or fails, or prints what is too large or not text: what git says about it, one message a line.
pub fn run(arguments: &[&str]) -> Result<String, Vec<String>> {
    let Output { status, stdout, stderr } = output(arguments)?;
    if status.success() {
        return file::text(stdout).map_err(|error| vec![format!("what git prints is {error}")]);
    }
    let stderr = String::from_utf8_lossy(&stderr);
    let mut messages: Vec<String> = stderr.lines().rev().take(SHOWN).map(str::to_owned).collect();
    messages.reverse();
    if messages.is_empty() {
        messages.push(format!("git failed without a message: {status}"));
    }
    Err(messages)
}

/// The names that git prints, each with a zero byte behind it.
///
/// # Errors
///
/// As of [`run`].
pub fn names(arguments: &[&str]) -> Result<Vec<String>, Vec<String>> {
    let Output { status, stdout, stderr } = output(arguments)?;
    if !status.success() {
        return Err(String::from_utf8_lossy(&stderr).lines().take(SHOWN).map(str::to_owned).collect());
    }
    let names = stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

/// The content of a file in a revision, `REVISION:PATH`.
///
/// # Errors
///
/// As of [`run`]. A file that is too large is not read.
pub fn file(name: &str) -> Result<String, Vec<String>> {
    let size = run(&["cat-file", "-s", name])?;
    match size.trim_end().parse::<u64>() {
        Ok(size) if size <= file::LARGEST => run(&["cat-file", "blob", name]),
        Ok(_) => Err(vec![file::too_large()]),
        Err(_) => Err(vec![format!("git prints `{}`, which is not a size", size.trim_end())]),
    }
}

/// Whether a revision is a branch, of this repository or of a remote: not a tag, nor a commit.
pub fn is_branch(revision: &str) -> bool {
    let name = run(&["rev-parse", "--symbolic-full-name", revision]).unwrap_or_default();
    name.starts_with("refs/heads/") || name.starts_with("refs/remotes/")
}

/// The branch that others merge into: the one that the remote names so, else `main` or `master`.
pub fn main_branch() -> Option<String> {
    let branches = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];
    branches.into_iter().find(|branch| is_branch(branch)).map(str::to_owned)
}

/// The commit from which two revisions have come, shortened; `None` if it is the first of them itself.
///
/// # Errors
///
/// As of [`run`]; there is none, as in a clone that lacks it.
pub fn merge_base(revision: &str, other: &str) -> Result<Option<String>, Vec<String>> {
    let base = run(&["merge-base", revision, other])?;
    let own = run(&["rev-parse", "--verify", &format!("{revision}^{{commit}}")])?;
    if base == own {
        return Ok(None);
    }
    run(&["rev-parse", "--short", base.trim_end()]).map(|short| Some(short.trim_end().to_owned()))
}

/// Both streams are read at the same time: git may write any amount to either first.
fn output(arguments: &[&str]) -> Result<Output, Vec<String>> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).output();
    output.map_err(|error| vec![format!("git cannot be run: {error}")])
}

/// Adds git's messages to a failure. A line of git could be a command to a workflow, so that each gets a prefix.
pub fn add(failure: Failure, messages: Vec<String>) -> Failure {
    messages.into_iter().fold(failure, |failure, message| failure.line(format!("  git: {message}")))
}
