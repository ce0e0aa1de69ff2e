//! Small files that a call takes its input from: read within bounds of size and time, since a path may lead to a pipe that
//! nobody writes to, or to a device without an end.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use calls::check::decode;

/// What may be read of a file.
#[derive(Clone, Copy)]
pub struct Limits {
    /// The most bytes.
    pub size: u64,
    /// The longest time until its end.
    pub time: Duration,
}

/// The text of a file; a pipe is read to its end.
pub fn read(path: &Path, limits: Limits) -> Result<String, String> {
    let (sender, receiver) = mpsc::channel();
    let owned = path.to_owned();
    // Nothing can end a thread that waits for a pipe; it goes with the process.
    thread::spawn(move || sender.send(bytes(owned, limits.size)));
    let bytes = receiver.recv_timeout(limits.time).unwrap_or_else(|_| {
        let seconds = limits.time.as_secs_f32();
        Err(format!("not read to its end within {seconds} seconds: is it a pipe that nobody writes to?"))
    })?;
    decode(&bytes)
}

fn bytes(path: PathBuf, size: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(size + 1).read_to_end(&mut bytes));
    match read {
        Err(error) => Err(error.to_string()),
        Ok(_) if bytes.len() as u64 > size => Err(format!("larger than {} KiB: is it the right file?", size >> 10)),
        Ok(_) => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LIMITS: Limits = Limits { size: 1 << 10, time: Duration::from_secs(60) };

    #[test]
    fn a_file_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for (length, is_read) in [(0, true), (1 << 10, true), ((1 << 10) + 1, false)] {
            fs::write(&path, "a".repeat(length)).unwrap();
            assert_eq!(read(&path, LIMITS).is_ok(), is_read, "{length}");
        }
        assert!(read(&folder.path().join("b"), LIMITS).unwrap_err().contains("No such file"));
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_and_what_is_no_file_is_given_up() {
        assert!(read(Path::new("/dev/zero"), LIMITS).unwrap_err().contains("larger than 1 KiB"));
        assert!(read(Path::new("/"), LIMITS).unwrap_err().contains("directory"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_read_if_somebody_writes_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let short = Limits { time: Duration::from_millis(10), ..LIMITS };
        assert!(read(&path, short).unwrap_err().contains("nobody writes"));

        let path = folder.path().join("other");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let text = thread::scope(|scope| {
            scope.spawn(|| fs::write(&path, "text"));
            read(&path, LIMITS)
        });
        assert_eq!(text.as_deref(), Ok("text"));
    }
}
