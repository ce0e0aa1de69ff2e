//! A journal is read to report it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};
use openapi::Contract;
use serde::de::DeserializeOwned;

use super::names::Names;
use super::row::ReportRow;
use super::summary::{Damage, Summary};
use crate::journal::entry::{Event, FORMAT, Kind};
use crate::journal::error::JournalError;
use crate::journal::reader::LONGEST;
use crate::journal::replay::{Found, Replay, replay};
use crate::journal::state::{RowState, States};

/// How much is read at once of a row; lines are some hundred bytes, and those of a row are near each other.
const BUFFER: usize = 8 << 10;

/// The groups in which rows are reported, by their place: first what a person has to look at.
const GROUPS: u8 = 4;

fn group(state: RowState) -> u8 {
    match state {
        RowState::Accepted => 3,
        _ if state.is_unknown() => 0,
        _ if state.is_final() => 1,
        _ => 2,
    }
}

/// What a journal says. It holds where the lines of each row are, and reads them again one by one: 20 bytes a row.
#[derive(Debug)]
pub struct JournalReport {
    path: PathBuf,
    file: BufReader<File>,
    /// Where the file is read next.
    position: u64,
    names: Names,
    states: States,
    calls: Vec<LastCall>,
    summary: Summary,
}

/// Where the last call of a row is in the file.
#[derive(Clone, Copy, Debug, Default)]
struct LastCall {
    /// How many calls of the row there are.
    calls: u32,
    started: u64,
    finished: u64,
}

impl JournalReport {
    /// Reads a journal, which a run may be writing. A line that was cut off, and what is behind a damaged line, is left
    /// out; the summary says so. The contract says which values of a call are its target, and the id of the action.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no journal.
    pub fn read(path: &Path, contract: &Contract) -> Result<Self, JournalError> {
        let failed = |source| JournalError::File { path: path.to_owned(), doing: "read", source };
        let file = File::open(path).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(JournalError::NotAFile { path: path.to_owned() });
        }
        let is_in_use = is_in_use(&file);
        let mut calls: Vec<LastCall> = Vec::new();
        let found = replay(BufReader::with_capacity(1 << 16, &file), |begin, kind| observe(&mut calls, begin, kind));
        let replay = match found {
            Ok(Found::Journal(replay)) => *replay,
            Ok(Found::Nothing) => return Err(JournalError::Empty { path: path.to_owned() }),
            other => return Err(JournalError::of_reading(path, other)),
        };
        let summary = summary(&replay, is_in_use);
        let file = BufReader::with_capacity(BUFFER, file);
        let mut report = Self {
            path: path.to_owned(),
            file,
            position: 0,
            names: Names::of(contract),
            states: replay.states,
            calls,
            summary,
        };
        report.position = report.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        Ok(report)
    }

    /// What it says of all rows.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The damage as an error, for a run that would continue the journal; `None` if there is none.
    pub fn damage(&self) -> Option<JournalError> {
        let Damage { line, why } = self.summary.damage.clone()?;
        Some(JournalError::Damaged { path: self.path.clone(), line, why })
    }

    /// Where each row stands.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// The rows in states that a test accepts: first those that a person has to look at, else in the order of the list.
    pub fn rows(
        &mut self,
        is_shown: impl Fn(RowState) -> bool,
    ) -> impl Iterator<Item = Result<ReportRow, JournalError>> {
        let count = self.calls.len() as u64;
        let mut candidates = (0..GROUPS).flat_map(move |group| (0..count).map(move |index| (group, index)));
        std::iter::from_fn(move || {
            let (_, index) = candidates.find(|(place, index)| {
                let state = self.states.of(*index);
                group(state) == *place && self.call(*index).calls > 0 && is_shown(state)
            })?;
            Some(self.row(index))
        })
    }

    fn row(&mut self, index: u64) -> Result<ReportRow, JournalError> {
        let call = self.call(index);
        let started = self.line(call.started)?;
        let finished = if call.finished == 0 { None } else { Some(self.line(call.finished)?) };
        Ok(ReportRow::new(&self.names, self.states.of(index), call.calls, started, finished))
    }

    fn call(&self, index: u64) -> LastCall {
        usize::try_from(index).ok().and_then(|at| self.calls.get(at)).copied().unwrap_or_default()
    }

    /// The line that begins at an offset; it was checked before.
    fn line<T: DeserializeOwned>(&mut self, offset: u64) -> Result<T, JournalError> {
        let failed = |source| JournalError::File { path: self.path.clone(), doing: "read", source };
        match i64::try_from(i128::from(offset) - i128::from(self.position)) {
            Ok(distance) => self.file.seek_relative(distance).map_err(failed)?,
            Err(_) => self.file.seek(SeekFrom::Start(offset)).map(|_| ()).map_err(failed)?,
        }
        let mut line = Vec::new();
        let read = self.file.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(failed)?;
        self.position = offset + read as u64;
        serde_json::from_slice(&line).map_err(|error| failed(error.into()))
    }
}

fn observe(calls: &mut Vec<LastCall>, begin: u64, kind: &Kind) {
    // The row is one of the list.
    let Some(at) = kind.row.and_then(|row| usize::try_from(row).ok()) else { return };
    if at >= calls.len() {
        calls.resize(at + 1, LastCall::default());
    }
    let call = &mut calls[at];
    match kind.event {
        Event::Started => *call = LastCall { calls: call.calls.saturating_add(1), started: begin, finished: 0 },
        _ => call.finished = begin,
    }
}

fn summary(replay: &Replay, is_in_use: bool) -> Summary {
    let subject = &replay.created.subject;
    Summary {
        format: FORMAT,
        created_at: replay.created.at.clone(),
        base_url: subject.base_url.clone(),
        environment: subject.environment.clone(),
        list: subject.list.clone(),
        runs: replay.runs.iter().map(Into::into).collect(),
        is_in_use,
        torn_line: replay.states.torn(),
        damage: replay.damage.clone(),
        counts: replay.states.counts(),
    }
}

/// Whether a run has the lock. It is taken for a moment; a run that begins now waits for it.
fn is_in_use(file: &File) -> bool {
    match FileExt::try_lock_shared(file) {
        Ok(()) => {
            // It is released at the latest when the file is closed.
            let _ = FileExt::unlock(file);
            false
        }
        Err(TryLockError::WouldBlock) => true,
        // A file system without locks: no run either.
        Err(TryLockError::Error(_)) => false,
    }
}
