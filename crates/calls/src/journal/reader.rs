//! A journal is read line by line, and each line is checked.

use std::io::{self, BufRead, Read};

use super::checksum::Chain;
use super::report::Damage;
use super::state::TornLine;

/// The longest line that is read; the client reads no response that is longer.
pub const LONGEST: u64 = 256 << 20;

/// Why a journal cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// The file.
    File(io::Error),
    /// A line that is not as it was written.
    Damaged(Damage),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// Where the whole lines of a journal end.
#[derive(Clone, Copy, Debug, Default)]
pub struct End {
    pub length: u64,
    /// Whether the last line has no line break.
    pub is_unended: bool,
    /// What the next line continues.
    pub chain: Chain,
}

/// The lines of a journal.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    chain: Chain,
    /// Where the next line begins.
    offset: u64,
    line: Vec<u8>,
    is_torn: bool,
    is_unended: bool,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R) -> Self {
        Self { input, chain: Chain::default(), offset: 0, line: Vec::new(), is_torn: false, is_unended: false }
    }

    /// The next line without its line break, and where it begins; `None` at the end, and before a line that was cut off.
    pub fn next(&mut self) -> Result<Option<(u64, &[u8])>, ReadError> {
        if self.is_torn {
            return Ok(None);
        }
        self.line.clear();
        let read = self.input.by_ref().take(LONGEST).read_until(b'\n', &mut self.line)? as u64;
        let begin = self.offset;
        let mut chain = self.chain;
        if self.line.pop_if(|byte| *byte == b'\n').is_some() {
            chain.check(&self.line).map_err(|why| self.damaged(why))?;
        } else if read == LONGEST {
            return Err(self.damaged(format!("it is longer than {LONGEST} bytes")));
        } else if chain.check(&self.line).is_ok() {
            // Only the line break is missing.
            self.is_unended = true;
        } else if self.line.split_last().is_some_and(|(_, line)| chain.check(line).is_ok()) {
            return Err(self.damaged("it does not end with a line break".to_owned()));
        } else {
            self.is_torn = read > 0;
            return Ok(None);
        }
        self.chain = chain;
        self.offset += read;
        Ok(Some((begin, &self.line)))
    }

    /// What there is of a line that was cut off.
    pub fn torn(&self) -> Option<TornLine> {
        self.is_torn.then_some(TornLine { line: self.chain.seq + 1, bytes: self.line.len() as u64 })
    }

    /// Where the whole lines end.
    pub fn end(&self) -> End {
        End { length: self.offset, is_unended: self.is_unended, chain: self.chain }
    }

    fn damaged(&self, why: String) -> ReadError {
        ReadError::Damaged(Damage { line: self.chain.seq + 1, why })
    }
}
