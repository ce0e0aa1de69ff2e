//! Files of a folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use openapi::bundle::{FileError, FilePath, FileSource};

use super::shown;

/// The folder of git's own files, which are none of the repository's.
const GIT: &str = ".git";

/// Files of the repository that a document is in, or else of its folder. No symbolic link out of it is followed.
pub struct FolderFiles {
    /// Without symbolic links.
    folder: PathBuf,
    /// The path of the document, and what it is called.
    document: FilePath,
    shown: String,
}

impl FolderFiles {
    /// For a document; one that is no file of a folder, but a pipe, is taken as one in the current folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be found, or the document has no name that a path can have.
    pub fn around(path: &Path, shown: &str) -> io::Result<Self> {
        let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
        let path = if is_file { path } else { Path::new("stdin") };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let parent = parent.canonicalize()?;
        let folder = parent.ancestors().find(|folder| folder.join(GIT).exists()).unwrap_or(&parent).to_owned();
        let below = parent.strip_prefix(&folder).unwrap_or(Path::new("")).iter().chain(path.file_name());
        let below: Vec<_> = below.map(|name| name.to_string_lossy()).collect();
        let document = FilePath::new(&below.join("/")).ok_or(io::ErrorKind::InvalidFilename)?;
        Ok(Self { folder, document, shown: shown.to_owned() })
    }

    /// The path of the document.
    pub fn document(&self) -> &FilePath {
        &self.document
    }
}

impl FileSource for FolderFiles {
    fn read(&mut self, path: &FilePath, largest: usize) -> Result<String, FileError> {
        if path.as_str().split('/').any(|name| name.eq_ignore_ascii_case(GIT)) {
            return Err(FileError::Missing);
        }
        let file = path.as_str().split('/').fold(self.folder.clone(), |path, name| path.join(name));
        let file = file.canonicalize().map_err(failed)?;
        if !file.starts_with(&self.folder) {
            return Err(FileError::LeadsOut);
        }
        // A pipe would not even be opened before somebody writes to it.
        if !fs::metadata(&file).map_err(failed)?.is_file() {
            return Err(FileError::NoFile);
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
        File::open(&file).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
        text(bytes, largest)
    }

    fn name(&self, path: &FilePath) -> String {
        shown::name(&self.shown, &self.document, path)
    }
}

fn failed(error: io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing,
        _ => FileError::Other(error.to_string()),
    }
}

/// Bytes as text, if they are not too many.
pub(super) fn text(bytes: Vec<u8>, largest: usize) -> Result<String, FileError> {
    if bytes.len() > largest {
        return Err(FileError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| FileError::NotText(error.utf8_error().valid_up_to()))
}
