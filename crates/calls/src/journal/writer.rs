//! One writer for all calls in flight: it writes what is waiting, syncs once, and releases all who wait.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::sync::oneshot;

use super::checksum::Chain;
use super::error::Unwritten;
use super::storage::{self, Storage};

/// The most entries that are written at once.
const MOST: usize = 1024;

/// An entry that waits to be written.
#[derive(Debug)]
pub struct Waiting {
    /// The entry as JSON.
    pub entry: Arc<str>,
    /// Whether it says how a call ended, which is true whatever happens next.
    pub is_end: bool,
    /// Who waits.
    pub done: oneshot::Sender<Result<(), Unwritten>>,
}

impl Waiting {
    fn release(self, outcome: Result<(), Arc<io::Error>>) {
        let Self { entry, is_end, done } = self;
        // Nobody has to wait.
        let _ = done.send(outcome.map_err(|reason| Unwritten { entry, is_end, reason }));
    }
}

/// Writes entries to the end of a journal.
#[derive(Debug)]
pub struct Writer<S> {
    storage: S,
    /// How long the journal is.
    length: u64,
    chain: Chain,
    /// Why nothing more is written: what the disk has after an error is not known.
    failure: Option<Arc<io::Error>>,
}

impl<S: Storage> Writer<S> {
    /// Writes from the end on.
    pub fn new(storage: S, length: u64, chain: Chain) -> Self {
        Self { storage, length, chain, failure: None }
    }

    /// Writes until nobody can send an entry any more.
    pub fn run(mut self, entries: &Receiver<Waiting>) {
        while let Ok(first) = entries.recv() {
            let mut batch = vec![first];
            batch.extend(entries.try_iter().take(MOST - 1));
            self.write(batch);
        }
    }

    fn write(&mut self, mut batch: Vec<Waiting>) {
        // If not all fit, the ends of calls are on record, and no start of a call that is not sent.
        batch.sort_by_key(|waiting| !waiting.is_end);
        let (written, outcome) = match &self.failure {
            Some(failure) => (0, Err(Arc::clone(failure))),
            None => self.append(&batch),
        };
        if let Err(reason) = &outcome {
            self.failure = Some(Arc::clone(reason));
        }
        for (index, waiting) in batch.into_iter().enumerate() {
            waiting.release(if index < written { Ok(()) } else { outcome.clone() });
        }
    }

    /// How many entries are on the disk, and why not all.
    fn append(&mut self, batch: &[Waiting]) -> (usize, Result<(), Arc<io::Error>>) {
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(batch.len());
        for waiting in batch {
            bytes.extend_from_slice(self.chain.append(&waiting.entry).as_bytes());
            ends.push(bytes.len());
        }
        let written = storage::write_all(&mut self.storage, &bytes);
        let (salvaged, reason) = match written {
            Ok(()) => match self.storage.sync() {
                Ok(()) => {
                    self.length += bytes.len() as u64;
                    return (batch.len(), Ok(()));
                }
                Err(error) => (0, error),
            },
            Err((written, error)) => {
                let fits = |(waiting, end): &(&Waiting, &usize)| waiting.is_end && **end <= written;
                (batch.iter().zip(&ends).take_while(fits).count(), error)
            }
        };
        let length = self.length + salvaged.checked_sub(1).map_or(0, |last| ends[last]) as u64;
        let is_salvaged = self.storage.cut(length).and_then(|()| self.storage.sync()).is_ok();
        (if is_salvaged { salvaged } else { 0 }, Err(Arc::new(reason)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, mpsc};

    use super::*;

    /// A disk that has so much room, and whose syncs fail from one on.
    #[derive(Default)]
    struct Disk {
        written: Vec<u8>,
        room: usize,
        syncs: usize,
        failing_sync: Option<usize>,
    }

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Disk>>);

    impl Storage for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut disk = self.0.lock().unwrap();
            let fits = bytes.len().min(disk.room - disk.written.len());
            if fits == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            disk.written.extend_from_slice(&bytes[..fits]);
            Ok(fits)
        }

