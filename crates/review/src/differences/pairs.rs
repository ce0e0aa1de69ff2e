//! The pairs of places that belong together.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use crate::context::Context;
use crate::path;
use crate::place::{Place, Slot};

/// The index of a pair.
pub(super) type PairId = usize;

/// Two places that belong together.
pub(super) struct Pair {
    pub base: Place,
    pub head: Place,
    pub context: Context,
    pub origin: Origin,
}

/// How a pair was reached first.
pub(super) enum Origin {
    /// An operation.
    Operation(String),
    /// The document itself.
    Document,
    /// A part of another pair.
    Part(PairId, Slot),
}

/// All pairs, and which of them are still to be compared.
#[derive(Default)]
pub(super) struct Pairs {
    pairs: Vec<Pair>,
    /// The pairs that each pair is part of.
    parents: Vec<Vec<PairId>>,
    index: HashMap<(Place, Place, Context), PairId>,
    pending: VecDeque<PairId>,
}

impl Pairs {
    /// Adds a pair, unless it is known; a new one is compared when its turn comes.
    pub fn add(&mut self, pair: Pair) {
        let next = self.pairs.len();
        let key = (pair.base.clone(), pair.head.clone(), pair.context);
        let id = *self.index.entry(key).or_insert(next);
        if id == next {
            self.parents.push(Vec::new());
            self.pending.push_back(id);
        }
        if let Origin::Part(parent, _) = pair.origin {
            self.parents[id].push(parent);
        }
        if id == next {
            self.pairs.push(pair);
        }
    }

    /// The next pair to compare.
    pub fn next(&mut self) -> Option<PairId> {
        self.pending.pop_front()
    }

    pub fn get(&self, id: PairId) -> &Pair {
        &self.pairs[id]
    }

    /// The operation and the path by which a pair, and then a part of it, was reached first.
    pub fn path<'p>(&'p self, id: PairId, part: Option<&'p Slot>) -> (Option<&'p str>, String) {
        let mut slots: Vec<&Slot> = part.into_iter().collect();
        let mut origin = &self.pairs[id].origin;
        while let Origin::Part(parent, slot) = origin {
            slots.push(slot);
            origin = &self.pairs[*parent].origin;
        }
        let operation = match origin {
            Origin::Operation(name) => Some(name.as_str()),
            Origin::Document | Origin::Part(..) => None,
        };
        (operation, slots.into_iter().rev().fold(String::new(), |path, slot| path::extend(&path, slot)))
    }

    /// The operations that reach a pair.
    pub fn operations(&self, id: PairId) -> BTreeSet<String> {
        let mut operations = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                if let Origin::Operation(name) = &self.pairs[id].origin {
                    operations.insert(name.clone());
                }
                pending.extend(&self.parents[id]);
            }
        }
        operations
    }
}
