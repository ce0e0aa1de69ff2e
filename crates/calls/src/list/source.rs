//! Where a list comes from.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::chunks::Input;

/// Where a list comes from, and what it is called in errors.
pub struct ListSource {
    pub(crate) name: String,
    pub(crate) input: io::Result<Input>,
}

impl ListSource {
    /// A file, or standard input for `-`. A pipe is copied to a temporary file.
    pub fn file(path: &Path) -> Self {
        if path == Path::new("-") {
            return Self::reader("-", io::stdin());
        }
        Self { name: path.display().to_string(), input: open(path) }
    }

    /// Anything that can be read, once, to its end; it is copied to a temporary file.
    pub fn reader(name: &str, reader: impl Read + 'static) -> Self {
        Self { name: name.to_owned(), input: Ok(Input::Stream(Box::new(reader))) }
    }
}

fn open(path: &Path) -> io::Result<Input> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory: name a file"));
    }
    Ok(if metadata.is_file() { Input::File(file) } else { Input::Stream(Box::new(file)) })
}
