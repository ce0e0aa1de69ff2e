//! A journal is created, or read and continued.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use fs4::{FileExt, TryLockError};

use super::entry::{Created, Event, FORMAT, RunBegan};
use super::error::JournalError;
use super::handle::Journal;
use super::header::{Header, Subject};
use super::reader::End;
use super::replay::{Found, Replay, replay};
use super::report::Damage;
use super::state::States;
use super::storage::{self, Storage};
use super::time;
use super::writer::Writer;

/// How often the lock is tried: `report` takes it for a moment, to see whether a run has it.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

impl Journal {
    /// Creates a journal, or continues the one that is there: then the states say what was done before.
    ///
    /// A last line that was cut off is taken off; [`States::torn`] tells.
    ///
    /// # Errors
    ///
    /// The file cannot be used, is in use, is damaged, or is the journal of another list or service. It is left as it is.
    pub fn open(path: &Path, header: &Header) -> Result<(Self, States), JournalError> {
        let failed = |doing| move |source| JournalError::File { path: path.to_owned(), doing, source };
        let mut file = storage::open(path).map_err(failed("open"))?;
        if !file.metadata().map_err(failed("open"))?.is_file() {
            return Err(JournalError::NotAFile { path: path.to_owned() });
        }
        lock(path, &file)?;
        let subject = Subject::of(header);
        let before = read(path, &file)?;
        if let Some(before) = &before {
            let differences = before.created.subject.differences(&subject);
            if !differences.is_empty() {
                return Err(JournalError::Different { path: path.to_owned(), differences });
            }
        }
        let run = before.as_ref().map_or(1, |before| before.runs.len() as u64 + 1);
        let at = time::text(SystemTime::now());
        let began =
            RunBegan { event: Event::Run, run, at: at.clone(), program: header.program.clone(), by: header.by.clone() };
        let created = Created { event: Event::Journal, format: FORMAT, at, subject };
        let is_new = before.is_none();
        let (End { length, is_unended, mut chain }, states) = match before {
            Some(before) => (before.end, before.states),
            None => (End::default(), States::new(header.list.rows)),
        };
        let json = |error: serde_json::Error| failed("write")(error.into());
        let mut begin = if is_unended { "\n".to_owned() } else { String::new() };
        if is_new {
            begin.push_str(&chain.append(&serde_json::to_string(&created).map_err(json)?));
        }
        begin.push_str(&chain.append(&serde_json::to_string(&began).map_err(json)?));
        file.cut(length).map_err(failed("write"))?;
        let written = storage::write_all(&mut file, begin.as_bytes()).map_err(|(_, error)| error);
        let written = written.and_then(|()| file.sync_all());
        let written = written.and_then(|()| if is_new { storage::sync_folder(path) } else { Ok(()) });
        if let Err(source) = written {
            // So that no part of a line is left.
            let _ = file.cut(length);
            return Err(failed("write")(source));
        }
        let writer = Writer::new(file, length + begin.len() as u64, chain);
        let journal = Self::new(run, writer).map_err(failed("write"))?;
        Ok((journal, states))
    }
}

/// Reads a journal from its start; `None` if nothing was written yet.
fn read(path: &Path, file: &File) -> Result<Option<Replay>, JournalError> {
    match replay(BufReader::with_capacity(1 << 16, file), |_, _| ()) {
        Ok(Found::Journal(replay)) => match replay.damage {
            None => Ok(Some(*replay)),
            Some(Damage { line, why }) => Err(JournalError::Damaged { path: path.to_owned(), line, why }),
        },
        Ok(Found::Nothing) => Ok(None),
        other => Err(JournalError::of_reading(path, other)),
    }
}

fn lock(path: &Path, file: &File) -> Result<(), JournalError> {
    for _ in 1..TRIES {
        match FileExt::try_lock(file) {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN_TRIES),
            Err(TryLockError::Error(source)) => return Err(not_locked(path, source)),
        }
    }
    match FileExt::try_lock(file) {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: path.to_owned(), by: holder(file) }),
        Err(TryLockError::Error(source)) => Err(not_locked(path, source)),
    }
}

fn not_locked(path: &Path, source: io::Error) -> JournalError {
    JournalError::File { path: path.to_owned(), doing: "lock", source }
}

/// The run that has the journal: the last that began.
fn holder(file: &File) -> Option<String> {
    let Ok(Found::Journal(replay)) = replay(BufReader::new(file), |_, _| ()) else { return None };
    let RunBegan { at, by, .. } = replay.runs.last()?;
    Some(format!("{by}, since {at}"))
}