        fn sync(&mut self) -> io::Result<()> {
            let mut disk = self.0.lock().unwrap();
            disk.syncs += 1;
            match disk.failing_sync.is_some_and(|failing| disk.syncs >= failing) {
                true => Err(io::Error::other("sync")),
                false => Ok(()),
            }
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            self.0.lock().unwrap().written.truncate(length as usize);
            Ok(())
        }
    }

    fn entry(name: &str) -> String {
        format!(r#"{{"name":"{name}"}}"#)
    }

    /// What became of each entry of a batch, and which of them the disk has then.
    fn write(disk: Disk, entries: &[(&str, bool)]) -> (Vec<bool>, Vec<String>, Shared) {
        let disk = Shared(Arc::new(Mutex::new(disk)));
        let (sender, receiver) = mpsc::channel();
        let wait = |(name, is_end): &(&str, bool)| {
            let (done, outcome) = oneshot::channel();
            sender.send(Waiting { entry: entry(name).into(), is_end: *is_end, done }).unwrap();
            (entry(name), outcome)
        };
        let outcomes: Vec<_> = entries.iter().map(wait).collect();
        drop(sender);
        Writer::new(disk.clone(), 0, Chain::default()).run(&receiver);
        let outcomes = outcomes.into_iter().map(|(entry, outcome)| match outcome.blocking_recv().unwrap() {
            Ok(()) => true,
            // What is not written is handed back.
            Err(unwritten) => {
                assert_eq!(*unwritten.entry, *entry);
                false
            }
        });
        let outcomes = outcomes.collect();
        let text = String::from_utf8(disk.0.lock().unwrap().written.clone()).unwrap();
        let mut chain = Chain::default();
        let names = text.split_terminator('\n').map(|line| {
            chain.check(line.as_bytes()).unwrap();
            line.split('"').nth(5).unwrap().to_owned()
        });
        (outcomes, names.collect(), disk)
    }

    const ROOM: usize = 1 << 20;
    /// How long a line is.
    const LINE: usize = r#"{"seq":1,"name":"a","crc":"00000000"}"#.len() + 1;

    #[test]
    fn all_that_wait_share_a_sync() {
        let disk = Disk { room: ROOM, ..Disk::default() };
        let (outcomes, names, disk) = write(disk, &[("a", false), ("b", true), ("c", false)]);
        assert_eq!((outcomes, names.join(" ")), (vec![true; 3], "b a c".to_owned()));
        assert_eq!(disk.0.lock().unwrap().syncs, 1);
    }

    #[test]
    fn a_full_disk_keeps_the_ends_that_fit_and_no_start() {
        let entries = [("a", false), ("b", true), ("c", true), ("d", false)];
        for room in 0..4 * LINE {
            let (outcomes, names, _) = write(Disk { room, ..Disk::default() }, &entries);
            let (expected, on_disk) = match room / LINE {
                0 => ([false; 4], ""),
                1 => ([false, true, false, false], "b"),
                _ => ([false, true, true, false], "b c"),
            };
            assert_eq!((outcomes, names.join(" ")), (expected.to_vec(), on_disk.to_owned()), "{room}");
        }
    }

    #[test]
    fn after_a_failed_sync_nothing_counts_as_written() {
        let disk = Disk { room: ROOM, failing_sync: Some(1), ..Disk::default() };
        let (outcomes, names, _) = write(disk, &[("a", true), ("b", false)]);
        assert_eq!((outcomes, names), (vec![false; 2], vec![]));
    }

    #[test]
    fn after_a_failure_nothing_more_is_written() {
        let many = vec![("a", true); MOST + 2];
        let disk = Disk { room: ROOM, failing_sync: Some(1), ..Disk::default() };
        let (outcomes, names, disk) = write(disk, &many);
        assert_eq!((outcomes, names), (vec![false; MOST + 2], vec![]));
        // One, and one after what was taken off.
        assert_eq!(disk.0.lock().unwrap().syncs, 2);
    }
}
