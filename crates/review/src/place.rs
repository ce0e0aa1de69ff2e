//! What holds at a place of the contract: facts, and parts, which are places within the place.

use std::collections::{BTreeMap, BTreeSet};

use openapi::{Direction, Node, Pointer};

use crate::graph::{GraphEntry, Id};
use crate::policy::Kind;

/// A place of the contract: the nodes that hold there, all of them at once. No node, if the contract says nothing.
pub(crate) type Place = Vec<Id>;

/// What holds at a place.
#[derive(Default)]
pub(crate) struct PlaceContent {
    pub facts: BTreeMap<Slot, Statement>,
    pub parts: BTreeMap<Slot, PlacePart>,
    /// Pointers of what is contained in the facts and parts without being one.
    pub contained: Vec<Pointer>,
}

/// What a fact or a part is, and which of its kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub kind: Kind,
    /// Empty for what a place has once.
    pub key: String,
}

/// The values of a fact, which all hold, by the one text of equal values ([`Node::normal_json`]).
pub(crate) type Values = BTreeMap<String, Node>;

/// What is stated at a place. It may be written several times, with several values that all hold.
#[derive(Default)]
pub(crate) struct Statement {
    pub values: Values,
    pub sources: Vec<SourcePointer>,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub(crate) struct SourcePointer {
    pub node: Id,
    pub pointer: Pointer,
}

impl SourcePointer {
    /// Where an entry is written.
    pub fn of(node: Id, entry: &GraphEntry<'_>) -> Self {
        Self { node, pointer: entry.pointer.clone() }
    }
}

/// A place within a place.
#[derive(Clone, Default)]
pub(crate) struct PlacePart {
    pub place: Place,
    pub sources: Vec<SourcePointer>,
    /// Must be there; for what may be left out.
    pub is_required: bool,
    /// Where it is written that a property is required.
    pub required: Vec<Pointer>,
    /// None for what is sent in both directions.
    pub access: Option<Box<Access>>,
    /// Names of the components that it is, or is composed of.
    pub names: BTreeSet<String>,
    /// Whether it was reached by the name of a component.
    pub is_named: bool,
}

/// Where it is written that a property is sent in one direction alone.
#[derive(Clone, Default)]
pub(crate) struct Access {
    pub read_only: Vec<SourcePointer>,
    pub write_only: Vec<SourcePointer>,
}

impl Access {
    /// Where it is written that it is no part of messages of this direction.
    pub fn withheld_from(&self, direction: Direction) -> &[SourcePointer] {
        match direction {
            Direction::Request => &self.read_only,
            Direction::Response => &self.write_only,
        }
    }
}

impl PlacePart {
    /// Where it is written that it is no part of messages of this direction.
    pub fn withheld_from(&self, direction: Direction) -> &[SourcePointer] {
        self.access.as_deref().map_or(&[], |access| access.withheld_from(direction))
    }

    /// Whether it is part of messages of this direction, or may be part of any.
    pub fn is_sent(&self, direction: Option<Direction>) -> bool {
        direction.is_none_or(|direction| self.withheld_from(direction).is_empty())
    }
}

impl Slot {
    /// What a place has once.
    pub const fn of(kind: Kind) -> Self {
        Self { kind, key: String::new() }
    }

    /// What a place has under names.
    pub fn named(kind: Kind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into() }
    }
}

impl Statement {
    /// The value, or the list of the different values.
    pub fn value(&self) -> Node {
        value(&self.values)
    }

    fn bytes(&self) -> usize {
        let values = self.values.keys().map(String::len).sum::<usize>();
        // The values themselves are the document's; their texts are not.
        values + self.values.len() * size_of::<(String, Node)>() + bytes(&self.sources)
    }
}

/// One value as it is; several as a list.
pub(crate) fn value(values: &Values) -> Node {
    let mut values: Vec<Node> = values.values().cloned().collect();
    if values.len() == 1 { values.remove(0) } else { values.into() }
}

impl PlaceContent {
    /// How many bytes of text it holds.
    pub fn bytes(&self) -> usize {
        let facts = self.facts.iter().map(|(slot, fact)| slot.key.len() + fact.bytes());
        let parts = self.parts.iter().map(|(slot, part)| {
            let names = part.names.iter().map(String::len).sum::<usize>();
            let required = part.required.len() * size_of::<Pointer>();
            slot.key.len() + names + part.place.len() * size_of::<Id>() + bytes(&part.sources) + required
        });
        let overhead = (self.facts.len() + self.parts.len()) * 128;
        facts.chain(parts).sum::<usize>() + self.contained.len() * size_of::<Pointer>() + overhead
    }
}

fn bytes(sources: &[SourcePointer]) -> usize {
    size_of_val(sources)
}
