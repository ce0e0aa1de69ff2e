//! What a difference is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::budget;
use crate::policy::{Direction, Kind, Verb};
use crate::view::Source;

/// A difference of two contracts, not yet classified.
pub(crate) struct Difference {
    pub kind: Kind,
    /// Which of its kind.
    pub key: String,
    pub verb: Verb,
    pub direction: Option<Direction>,
    /// The direction whose rules hold, which is the other one within `not`.
    pub rules: Option<Direction>,
    /// The path to its place, with operation and direction.
    pub place: String,
    pub operations: BTreeSet<String>,
    pub base: Written,
    pub head: Written,
    /// Where it would be written in the contract that does not have it: the pointer of the object around it.
    pub insertion_point: Option<String>,
    /// The address of its place in names, which edits elsewhere do not change.
    pub stable_path: String,
}

/// What one of the contracts has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// None where the contract has nothing, or a part, which has no value.
    pub value: Option<Value>,
    /// None where the contract has nothing.
    pub source: Option<Source>,
}

impl Difference {
    /// How many bytes of text it holds.
    pub fn bytes(&self) -> usize {
        let texts = [&self.key, &self.place, &self.stable_path].map(String::len).iter().sum::<usize>();
        let operations = self.operations.iter().map(String::len).sum::<usize>();
        let insertion_point = self.insertion_point.as_ref().map_or(0, String::len);
        texts + operations + insertion_point + self.base.bytes() + self.head.bytes()
    }
}

impl Written {
    pub fn new(value: Option<Value>, source: Option<&Source>) -> Self {
        Self { value, source: source.cloned() }
    }

    fn bytes(&self) -> usize {
        let source = self.source.as_ref().map_or(0, |source| source.pointer.len());
        source + self.value.as_ref().map_or(0, budget::bytes)
    }
}
