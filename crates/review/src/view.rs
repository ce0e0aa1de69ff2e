//! What holds at a place of the contract: facts, and parts, which are places within the place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::graph::{Entry, Id};
use crate::policy::Kind;

/// A place of the contract: the nodes that hold there, all of them at once. No node, if the contract says nothing.
pub(crate) type Place = Vec<Id>;

/// What holds at a place.
#[derive(Default)]
pub(crate) struct View<'a> {
    pub facts: BTreeMap<Slot, Fact<'a>>,
    pub parts: BTreeMap<Slot, Part>,
    /// Pointers of what is contained in the facts and parts without being one.
    pub contained: Vec<String>,
}

/// What a fact or a part is, and which of its kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub kind: Kind,
    /// Empty for what a place has once.
    pub key: String,
}

/// The values of a fact, which all hold, in the order of their JSON.
pub(crate) type Values<'a> = BTreeMap<String, Cow<'a, Value>>;

/// What is stated at a place. It may be written several times, with several values that all hold.
#[derive(Default)]
pub(crate) struct Fact<'a> {
    pub values: Values<'a>,
    pub sources: Vec<Source>,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub node: Id,
    pub pointer: String,
}

impl Source {
    /// Where an entry is written.
    pub fn of(node: Id, entry: &Entry<'_>) -> Self {
        Self { node, pointer: entry.pointer.clone() }
    }
}

/// A place within a place.
#[derive(Clone, Default)]
pub(crate) struct Part {
    pub place: Place,
    pub sources: Vec<Source>,
    /// Must be there; for what may be left out.
    pub is_required: bool,
    /// Names of the components that it is, or is composed of.
    pub names: BTreeSet<String>,
    /// Whether it was reached by the name of a component.
    pub is_named: bool,
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

impl Fact<'_> {
    /// The value, or the list of the different values.
    pub fn value(&self) -> Value {
        value(&self.values)
    }

    fn bytes(&self) -> usize {
        let values = self.values.keys().map(String::len).sum::<usize>();
        // The values are held as they are, and as JSON.
        2 * values + bytes(&self.sources)
    }
}

/// One value as it is; several as a list.
pub(crate) fn value(values: &Values<'_>) -> Value {
    let mut values: Vec<Value> = values.values().map(|value| value.clone().into_owned()).collect();
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

impl View<'_> {
    /// How many bytes of text the view holds.
    pub fn bytes(&self) -> usize {
        let facts = self.facts.iter().map(|(slot, fact)| slot.key.len() + fact.bytes());
        let parts = self.parts.iter().map(|(slot, part)| {
            let names = part.names.iter().map(String::len).sum::<usize>();
            slot.key.len() + names + part.place.len() * size_of::<Id>() + bytes(&part.sources)
        });
        let overhead = (self.facts.len() + self.parts.len()) * 128;
        facts.chain(parts).chain(self.contained.iter().map(String::len)).sum::<usize>() + overhead
    }
}

fn bytes(sources: &[Source]) -> usize {
    sources.iter().map(|source| source.pointer.len() + size_of::<Source>()).sum()
}
