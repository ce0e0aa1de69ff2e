//! What a difference is.

use std::collections::BTreeSet;

use openapi::{Direction, Node, Pointer};

use crate::budget;
use crate::place::SourcePointer;
use crate::policy::{Kind, Verb};

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
    pub insertion_point: Option<Pointer>,
    /// The address of its place in names, which edits elsewhere do not change.
    pub stable_path: String,
}

/// What one of the contracts has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// None where the contract has nothing, or a part, which has no value.
    pub value: Option<Node>,
    /// None where the contract has nothing.
    pub source: Option<SourcePointer>,
}

impl Difference {
    /// How many bytes of text it holds.
    pub fn bytes(&self) -> usize {
        let texts = [&self.key, &self.place, &self.stable_path].map(String::len).iter().sum::<usize>();
        let operations = self.operations.iter().map(String::len).sum::<usize>();
        texts + operations + self.base.bytes() + self.head.bytes()
    }
}

impl Written {
    pub fn new(value: Option<Node>, source: Option<&SourcePointer>) -> Self {
        Self { value, source: source.cloned() }
    }

    fn bytes(&self) -> usize {
        self.value.as_ref().map_or(0, budget::bytes)
    }
}
