//! What of a document its operations reach.

use std::collections::{HashMap, HashSet, hash_map};

use openapi::{Located, Pointer, references};

use crate::budget::{Bounded, Budget};
use crate::graph::{Graph, GraphEntry, Id};
use crate::place::{Place, PlaceContent};

/// The contents of all places that operations, and the document itself, reach.
///
/// # Errors
///
/// There are too many, or they are too large.
pub(crate) fn contents(graph: &Graph<'_>, budget: &mut Budget) -> Bounded<HashMap<Place, PlaceContent>> {
    let mut contents = HashMap::new();
    let operations = graph.operations().into_iter().map(|operation| operation.place);
    let mut pending: Vec<Place> = operations.chain([vec![0]]).collect();
    while let Some(place) = pending.pop() {
        if let hash_map::Entry::Vacant(free) = contents.entry(place) {
            budget.step(free.key().len())?;
            let content = graph.content(free.key());
            budget.hold(content.bytes())?;
            pending.extend(content.parts.values().map(|part| part.place.clone()));
            free.insert(content);
        }
    }
    Ok(contents)
}

/// The pointers of what is part of a fact at some place.
pub(crate) struct Used(HashSet<Pointer>);

impl Used {
    /// What the contents of places contain.
    pub fn of(graph: &Graph<'_>, contents: &HashMap<Place, PlaceContent>) -> Self {
        let mut used = Self(HashSet::new());
        contents.values().for_each(|content| used.add(graph, content));
        used
    }

    fn add(&mut self, graph: &Graph<'_>, content: &PlaceContent) {
        let facts = content.facts.values().flat_map(|fact| &fact.sources);
        let parts = content.parts.values().flat_map(|part| &part.sources);
        let pointers = facts.chain(parts).map(|source| &source.pointer).chain(&content.contained);
        for pointer in pointers {
            if self.0.insert(pointer.clone()) {
                self.aliases(graph, pointer);
            }
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
