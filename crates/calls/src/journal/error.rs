//! What can be wrong with a journal.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::header::Difference;
use super::reader::ReadError;
use super::replay::Found;
use super::report::Damage;

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
    /// The file has nothing in it.
    Empty {
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

impl JournalError {
    /// A file that was read, and cannot be used.
    pub(super) fn of_reading(path: &Path, outcome: Result<Found, ReadError>) -> Self {
        let path = path.to_owned();
        match outcome {
            Ok(Found::Journal(_) | Found::Nothing) => Self::Empty { path },
            Ok(Found::Other) => Self::NotAJournal { path },
            Ok(Found::Format(format)) => Self::Format { path, format },
            Err(ReadError::File(source)) => Self::File { path, doing: "read", source },
            Err(ReadError::Damaged(Damage { line, why })) => Self::Damaged { path, line, why },
        }
    }

    /// What happened, and what to do: a line each, not escaped.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.what()];
        if let Self::Different { differences, .. } = self {
            let line = |it: &Difference| format!("  {}: {} in the journal, {} now", it.what, it.journal, it.run);
            lines.extend(differences.iter().map(line));
        }
        lines.extend(self.to_do().iter().map(|line| format!("  to do: {line}")));
        lines
    }

    fn what(&self) -> String {
        match self {
            Self::File { path, doing, source } => format!("cannot {doing} the journal {}: {source}", path.display()),
            Self::NotAFile { path } => format!("the journal {} is not a regular file", path.display()),
            Self::InUse { path, by } => {
                let by = by.as_ref().map(|by| format!(": {by}")).unwrap_or_default();
                format!("the journal {} is in use by another run{by}", path.display())
            }
            Self::NotAJournal { path } => format!("the file {} is not a journal; it is left as it is", path.display()),
            Self::Empty { path } => format!("the journal {} is empty: nothing was sent", path.display()),
            Self::Format { path, format } => {
                format!("the journal {} has format {format}, which this version does not know", path.display())
            }
            Self::Damaged { path, line, why } => {
                format!("the journal {} is damaged: line {line}: {why}", path.display())
            }
            Self::Different { path, .. } => format!("the journal {} is of another run", path.display()),
        }
    }

    fn to_do(&self) -> &'static [&'static str] {
        match self {
            Self::File { .. } => &["name a file in a folder that you may write to"],
            Self::NotAFile { .. } => &["name a file: what is written to it must still be there after a crash"],
            Self::InUse { .. } => &["wait for its end, or stop it: two runs would send the same calls"],
            Self::NotAJournal { .. } => &["name a file that does not exist yet, or the journal of an earlier run"],
            Self::Empty { .. } => &["begin the run again, with the same journal"],
            Self::Format { .. } => &["take the version that wrote it"],
            Self::Damaged { .. } => &[
                "put back a copy of the file from before, if there is one",
                "else keep it: `report` shows what the lines before say, which are as they were written",
                "look at the actions of all other rows in the portal, and run a list of what is missing with a new journal",
            ],
            Self::Different { .. } => &[
                "to go on with that run, give what the journal says",
                "for rows that are new, make a list of their own: with another journal, all rows of this list are called",
            ],
        }
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
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
    /// Whether it says how a call ended. A call whose start is not on record was not sent.
    pub is_end: bool,
    /// Why not.
    pub reason: Arc<io::Error>,
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the journal: {}", self.reason)
    }
}

impl std::error::Error for Unwritten {}

/// Why a journal cannot be reported.
#[derive(Debug)]
pub enum ReportError {
    /// It cannot be read.
    Journal(JournalError),
    /// The report cannot be written.
    Output(io::Error),
}

impl From<JournalError> for ReportError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<io::Error> for ReportError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => error.fmt(f),
            Self::Output(error) => write!(f, "cannot write the report: {error}"),
        }
    }
}

impl std::error::Error for ReportError {}
