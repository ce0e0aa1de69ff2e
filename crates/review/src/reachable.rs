//! What of a document its operations reach.

use std::collections::{HashMap, HashSet};

use openapi::{Direction, Located, Pointer, references};

use crate::budget::{Bounded, Budget};
use crate::context::Context;
use crate::graph::{Graph, GraphEntry, Id};
use crate::place::{Place, PlaceContent};

/// What operations, and the document itself, reach.
pub(crate) struct Reached {
    /// The contents of all places.
    pub contents: HashMap<Place, PlaceContent>,
    pub used: Used,
}

/// The pointers of what is part of a fact at some place.
pub(crate) struct Used(HashSet<Pointer>);

impl Reached {
    /// Follows all parts of operations, except for properties that are not sent in the direction of the message.
    ///
    /// # Errors
    ///
    /// There are too many places, or they are too large.
    pub fn of(graph: &Graph<'_>, budget: &mut Budget) -> Bounded<Self> {
        let mut reached = Self { contents: HashMap::new(), used: Used(HashSet::new()) };
        let mut visited: HashSet<(Place, Context)> = HashSet::new();
        let operations = graph.operations().into_iter().map(|operation| operation.place);
        let mut pending: Vec<_> = operations.chain([vec![0]]).map(|place| (place, Context::default())).collect();
        while let Some((place, context)) = pending.pop() {
            if visited.insert((place.clone(), context)) {
                let is_new = reached.hold(graph, &place, budget)?;
                for (slot, part) in &reached.contents[&place].parts {
                    if part.is_sent(context.rules()) {
                        pending.push((part.place.clone(), context.step(slot, part.is_required).flow()));
                        if is_new || part.access.is_some() {
                            reached.used.0.extend(part.required.iter().cloned());
                        }
                    }
                }
            }
        }
        Ok(reached)
    }

    /// Reads what is at a place; whether it was not read before.
    fn hold(&mut self, graph: &Graph<'_>, place: &Place, budget: &mut Budget) -> Bounded<bool> {
        if self.contents.contains_key(place) {
            return Ok(false);
        }
        budget.step(place.len())?;
        let content = graph.content(place);
        budget.hold(content.bytes())?;
        let facts = content.facts.values().flat_map(|fact| &fact.sources);
        let parts = content.parts.values().flat_map(|part| {
            let access = Direction::ALL.iter().flat_map(|direction| part.withheld_from(*direction));
            part.sources.iter().chain(access)
        });
        for pointer in facts.chain(parts).map(|source| &source.pointer).chain(&content.contained) {
            self.used.add(graph, pointer);
        }
        self.contents.insert(place.clone(), content);
        Ok(true)
    }
}

impl Used {
    fn add(&mut self, graph: &Graph<'_>, pointer: &Pointer) {
        if self.0.insert(pointer.clone()) {
            self.aliases(graph, pointer);
        }
    }

    /// A component may itself be a reference to another; both are used.
    fn aliases(&mut self, graph: &Graph<'_>, pointer: &Pointer) {
        let owner = pointer.parent().filter(|_| pointer.last() == "$ref");
        let Some(owner) = owner.and_then(|owner| Located::root(graph.document.root()).at(owner)) else { return };
        let others = references::chain(&owner).into_iter().skip(1).filter(|other| other.text("$ref").is_some());
        self.0.extend(others.map(|other| other.pointer.child("$ref")));
    }

    /// The entries that no operation uses: their nodes, and they themselves.
    pub fn unused<'g, 'a>(&self, graph: &'g Graph<'a>) -> impl Iterator<Item = (Id, &'g GraphEntry<'a>)> {
        let is_unused = |entry: &&GraphEntry<'_>| entry.is_leaf() && !self.0.contains(&entry.pointer);
        graph.nodes().flat_map(move |(id, node)| node.entries.iter().filter(is_unused).map(move |entry| (id, entry)))
    }
}
