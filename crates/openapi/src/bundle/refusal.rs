//! Why a reference to a file is not followed.

use std::fmt;

use document::{Pointer, Problems};

use super::file_source::FileError;

/// Why a reference to a file is not followed. Displayed as a clause after the reference.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// It is a URL.
    Url,
    /// It is an absolute path.
    Absolute,
    /// It leads out of the folder from which files are read.
    Outside,
    /// It is no path, for this reason.
    NoPath(&'static str),
    /// The file, by its name, cannot be read.
    Unread(String, FileError),
    /// The file is neither YAML nor JSON.
    Unreadable(Box<Problems>),
    /// It would be one file more than are read.
    TooMany(usize),
    /// The file, by its name, has nothing there.
    Dangling(String, Pointer),
    /// The file, by its name, is addressed by a fragment that is no JSON pointer.
    NoPointer(String),
    /// It leads back to itself.
    Circular,
    /// It would repeat what it leads to, too often or too deep.
    Repeated,
}

impl Refusal {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        Some(
            match self {
                Self::Url => "put the file into the repository, and refer to it by a relative path",
                Self::Absolute => "a path is relative to the file that the reference is in",
                Self::Outside | Self::Unread(_, FileError::LeadsOut) => {
                    "files are read from the repository of the document, else from its folder; put the file there"
                }
                Self::Unread(_, FileError::Missing) => "a path is relative to the file that the reference is in",
                Self::Repeated => "name what is repeated in `components`, and refer to it there",
                _ => return None,
            }
            .to_owned(),
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => f.write_str("is a URL, and nothing is fetched"),
            Self::Absolute => f.write_str("is an absolute path, which is not read"),
            Self::Outside => f.write_str("leads out of the folder from which files are read"),
            Self::NoPath(reason) => write!(f, "is not the path of a file: {reason}"),
            Self::Unread(name, error) => write!(f, "leads to `{name}`, which cannot be read: {error}"),
            Self::Unreadable(problems) => {
                let problem = problems.iter().next().map(ToString::to_string).unwrap_or_default();
                write!(f, "cannot be read: {problem}")
            }
            Self::TooMany(files) => write!(f, "would be one more file than the {files} that a document may have"),
            Self::Dangling(name, pointer) => write!(f, "leads nowhere: `{name}` has no `{pointer}`"),
            Self::NoPointer(name) => write!(f, "leads nowhere: what follows `#` is no JSON pointer into `{name}`"),
            Self::Circular => f.write_str("goes round in a circle"),
            Self::Repeated => f.write_str("repeats so much of other files that the document becomes too large"),
        }
    }
}
