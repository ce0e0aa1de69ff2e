//! Which rows of a list repeat an earlier one, found in bounded memory.
//!
//! Each row is a record of 44 bytes. While they are few, they stay in memory; then they go to temporary files, those of equal
//! calls to the same, and each file is looked at alone. What remains is one bit a row.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::fingerprint::Fingerprint;

/// How many records stay in memory.
const IN_MEMORY: usize = 1 << 16;

/// How many files there are. Looking at one takes some 70 bytes for each of its records: about a byte a row of the list.
const FILES: usize = 64;

/// How many doubles are kept with their lines.
const SHOWN: usize = 100;

/// The length of a record in a file, in bytes.
const RECORD: usize = 44;

/// A row that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Double {
    /// Its line.
    pub line: u64,
    /// The line of the first row whose call does the same.
    pub first: u64,
    /// Whether the two differ in a remark, as in their comments.
    pub has_other_remark: bool,
}

/// `repeats line 2`, to be read after the place of the row.
impl fmt::Display for Double {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remark = if self.has_other_remark { " with another remark" } else { "" };
        write!(f, "repeats line {}{remark}", self.first)
    }
}

/// A row, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// What its call does.
    pub effect: Fingerprint,
    /// A hash of its remarks.
    pub remark: u64,
    pub index: u64,
    pub line: u64,
    /// The position of its operation.
    pub operation: u32,
}

/// Takes the rows of a list in their order.
pub(crate) struct DoubleFinder {
    memory: Vec<Record>,
    in_memory: usize,
    files: Vec<BufWriter<File>>,
}

/// The rows that repeat an earlier one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubles {
    bits: Vec<u64>,
    count: u64,
    /// The first ones, by their lines.
    shown: BTreeMap<u64, Double>,
    by_operation: BTreeMap<u32, u64>,
}

impl DoubleFinder {
    pub(crate) fn new() -> Self {
        Self::keeping(IN_MEMORY)
    }

    fn keeping(in_memory: usize) -> Self {
        Self { memory: Vec::new(), in_memory, files: Vec::new() }
    }

    /// Takes the next row.
    pub(crate) fn add(&mut self, record: Record) -> io::Result<()> {
        self.memory.push(record);
        if self.memory.len() < self.in_memory { Ok(()) } else { self.write().map_err(of_file) }
    }

    fn write(&mut self) -> io::Result<()> {
        while self.files.len() < FILES {
            self.files.push(BufWriter::new(tempfile::tempfile()?));
        }
        for record in self.memory.drain(..) {
            self.files[usize::from(record.effect[0]) % FILES].write_all(&record.to_bytes())?;
        }
        Ok(())
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> io::Result<Doubles> {
        let mut doubles = Doubles::default();
        if self.files.is_empty() {
            let count = self.memory.len();
            doubles.find(count, self.memory.into_iter().map(Ok)).map_err(of_file)?;
            return Ok(doubles);
        }
        self.write().map_err(of_file)?;
        drop(self.memory);
        for file in self.files {
            let (count, records) = read(file).map_err(of_file)?;
            doubles.find(count, records).map_err(of_file)?;
        }
        Ok(doubles)
    }
}

impl Record {
    fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        bytes[..16].copy_from_slice(&self.effect);
        for (place, number) in [(16, self.remark), (24, self.index), (32, self.line)] {
            bytes[place..place + 8].copy_from_slice(&number.to_le_bytes());
        }
        bytes[40..].copy_from_slice(&self.operation.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8; RECORD]) -> Self {
        let number = |place: usize| {
            let mut number = [0; 8];
            number.copy_from_slice(&bytes[place..place + 8]);
            u64::from_le_bytes(number)
        };
        let mut effect = Fingerprint::default();
        effect.copy_from_slice(&bytes[..16]);
        // The last eight bytes are the second half of the line, and the operation.
        let operation = (number(36) >> 32) as u32;
        Self { effect, remark: number(16), index: number(24), line: number(32), operation }
    }
}

