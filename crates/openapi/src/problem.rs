//! What is wrong with a document, and where.

use std::fmt;

use crate::escape;

/// A place in a text file, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One thing that is wrong with a document.
///
/// Displayed as `file:line:column: /json/pointer: what is wrong`, with a line of help where there is any. The fields hold
/// text of the document as it is; what is displayed is [escaped](crate::escape).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Name of the document, as it was given.
    pub file: String,
    /// Where in the text; `None` if the text has no place for it.
    pub position: Option<Position>,
    /// Where in the tree, a JSON pointer; empty for the root.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::line(&self.file))?;
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, ": {}: {}", escape::line(pointer), escape::line(&self.message))?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {}", escape::line(help))?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// All that is wrong with a document, in the order of its text; at least one problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// `Err` with the problems in the order of the text, `Ok` if there are none.
    pub fn check(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by(|a, b| (a.position, &a.pointer).cmp(&(b.position, &b.pointer)));
        Err(Self(problems))
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
