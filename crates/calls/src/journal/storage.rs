//! The file of a journal.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// What a journal is written to. Only the end changes.
pub trait Storage: Send + 'static {
    /// Writes some of the bytes at the end; how many.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Waits until all is on the disk.
    fn sync(&mut self) -> io::Result<()>;

    /// Takes off what is behind this length.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Storage for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Write::write(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::Start(length)).map(|_| ())
    }
}

/// Writes all of the bytes; on an error, how many were written, and the error.
pub fn write_all(storage: &mut impl Storage, bytes: &[u8]) -> Result<(), (usize, io::Error)> {
    let mut written = 0;
    while written < bytes.len() {
        match storage.write(&bytes[written..]) {
            Ok(0) => return Err((written, io::ErrorKind::WriteZero.into())),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((written, error)),
        }
    }
    Ok(())
}

/// Opens the file to read and to write, and makes it if there is none: for its owner alone, since it says what was done
/// to which machine, and why.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Waits until the name of a new file is on the disk.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    // Other systems do not open folders.
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