/// The records of a file, in their order, and how many there are.
fn read(file: BufWriter<File>) -> io::Result<(usize, impl Iterator<Item = io::Result<Record>>)> {
    let mut file = file.into_inner()?;
    let count = usize::try_from(file.stream_position()?).map_err(io::Error::other)? / RECORD;
    file.rewind()?;
    let mut source = BufReader::new(file);
    let record = move |_| {
        let mut bytes = [0; RECORD];
        source.read_exact(&mut bytes)?;
        Ok(Record::from_bytes(&bytes))
    };
    Ok((count, (0..count).map(record)))
}

impl Doubles {
    /// Looks at so many records, among which are all of equal calls.
    fn find(&mut self, count: usize, records: impl Iterator<Item = io::Result<Record>>) -> io::Result<()> {
        let mut first: HashMap<Fingerprint, (u64, u64)> = HashMap::with_capacity(count);
        for record in records {
            let Record { effect, remark, index, line, operation } = record?;
            let (first, first_remark) = *first.entry(effect).or_insert((line, remark));
            if first != line {
                self.add(index, operation, Double { line, first, has_other_remark: remark != first_remark });
            }
        }
        Ok(())
    }

    fn add(&mut self, index: u64, operation: u32, double: Double) {
        let word = usize::try_from(index / 64).unwrap_or(usize::MAX);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (index % 64);
        self.count += 1;
        *self.by_operation.entry(operation).or_default() += 1;
        self.shown.insert(double.line, double);
        if self.shown.len() > SHOWN {
            self.shown.pop_last();
        }
    }

    /// Whether a row repeats an earlier one.
    pub(crate) fn has(&self, index: u64) -> bool {
        let word = usize::try_from(index / 64).ok().and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// How many there are of an operation.
    pub(crate) fn of_operation(&self, operation: u32) -> u64 {
        self.by_operation.get(&operation).copied().unwrap_or_default()
    }

    /// The first ones.
    pub(crate) fn shown(&self) -> impl Iterator<Item = Double> {
        self.shown.values().copied()
    }
}

fn of_file(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot look for doubles in a temporary file: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(in_memory: usize, calls: &[u16]) -> Doubles {
        let mut finder = DoubleFinder::keeping(in_memory);
        for (index, call) in (0..).zip(calls) {
            let mut effect = Fingerprint::default();
            effect[..2].copy_from_slice(&call.to_le_bytes());
            let operation = u32::from(call % 3);
            finder.add(Record { effect, remark: index % 2, index, line: index + 10, operation }).unwrap();
        }
        finder.finish().unwrap()
    }

    #[test]
    fn a_row_that_repeats_an_earlier_one_is_found_in_memory_and_in_files() {
        let calls: Vec<u16> = (0..3_000).map(|index: u32| (index * index % 1_009) as u16).collect();
        for in_memory in [1 << 16, 1, 7, 500] {
            let doubles = find(in_memory, &calls);
            let mut count = 0;
            for (index, call) in calls.iter().enumerate() {
                let first = calls.iter().position(|other| other == call).unwrap();
                assert_eq!(doubles.has(index as u64), first != index, "{index}");
                count += u64::from(first != index);
                if first != index && count <= SHOWN as u64 {
                    let has_other_remark = index % 2 != first % 2;
                    let double = Double { line: index as u64 + 10, first: first as u64 + 10, has_other_remark };
                    assert!(doubles.shown().any(|shown| shown == double), "{double:?}");
                }
            }
            assert_eq!(doubles.count(), count);
            assert_eq!((0..3).map(|operation| doubles.of_operation(operation)).sum::<u64>(), count);
            assert_eq!(doubles.shown().count(), SHOWN);
        }
    }

    #[test]
    fn a_record_is_written_whole() {
        let record = Record {
            effect: [7; 16],
            remark: u64::MAX - 4,
            index: u64::MAX - 1,
            line: u64::MAX - 2,
            operation: u32::MAX - 3,
        };
        assert_eq!(Record::from_bytes(&record.to_bytes()), record);
    }
}
