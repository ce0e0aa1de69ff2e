//! From where the files of a document are read.

use std::collections::BTreeMap;
use std::fmt;

use super::file_path::FilePath;

/// A folder from which the files of a document are read, and nothing outside of it.
pub trait FileSource {
    /// The text of a file, which has at most so many bytes. It is asked for once.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be read, or is outside of the folder.
    fn read(&mut self, path: &FilePath, largest: usize) -> Result<String, FileError>;

    /// What errors and reports call a file.
    fn name(&self, path: &FilePath) -> String;
}

/// Why a file cannot be read. Displayed as the end of a sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// There is no file of this path.
    Missing,
    /// A symbolic link leads out of the folder.
    LeadsOut,
    /// It is no file, but a folder, a pipe, a device.
    NoFile,
    /// It has more bytes than are left for the document.
    TooLarge,
    /// It is not UTF-8, from this byte on.
    NotText(usize),
    /// Anything else, in words.
    Other(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::LeadsOut => f.write_str("a symbolic link leads out of the folder from which files are read"),
            Self::NoFile => f.write_str("it is not a regular file"),
            Self::TooLarge => f.write_str("with it, the files of the document are larger than one may be"),
            Self::NotText(byte) => write!(f, "byte {byte} is not UTF-8"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for FileError {}

/// Texts by their paths: files that are in memory.
impl FileSource for BTreeMap<String, String> {
    fn read(&mut self, path: &FilePath, largest: usize) -> Result<String, FileError> {
        let text = self.get(path.as_str()).ok_or(FileError::Missing)?;
        if text.len() > largest { Err(FileError::TooLarge) } else { Ok(text.clone()) }
    }

    fn name(&self, path: &FilePath) -> String {
        path.to_string()
    }
}
