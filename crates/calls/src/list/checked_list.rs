//! A list that was checked from its first row to its last.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use openapi::Contract;

use super::chunks::{Recorded, Recorder, Replay};
use super::decoder::Decoder;
use super::doubles::{Double, DoubleFinder, Doubles, Record};
use super::error::{ListError, ListErrors};
use super::fingerprint::{ListDigest, ListHasher, identity};
use super::options::{ListFormat, ListOptions};
use super::plan::Plan;
use super::rows::{RowError, RowReader};
use super::source::ListSource;
use crate::row::Row;

/// A list of calls whose rows are all as the contract says.
///
/// The rows stay where they are, and are read again when they are asked for: in memory are one bit for each row, and eight
/// bytes for each 64 KiB of the list.
#[derive(Clone, Debug)]
pub struct List<'a> {
    name: Arc<str>,
    format: Option<ListFormat>,
    plan: Arc<Plan<'a>>,
    recorded: Recorded,
    doubles: Arc<Doubles>,
    rows: u64,
    /// The rows of each operation, by its position in the contract.
    by_operation: Vec<u64>,
    digest: ListDigest,
}

/// The rows of a list, without those that repeat an earlier one.
pub struct Rows<'a> {
    reader: Option<RowReader<'a, Decoder<Replay>>>,
    doubles: Arc<Doubles>,
    /// How many rows were read, and how many of them were handed out.
    record: u64,
    index: u64,
    /// Why there is no reader.
    failure: Option<ListError>,
}

impl<'a> List<'a> {
    /// Reads a list from its first row to its last, and checks each.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it: first with what all rows have in common, then with the header, then with the rows.
    pub fn read(source: ListSource, options: &ListOptions, contract: &'a Contract) -> Result<Self, ListErrors> {
        let ListSource { name, input } = source;
        let unreadable = |error: io::Error| ListErrors::of_no_rows(&name, error.to_string());
        let unchecked = |error: io::Error| rest(&name, vec![ListError::new(error.to_string())]);
        let plan = Plan::new(contract, options).map_err(|errors| rest(&name, errors))?;
        let plan = Arc::new(plan);
        let mut recorder = input.and_then(Recorder::new).map_err(unreadable)?;
        let mut reader =
            RowReader::new(&name, Decoder::new(&mut recorder), options.format, Arc::clone(&plan)).map_err(|error| {
                ListErrors { is_complete: matches!(error, RowError::Row(_)), ..rest(&name, error.into_errors()) }
            })?;
        let mut errors = ListErrors { list: name.clone(), errors: Vec::new(), total: 0, is_complete: true };
        let (mut finder, mut hasher) = (DoubleFinder::new(), ListHasher::default());
        let mut by_operation = vec![0; plan.operations()];
        let mut rows = 0;
        while let Some(read) = reader.next_row() {
            match read {
                Ok(row) => {
                    let identity = identity(plan.operation(row.operation), &row.call);
                    hasher.add(&identity.whole);
                    let operation = u32::try_from(row.operation).unwrap_or(u32::MAX);
                    let record = Record {
                        effect: identity.effect,
                        remark: identity.remark(),
                        index: rows,
                        line: row.line,
                        operation,
                    };
                    finder.add(record).map_err(unchecked)?;
                    by_operation[row.operation] += 1;
                }
                Err(RowError::Row(found)) => errors.extend(found, options.shown_errors),
                Err(RowError::Rest(found)) => {
                    errors.extend(found, options.shown_errors);
                    errors.is_complete = false;
                    break;
                }
            }
            rows += 1;
        }
        if errors.total > 0 {
            return Err(errors);
        }
        if rows == 0 {
            return Err(ListErrors::of_no_rows(&name, "the list has no rows"));
        }
        drop(reader);
        let doubles = finder.finish().map_err(unchecked)?;
        Ok(Self {
            name: name.into(),
            format: options.format,
            plan,
            recorded: recorder.finish(),
            doubles: Arc::new(doubles),
            rows,
            by_operation,
            digest: hasher.finish(),
        })
    }

    /// Its rows, in their order, without those that repeat an earlier one.
    ///
    /// An error is the last item: the list has changed since it was checked, or cannot be read any more. A row that has come
    /// is as it was checked.
    pub fn rows(&self) -> Rows<'a> {
        let source = Decoder::new(self.recorded.replay());
        let reader = RowReader::new(&self.name, source, self.format, Arc::clone(&self.plan));
        let (reader, failure) = match reader {
            Ok(reader) => (Some(reader), None),
            Err(error) => (None, error.into_errors().into_iter().next()),
        };
        Rows { reader, doubles: Arc::clone(&self.doubles), record: 0, index: 0, failure }
    }

    /// What it is called: the path of its file, or `-`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many calls it asks for: its rows, without those that repeat an earlier one.
    #[expect(clippy::len_without_is_empty, reason = "an empty list is an error")]
    pub fn len(&self) -> u64 {
        self.rows - self.doubles.count()
    }

    /// How many calls it asks for of each operation, by operationId, without rows that repeat an earlier one.
    pub fn operations(&self) -> BTreeMap<&str, u64> {
        let counts = self.by_operation.iter().enumerate().filter(|(_, count)| **count > 0);
        let counts = counts.map(|(index, count)| {
            let doubles = u32::try_from(index).map_or(0, |index| self.doubles.of_operation(index));
            (&*self.plan.operation(index).name, count - doubles)
        });
        counts.collect()
    }

    /// How many rows repeat an earlier one.
    pub fn doubles(&self) -> u64 {
        self.doubles.count()
    }

    /// The first hundred rows that repeat an earlier one.
    pub fn first_doubles(&self) -> impl Iterator<Item = Double> {
        self.doubles.shown()
    }

    /// The digest of its calls: two lists with the same are the same, however they are written.
    pub fn digest(&self) -> ListDigest {
        self.digest
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failure) = self.failure.take() {
            return Some(Err(failure));
        }
        loop {
            let read = self.reader.as_mut()?.next_row()?;
            match read {
                Ok(row) => {
                    let record = self.record;
                    self.record += 1;
                    if !self.doubles.has(record) {
                        let index = self.index;
                        self.index += 1;
                        return Some(Ok(Row { index, line: row.line, call: row.call }));
                    }
                }
                Err(error) => {
                    self.reader = None;
                    return error.into_errors().into_iter().next().map(Err);
                }
            }
        }
    }
}

impl ListErrors {
    fn extend(&mut self, errors: Vec<ListError>, shown: usize) {
        self.total += errors.len() as u64;
        let room = shown.saturating_sub(self.errors.len());
        self.errors.extend(errors.into_iter().take(room));
    }
}

/// Errors behind which nothing was read.
fn rest(name: &str, errors: Vec<ListError>) -> ListErrors {
    ListErrors { list: name.to_owned(), total: errors.len() as u64, errors, is_complete: false }
}
