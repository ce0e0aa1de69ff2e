//! What is wrong with a document, and where.

use std::fmt;

use crate::escape;
use crate::pointer::Pointer;
use crate::position::Position;

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
    /// Where in the tree.
    pub pointer: Pointer,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::line(&self.file))?;
        if let Some(position) = self.position {
            write!(f, ":{position}")?;
        }
        f.write_str(": ")?;
        write_part(f, if self.pointer.is_root() { "/".to_owned() } else { self.pointer.to_string() })?;
        f.write_str(": ")?;
        write_part(f, &self.message)?;
        if let Some(help) = &self.help {
            f.write_str("\n  help: ")?;
            write_part(f, help)?;
        }
        Ok(())
    }
}

/// Characters that are shown of the beginning and of the end of a long part.
const SHOWN: [usize; 2] = [300, 100];

/// Writes a part of a problem, without its middle if it is long: keys of a document have any length.
fn write_part(f: &mut fmt::Formatter<'_>, part: impl AsRef<str>) -> fmt::Result {
    let part = part.as_ref();
    let [first, last] = SHOWN;
    let head = part.char_indices().nth(first).map_or(part.len(), |(at, _)| at);
    let tail = part.char_indices().nth_back(last - 1).map_or(0, |(at, _)| at);
    if tail <= head {
        return f.write_str(&escape::whole(part));
    }
    write!(f, "{} […] {}", escape::whole(&part[..head]), escape::whole(&part[tail..]))
}

impl std::error::Error for Problem {}

/// All that is wrong with a document, in the order of its text, file after file; at least one problem.
///
/// Of more than a thousand, or of a mebibyte of messages, the first are kept, and the number of all. Displayed one a line,
/// the first hundred of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    others: usize,
}

/// Problems that are displayed.
const DISPLAYED: usize = 100;

impl Problems {
    /// `Err` with the problems in the order of the text, `Ok` if there are none.
    ///
    /// # Errors
    ///
    /// The problems, if there are any.
    pub fn check(mut problems: Vec<Problem>) -> Result<(), Self> {
        sort(&mut problems);
        let mut quota = Quota::default();
        problems.retain(|problem| quota.admits(problem));
        Self::of(problems, quota.refused())
    }

    /// The same, of problems that a quota admitted, and the number of those that it did not.
    ///
    /// # Errors
    ///
    /// The problems, if there are any.
    pub fn of(mut kept: Vec<Problem>, others: usize) -> Result<(), Self> {
        if kept.is_empty() {
            return Ok(());
        }
        sort(&mut kept);
        kept.shrink_to_fit();
        Err(Self { kept, others })
    }

    /// The problems that are kept.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kept.iter()
    }

    /// How many problems there are, those included that are not kept.
    pub fn total(&self) -> usize {
        self.kept.len() + self.others
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { kept: vec![problem], others: 0 }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.kept.iter().take(DISPLAYED).enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        match self.total().saturating_sub(DISPLAYED.min(self.kept.len())) {
            0 => Ok(()),
            1 => f.write_str("\nand 1 more problem"),
            others => write!(f, "\nand {others} more problems"),
        }
    }
}

impl std::error::Error for Problems {}

fn sort(problems: &mut [Problem]) {
    problems.sort_by(|a, b| (&a.file, a.position, &a.pointer).cmp(&(&b.file, b.position, &b.pointer)));
}

/// Problems that are kept, and bytes of text in them.
const KEPT: (usize, usize) = (1000, 1 << 20);

/// Says which of the problems of a document to keep: a list of wrong values would take a hundred times its size, and a
/// message may hold a text as long as the document.
#[derive(Clone, Debug, Default)]
pub struct Quota {
    kept: usize,
    bytes: usize,
    refused: usize,
}

impl Quota {
    /// Whether to keep one more problem; of each document the first.
    pub fn admits(&mut self, problem: &Problem) -> bool {
        let bytes = self.bytes + problem.message.len() + problem.help.as_ref().map_or(0, String::len);
        let is_admitted = self.kept == 0 || self.kept < KEPT.0 && bytes <= KEPT.1;
        if is_admitted {
            (self.kept, self.bytes) = (self.kept + 1, bytes);
        } else {
            self.refused += 1;
        }
        is_admitted
    }

    /// How many problems were not admitted.
    pub fn refused(&self) -> usize {
        self.refused
    }
}
