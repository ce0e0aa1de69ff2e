//! What a difference is.

use std::collections::BTreeSet;

use openapi::{Direction, Node, Pointer};

use crate::budget;
use crate::change::Cause;
use crate::fingerprint::Fingerprint;
use crate::place::SourcePointer;
use crate::policy::{Kind, RuleId, Verb};

/// A difference of two contracts, not yet classified.
pub(crate) struct Difference {
    pub kind: Kind,
    /// Which of its kind.
    pub key: String,
    /// The key as a reader knows it.
    pub name: String,
    pub verb: Verb,
    pub direction: Option<Direction>,
    /// The direction whose rules hold, which is the other one within `not`.
    pub rules: Option<Direction>,
    /// The path to its place, with operation and direction.
    pub place: String,
    /// The same without the operation; of a part, where the part is or was.
    pub path: String,
    pub operations: BTreeSet<String>,
    pub base: Written,
    pub head: Written,
    /// Where it would be written in the contract that does not have it.
    pub insertion_point: Option<InsertionPoint>,
    /// The address of its place in names, which edits elsewhere do not change.
    pub stable_path: String,
    /// The difference of which this one is a consequence.
    pub cause: Option<Cause>,
}

/// The object around what one of the contracts does not have, in both of them.
pub(crate) struct InsertionPoint {
    /// In the contract that has it.
    pub there: Pointer,
    /// In the other one.
    pub here: Pointer,
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
    /// The rule that the policy has for it.
    pub fn rule(&self) -> RuleId {
        RuleId::of(self.kind, self.rules, self.verb)
    }

    /// What it is, whatever stands around it: the rule, the address in names, the values.
    pub fn fingerprint(&self) -> Fingerprint {
        let value = |written: &Written| written.value.as_ref().map(Node::normal_json).unwrap_or_default();
        let (old, new) = (value(&self.base), value(&self.head));
        Fingerprint::of([self.rule().as_str(), &self.stable_path, &self.key, &old, &new])
    }

    /// How many bytes of text it holds.
    pub fn bytes(&self) -> usize {
        let texts =
            [&self.key, &self.name, &self.place, &self.path, &self.stable_path].map(String::len).iter().sum::<usize>();
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
