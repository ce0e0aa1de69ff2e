//! What can be wrong with a journal.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a journal cannot be used. Nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be made, read or written.
    File {
        /// The journal.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// The path is not that of a file.
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// Another run writes it.
    InUse {
        /// The journal.
        path: PathBuf,
        /// Who, and since when, if the journal says it.
        by: Option<String>,
    },
    /// The file is something else.
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// Another version of the format.
    Format {
        /// The journal.
        path: PathBuf,
        /// The version.
        format: u64,
    },
    /// A line is not as it was written.
    Damaged {
        /// The journal.
        path: PathBuf,
        /// The number of the line; the first is 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// It is the journal of something else.
    Different {
        /// The journal.
        path: PathBuf,
        /// What differs.
        differences: Vec<Difference>,
    },
}

/// What differs between a journal, and the run that would continue it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub what: &'static str,
    /// What the journal says.
    pub journal: String,
    /// What the run would do.
    pub run: String,
}

/// The first line is a sentence; the others say what to do. The texts are not escaped.
impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, doing, source } => {
                write!(f, "cannot {doing} the journal {}: {source}", path.display())?;
                write!(f, "\n  to do: name a file in a folder that you may write to")
            }
            Self::NotAFile { path } => {
                write!(f, "the journal {} is not a regular file", path.display())?;
                write!(f, "\n  to do: name a file; what is written to it must still be there after a crash")
            }
            Self::InUse { path, by } => {
                write!(f, "the journal {} is in use by another run", path.display())?;
                by.iter().try_for_each(|by| write!(f, ": {by}"))?;
                write!(f, "\n  to do: wait for its end, or stop it; two runs would send the same calls")
            }
            Self::NotAJournal { path } => {
                write!(f, "the file {} is not a journal; it is left as it is", path.display())?;
                write!(f, "\n  to do: name a file that does not exist yet, or the journal of an earlier run")
            }
            Self::Format { path, format } => {
                write!(f, "the journal {} has format {format}, which this version does not know", path.display())?;
                write!(f, "\n  to do: continue with the version that wrote it")
            }
            Self::Damaged { path, line, why } => {
                write!(f, "the journal {} is damaged: line {line}: {why}", path.display())?;
                write!(f, "\n  to do: put back a copy of the file from before, if there is one")?;
                write!(
                    f,
                    "\n  to do: else keep the file; its lines before line {line} are right: `report` shows them"
                )?;
                write!(
                    f,
                    "\n  to do: look in the portal at the actions of all other rows, and run a list of those that are"
                )?;
                write!(f, " missing with a new journal")
            }
            Self::Different { path, differences } => {
                write!(f, "the journal {} is of another run", path.display())?;
                for Difference { what, journal, run } in differences {
                    write!(f, "\n  {what}: {journal} in the journal, {run} now")?;
                }
                write!(f, "\n  to do: continue with what the journal says, or begin a journal of its own")
            }
        }
    }
}

impl std::error::Error for JournalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// An entry that is not in the journal. Nothing more is written to it.
#[derive(Clone, Debug)]
pub struct Unwritten {
    /// The entry, as JSON on one line: show it, so that it is on record.
    pub entry: Arc<str>,
    /// Why not.
    pub reason: Arc<io::Error>,
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the journal: {}", self.reason)
    }
}

impl std::error::Error for Unwritten {}
