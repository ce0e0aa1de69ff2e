//! Places in a text.

use std::fmt;
use std::num::NonZeroU32;

/// A place in a text file, both counted from 1; the column counts characters.
///
/// Displayed as `12:5`. Lines and columns beyond 4,294,967,295 are shown as that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    line: NonZeroU32,
    column: NonZeroU32,
}

impl Position {
    /// The place of a line and a column, both counted from 1.
    pub fn new(line: usize, column: usize) -> Self {
        let number = |number: usize| {
            u32::try_from(number)
                .ok()
                .map_or(NonZeroU32::MAX, |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
        };
        Self { line: number(line), column: number(column) }
    }

    /// The line, counted from 1.
    pub fn line(self) -> usize {
        self.line.get() as usize
    }

    /// The column in characters, counted from 1.
    pub fn column(self) -> usize {
        self.column.get() as usize
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
