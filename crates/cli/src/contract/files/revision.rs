//! Files of a revision of git.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use openapi::bundle::{FileError, FilePath, FileSource};

use super::folder::text;
use crate::contract::git;

/// Bytes of the line that git prints before a file.
const LONGEST_LINE: u64 = 1 << 16;

/// Files of a revision, as git stores them; the working tree is not looked at. A symbolic link is followed within the
/// revision.
pub struct RevisionFiles {
    /// The revision as it was named.
    revision: String,
    /// Its tree.
    tree: String,
    document: FilePath,
    git: Option<BatchProcess>,
}

impl RevisionFiles {
    /// For a document of a revision; one whose path begins with `./` or `../` is in or above the current folder.
    ///
    /// # Errors
    ///
    /// Git's messages, or one about the path.
    pub fn around(revision: &str, path: &str) -> Result<Self, Vec<String>> {
        let tree = git::run(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")])?;
        let is_relative = path.starts_with("./") || path.starts_with("../");
        let folder = if is_relative { git::run(&["rev-parse", "--show-prefix"])? } else { String::new() };
        let document = FilePath::new(&format!("{}{path}", folder.trim_end_matches(['\r', '\n'])));
        let document = document.ok_or_else(|| vec![format!("`{path}` is no path of a file")])?;
        Ok(Self { revision: revision.to_owned(), tree: tree.trim_end().to_owned(), document, git: None })
    }

    /// The path of the document.
    pub fn document(&self) -> &FilePath {
        &self.document
    }
}

impl FileSource for RevisionFiles {
    fn read(&mut self, path: &FilePath, largest: usize) -> Result<String, FileError> {
        let failed = |error: io::Error| FileError::Other(format!("git: {error}"));
        let mut git = match self.git.take() {
            Some(git) => git,
            None => BatchProcess::start().map_err(failed)?,
        };
        let found = git.read(&format!("{}:{path}", self.tree), largest).map_err(failed)?;
        // After what was not read to its end, the process is of no use.
        if !matches!(found, Err(FileError::TooLarge)) {
            self.git = Some(git);
        }
        text(found?, largest)
    }

    fn name(&self, path: &FilePath) -> String {
        format!("{}:{path}", self.revision)
    }
}

/// A process of git that prints one file after the other.
struct BatchProcess {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl BatchProcess {
    fn start() -> io::Result<Self> {
        let mut command = Command::new("git");
        command.args(["cat-file", "--batch", "--follow-symlinks"]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (Some(input), Some(output)) = (input, output) else { return Err(io::ErrorKind::BrokenPipe.into()) };
        Ok(Self { process, input, output: BufReader::new(output) })
    }

    /// The content of a file; the name has no line break.
    fn read(&mut self, name: &str, largest: usize) -> io::Result<Result<Vec<u8>, FileError>> {
        writeln!(self.input, "{name}")?;
        self.input.flush()?;
        let mut line = String::new();
        (&mut self.output).take(LONGEST_LINE).read_line(&mut line)?;
        let line = line.trim_end_matches('\n');
        if line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == format!("{name} missing") {
            return Ok(Err(FileError::Missing));
        }
        let parts: Vec<&str> = line.split(' ').collect();
        let size = parts.last().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("`{line}` has no size")))?;
        if parts.contains(&"blob") && size > largest as u64 {
            return Ok(Err(FileError::TooLarge));
        }
        let mut content = Vec::new();
        // What follows a file, or the target of a link, is a line break.
        (&mut self.output).take(size + 1).read_to_end(&mut content)?;
        content.pop();
        Ok(match parts[..] {
            [_, "blob", _] => Ok(content),
            ["symlink", _] => Err(FileError::LeadsOut),
            ["dangling" | "notdir", _] => Err(FileError::Missing),
            ["loop", _] => Err(FileError::Other("its symbolic links go round in a circle".to_owned())),
            _ => Err(FileError::NoFile),
        })
    }
}

impl Drop for BatchProcess {
    fn drop(&mut self) {
        // It may still be writing a file that nobody reads.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
