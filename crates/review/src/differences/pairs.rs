//! The pairs of places that belong together.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use openapi::PathTemplate;

use crate::change::Cause;
use crate::context::Context;
use crate::normal::GraphOperation;
use crate::path;
use crate::place::{Place, Slot};
use crate::policy::Kind;

/// The index of a pair.
pub(super) type PairId = usize;

/// Two places that belong together.
pub(super) struct Pair {
    pub base: Place,
    pub head: Place,
    pub context: Context,
    pub origin: Origin,
    /// The difference of which all that differs here is a consequence.
    pub cause: Option<Cause>,
}

/// How a pair was reached first.
pub(super) enum Origin {
    /// An operation, and the names of the parameters in its path.
    Operation { name: String, parameters: Vec<String> },
    /// The document itself.
    Document,
    /// A part of another pair.
    Part(PairId, Slot),
}

impl Origin {
    /// An operation, under the names of the contract after.
    pub fn of(operation: &GraphOperation) -> Self {
        let path = operation.written_address.split_once(' ').map_or("", |(_, path)| path);
        let parameters = path.parse::<PathTemplate>().ok();
        let parameters = parameters.iter().flat_map(PathTemplate::names).map(str::to_owned).collect();
        Self::Operation { name: operation.name.clone(), parameters }
    }
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

    /// The operation by which a pair was reached first; none for the document.
    pub fn operation(&self, id: PairId) -> Option<&str> {
        match self.start(id) {
            Origin::Operation { name, .. } => Some(name),
            Origin::Document | Origin::Part(..) => None,
        }
    }

    /// The path by which a pair, and then a part of it, was reached first.
    pub fn path(&self, id: PairId, part: Option<&Slot>) -> String {
        let mut slots: Vec<Cow<'_, Slot>> = part.map(|part| self.named(id, part)).into_iter().collect();
        let mut pair = id;
        while let Origin::Part(parent, slot) = &self.pairs[pair].origin {
            slots.push(self.named(*parent, slot));
            pair = *parent;
        }
        slots.into_iter().rev().fold(String::new(), |path, slot| path::extend(&path, &slot))
    }

    /// What a reader calls a part.
    pub fn name(&self, id: PairId, part: &Slot) -> String {
        self.named(id, part).into_owned().key
    }

    /// A part under the name that a reader knows: a parameter of the path by its name, not by its position.
    fn named<'p>(&self, id: PairId, part: &'p Slot) -> Cow<'p, Slot> {
        if part.kind == Kind::OptionalParameter
            && let Some(position) = part.key.strip_prefix("path ")
            && let Origin::Operation { parameters, .. } = &self.pairs[id].origin
            && let Some(name) = position.parse::<usize>().ok().and_then(|position| parameters.get(position - 1))
        {
            return Cow::Owned(Slot::named(part.kind, format!("path {name}")));
        }
        Cow::Borrowed(part)
    }

    fn start(&self, id: PairId) -> &Origin {
        let mut origin = &self.pairs[id].origin;
        while let Origin::Part(parent, _) = origin {
            origin = &self.pairs[*parent].origin;
        }
        origin
    }

    /// The operations that reach a pair.
    pub fn operations(&self, id: PairId) -> BTreeSet<String> {
        let mut operations = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                if let Origin::Operation { name, .. } = &self.pairs[id].origin {
                    operations.insert(name.clone());
                }
                pending.extend(&self.parents[id]);
            }
        }
        operations
    }
}
