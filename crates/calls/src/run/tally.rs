//! How many rows of each operation stand where.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::journal::{Counts, RowState};

/// How many rows of each operation stand where, by operationId.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Arc<str>, Counts>);

impl Tally {
    /// Counts a row.
    pub fn add(&mut self, operation: &Arc<str>, state: RowState) {
        match self.0.get_mut(operation) {
            Some(counts) => counts.add(state, 1),
            None => self.0.entry(Arc::clone(operation)).or_default().add(state, 1),
        }
    }

    /// The rows of an operation.
    pub fn of(&self, operation: &str) -> Counts {
        self.0.get(operation).copied().unwrap_or_default()
    }

    /// How many rows stand in a state.
    pub fn all(&self, state: RowState) -> u64 {
        self.0.values().map(|counts| counts.of(state)).sum()
    }

    /// How many rows have been counted.
    pub fn rows(&self) -> u64 {
        self.0.values().map(|counts| counts.sum(|_| true)).sum()
    }
}
