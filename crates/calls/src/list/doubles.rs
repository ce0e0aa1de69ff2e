//! Which rows of a list repeat an earlier one, found in bounded memory.
//!
//! Each row is a record of 36 bytes. While they are few, they stay in memory; then they go to temporary files, those of equal
//! calls to the same, and each file is looked at alone. What remains is one bit a row.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::fingerprint::Fingerprint;

/// How many records stay in memory.
const IN_MEMORY: usize = 1 << 16;

/// How many files there are. Looking at one takes some 50 bytes for each of its records: less than a byte a row of the list.
const FILES: usize = 64;

/// How many doubles are kept with their lines.
const SHOWN: usize = 100;

/// The length of a record in a file, in bytes.
const RECORD: usize = 36;

/// A row that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Double {
    /// Its line.
    pub line: u64,
    /// The line of the first row with the same call.
    pub first: u64,
}

/// A row, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub fingerprint: Fingerprint,
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
    shown: BTreeMap<u64, u64>,
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
            self.files[usize::from(record.fingerprint[0]) % FILES].write_all(&record.to_bytes())?;
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
        bytes[..16].copy_from_slice(&self.fingerprint);
        bytes[16..24].copy_from_slice(&self.index.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.line.to_le_bytes());
        bytes[32..].copy_from_slice(&self.operation.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8; RECORD]) -> Self {
        let part = |start: usize| {
            let mut part = [0; 8];
            part.copy_from_slice(&bytes[start..start + 8]);
            u64::from_le_bytes(part)
        };
        let mut fingerprint = Fingerprint::default();
        fingerprint.copy_from_slice(&bytes[..16]);
        // The last eight bytes are the second half of the line, and the operation.
        Self { fingerprint, index: part(16), line: part(24), operation: (part(28) >> 32) as u32 }
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
        let mut first: HashMap<Fingerprint, u64> = HashMap::with_capacity(count);
        for record in records {
            let Record { fingerprint, index, line, operation } = record?;
            let first = *first.entry(fingerprint).or_insert(line);
            if first != line {
                self.add(index, operation, Double { line, first });
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
        self.shown.insert(double.line, double.first);
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
        self.shown.iter().map(|(line, first)| Double { line: *line, first: *first })
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
            let mut fingerprint = Fingerprint::default();
            fingerprint[..2].copy_from_slice(&call.to_le_bytes());
            let operation = u32::from(call % 3);
            finder.add(Record { fingerprint, index, line: index + 10, operation }).unwrap();
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
                    let double = Double { line: index as u64 + 10, first: first as u64 + 10 };
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
        let record = Record { fingerprint: [7; 16], index: u64::MAX - 1, line: u64::MAX - 2, operation: u32::MAX - 3 };
        assert_eq!(Record::from_bytes(&record.to_bytes()), record);
    }
}
