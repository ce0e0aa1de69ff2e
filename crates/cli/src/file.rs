//! Files: read whole, within bounds, and replaced whole.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Nothing larger than this is read, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// The text of a file.
pub fn read(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    let text = read.map_err(|error| error.to_string()).and_then(|_| text(bytes));
    text.map_err(|error| Failure::file(path.display(), error))
}

/// Bytes as text, if they are not too many.
pub fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
}

/// What is wrong with a file that is larger than [`LARGEST`].
pub fn too_large() -> String {
    format!("larger than {} MiB, the limit of the command", LARGEST >> 20)
}

/// Writes a file in one go, so that a failure leaves the old one.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: io::Error| Failure::other(format!("{}: {error}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failure)?;
    let mut new = NamedTempFile::new_in(folder).map_err(failure)?;
    new.write_all(text.as_bytes()).map_err(failure)?;
    make_readable(new.path()).map_err(failure)?;
    new.persist(path).map_err(|error| failure(error.error))?;
    Ok(())
}

/// Only its owner can read a temporary file; everybody can read this one.
#[cfg(unix)]
fn make_readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}
