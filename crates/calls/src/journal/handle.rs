//! The journal while it is written.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use serde::Serialize;
use tokio::sync::oneshot;

use super::entry::{Finished, Started};
use super::error::Unwritten;
use super::storage::Storage;
use super::time;
use super::writer::{Waiting, Writer};
use crate::result::CallResult;
use crate::row::Row;

/// A journal that is open for writing. It is locked: no other run can open it. When it is dropped, what waits is written.
///
/// After an error nothing more is written: no further call may be sent, and each end of a call in flight is handed back
/// as an error.
#[derive(Debug)]
pub struct Journal {
    run: u64,
    // `None` while it is dropped.
    entries: Option<Sender<Waiting>>,
    writer: Option<JoinHandle<()>>,
}

impl Journal {
    pub(super) fn new<S: Storage>(run: u64, writer: Writer<S>) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let thread = thread::Builder::new().name("journal".to_owned());
        let writer = thread.spawn(move || writer.run(&receiver))?;
        Ok(Self { run, entries: Some(sender), writer: Some(writer) })
    }

    /// Which run of the journal this is; the first is 1.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// Records that the call of a row is about to be sent. **Send it only after this is done**; after an error, do not
    /// send it. The entry is written whether or not it is waited for.
    pub fn started(&self, row: &Row) -> Commit {
        self.commit(&Started::new(row, self.run, time::text(SystemTime::now())), false)
    }

    /// Records how the call of a row ended. After an error, show [`Unwritten::entry`]: it is on record nowhere else, and
    /// the row counts as interrupted. The entry is written whether or not it is waited for.
    pub fn finished(&self, row: &Row, result: &CallResult) -> Commit {
        self.commit(&Finished::new(row.index, result, self.run, time::text(SystemTime::now())), true)
    }

    fn commit(&self, entry: &impl Serialize, is_end: bool) -> Commit {
        // Maps with names as keys, texts and numbers are all JSON.
        let entry: Arc<str> = serde_json::to_string(entry).unwrap_or_default().into();
        let (done, receiver) = oneshot::channel();
        if let Some(entries) = &self.entries {
            // If the writer is gone, so is the sender of `done`, which the receiver notices.
            let _ = entries.send(Waiting { entry: Arc::clone(&entry), is_end, done });
        }
        Commit { entry, is_end, receiver }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.entries = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// An entry on its way to the disk: done when it is there.
#[derive(Debug)]
#[must_use = "the entry is on the disk when this is done"]
pub struct Commit {
    entry: Arc<str>,
    is_end: bool,
    receiver: oneshot::Receiver<Result<(), Unwritten>>,
}

impl Commit {
    /// Waits, where there is no `async`.
    ///
    /// # Errors
    ///
    /// The entry is not on the disk.
    pub fn wait(self) -> Result<(), Unwritten> {
        self.receiver.blocking_recv().unwrap_or_else(|_| Err(gone(self.entry, self.is_end)))
    }
}

impl Future for Commit {
    type Output = Result<(), Unwritten>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = Pin::new(&mut self.receiver).poll(context);
        outcome.map(|outcome| outcome.unwrap_or_else(|_| Err(gone(Arc::clone(&self.entry), self.is_end))))
    }
}

fn gone(entry: Arc<str>, is_end: bool) -> Unwritten {
    Unwritten { entry, is_end, reason: Arc::new(io::Error::other("its writer ended")) }
}
