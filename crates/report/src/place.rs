//! Places in files.

use std::fmt;

use lint::Finding;
use openapi::{Position, escape};
use review::{Change, Location};

/// A place in a file, displayed as `file:line:column`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilePlace<'a> {
    pub file: &'a str,
    /// From 1; none if the document has no text.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
}

impl<'a> FilePlace<'a> {
    /// A file as a whole.
    pub fn file(file: &'a str) -> Self {
        Self { file, line: None, column: None }
    }

    /// A position in a file, or the file as a whole.
    pub fn at(file: &'a str, position: Option<Position>) -> Self {
        let (line, column) = position.map(|position| (position.line(), position.column())).unzip();
        Self { file, line, column }
    }

    /// The line alone.
    pub fn without_column(self) -> Self {
        Self { column: None, ..self }
    }

    /// Where a change is shown: in the contract after, else in the one before.
    pub fn of_change(change: &'a Change) -> Option<Self> {
        change.head.as_ref().or(change.base.as_ref()).map(Self::from)
    }
}

impl<'a> From<&'a Location> for FilePlace<'a> {
    fn from(location: &'a Location) -> Self {
        Self::at(&location.file, location.position)
    }
}

impl<'a> From<&'a Finding> for FilePlace<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self::at(&finding.file, finding.position)
    }
}

impl fmt::Display for FilePlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::line(self.file))?;
        for number in [self.line, self.column].into_iter().map_while(|number| number) {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}
