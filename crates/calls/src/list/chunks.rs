//! The bytes of a list, read twice: the second time they must be the same.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// How much is compared at a time, in bytes. For each, eight bytes are kept.
const CHUNK: u64 = 1 << 16;

/// What a list is read from.
pub(crate) enum Input {
    /// A file that can be read again.
    File(File),
    /// What can be read once only. It is copied to a temporary file, which has no name and goes with the process.
    Stream(Box<dyn Read>),
}

/// Reads the bytes of a list for the first time, and keeps what is needed to know them again.
pub(crate) struct Recorder {
    source: Box<dyn Read>,
    /// The file to be read again.
    file: File,
    is_copied: bool,
    hashes: Vec<u64>,
    chunk: Chunk,
}

/// The bytes of a list in a file, as they were when they were first read.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    file: Arc<Mutex<File>>,
    hashes: Arc<[u64]>,
}

/// Reads the bytes of a list again. A chunk that is not as it was is an error before any of its bytes is handed out.
pub(crate) struct Replay {
    recorded: Recorded,
    next: usize,
    chunk: Chunk,
}

/// Bytes that are read and not handed out yet.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    start: usize,
}

impl Recorder {
    pub(crate) fn new(input: Input) -> io::Result<Self> {
        let (source, file, is_copied): (Box<dyn Read>, _, _) = match input {
            Input::File(file) => (Box::new(file.try_clone()?), file, false),
            Input::Stream(stream) => (stream, tempfile::tempfile().map_err(of_copy)?, true),
        };
        Ok(Self { source, file, is_copied, hashes: Vec::new(), chunk: Chunk::default() })
    }

    /// What was read, to be read again.
    pub(crate) fn finish(self) -> Recorded {
        Recorded { file: Arc::new(Mutex::new(self.file)), hashes: self.hashes.into() }
    }
}

impl Read for Recorder {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_used() && self.chunk.fill(&mut self.source)? {
            if self.is_copied {
                self.file.write_all(&self.chunk.bytes).map_err(of_copy)?;
            }
            self.hashes.push(self.chunk.hash());
        }
        Ok(self.chunk.hand_out(buffer))
    }
}

impl Recorded {
    /// Reads the bytes again, from the start. Several may do so at once.
    pub(crate) fn replay(&self) -> Replay {
        Replay { recorded: self.clone(), next: 0, chunk: Chunk::default() }
    }
}

impl Replay {
    fn next_chunk(&mut self) -> io::Result<()> {
        let place = SeekFrom::Start(self.next as u64 * CHUNK);
        let mut file = self.recorded.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(place)?;
        let hash = self.chunk.fill(&mut *file)?.then(|| self.chunk.hash());
        if hash != self.recorded.hashes.get(self.next).copied() {
            self.chunk = Chunk::default();
            let message = "the list has changed since it was checked: nothing of the changed part is sent";
            return Err(io::Error::new(ErrorKind::InvalidData, message));
        }
        self.next += usize::from(hash.is_some());
        Ok(())
    }
}

impl Read for Replay {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_used() {
            self.next_chunk()?;
        }
        Ok(self.chunk.hand_out(buffer))
    }
}

impl Chunk {
    fn is_used(&self) -> bool {
        self.start == self.bytes.len()
    }

    /// Reads the next chunk; whether there is one. Only the last is shorter than others.
    fn fill(&mut self, source: &mut dyn Read) -> io::Result<bool> {
        self.bytes.clear();
        self.start = 0;
        source.take(CHUNK).read_to_end(&mut self.bytes)?;
        Ok(!self.bytes.is_empty())
    }

    fn hand_out(&mut self, buffer: &mut [u8]) -> usize {
        let length = buffer.len().min(self.bytes.len() - self.start);
        buffer[..length].copy_from_slice(&self.bytes[self.start..self.start + length]);
        self.start += length;
        length
    }

    /// A hash that is the same within a process; chance alone makes it that of other bytes.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.bytes);
        hasher.finish()
    }
}

fn of_copy(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot copy it to a temporary file: {error}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn record(input: Input) -> (Vec<u8>, Recorded) {
        let mut recorder = Recorder::new(input).unwrap();
        let mut bytes = Vec::new();
        recorder.read_to_end(&mut bytes).unwrap();
        (bytes, recorder.finish())
    }

    fn replay(recorded: &Recorded) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        recorded.replay().read_to_end(&mut bytes).map(|_| bytes).map_err(|error| error.to_string())
    }

    fn bytes(length: u64) -> Vec<u8> {
        (0..length).map(|index| (index * index % 251) as u8).collect()
    }

    #[test]
    fn the_same_bytes_are_read_again() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let bytes = bytes(length);
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            file.rewind().unwrap();
            for input in [Input::File(file), Input::Stream(Box::new(io::Cursor::new(bytes.clone())))] {
                let (first, recorded) = record(input);
                assert!(first == bytes && replay(&recorded).as_ref() == Ok(&bytes), "{length}");
                let mut two = [recorded.replay(), recorded.replay()];
                let mut read = [0; 2];
                for (replay, read) in two.iter_mut().zip(&mut read) {
                    *read = replay.read(&mut [0; 7]).unwrap();
                }
                assert_eq!(read, [length.min(7) as usize; 2]);
            }
        }
    }

    #[test]
    fn a_change_is_an_error_before_it_is_handed_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        let original = bytes(2 * CHUNK + 5);
        type Change = fn(&mut Vec<u8>);
        let changes: [(&str, Change, u64); 4] = [
            ("a byte", |bytes| bytes[CHUNK as usize + 1] ^= 1, CHUNK),
            ("longer", |bytes| bytes.push(0), 2 * CHUNK),
            ("shorter", |bytes| bytes.truncate(CHUNK as usize), CHUNK),
            ("empty", Vec::clear, 0),
        ];
        for (name, change, sound) in changes {
            fs::write(&path, &original).unwrap();
            let (_, recorded) = record(Input::File(File::open(&path).unwrap()));
            let mut changed = original.clone();
            change(&mut changed);
            fs::write(&path, &changed).unwrap();
            let mut read = Vec::new();
            let error = recorded.replay().read_to_end(&mut read).unwrap_err();
            assert!(error.to_string().contains("has changed"), "{name}: {error}");
            assert!(read == original[..sound as usize], "{name}: {}", read.len());
        }
    }
}
