//! What of a document its operations reach.

use std::collections::{BTreeSet, HashMap, hash_map};

use serde_json::Value;

use crate::budget::{Bounded, Budget};
use crate::graph::{Entry, Graph, Id};
use crate::view::{Place, View};
use openapi::{pointer, references};

/// The views of all places that operations, and the document itself, reach.
///
/// # Errors
///
/// There are too many, or they are too large.
pub(crate) fn views<'a>(graph: &Graph<'a>, budget: &mut Budget) -> Bounded<HashMap<Place, View<'a>>> {
    let mut views = HashMap::new();
    let operations = graph.operations().into_iter().map(|operation| operation.place);
    let mut pending: Vec<Place> = operations.chain([vec![0]]).collect();
    while let Some(place) = pending.pop() {
        if let hash_map::Entry::Vacant(free) = views.entry(place) {
            budget.step(free.key().len())?;
            let view = graph.view(free.key());
            budget.hold(view.bytes())?;
            pending.extend(view.parts.values().map(|part| part.place.clone()));
            free.insert(view);
        }
    }
    Ok(views)
}

/// The pointers of what is part of a fact at some place.
pub(crate) struct Used(BTreeSet<String>);

impl Used {
    /// What views contain.
    pub fn of(graph: &Graph<'_>, views: &HashMap<Place, View<'_>>) -> Self {
        let mut used = Self(BTreeSet::new());
        views.values().for_each(|view| used.add(graph, view));
        used
    }

    fn add(&mut self, graph: &Graph<'_>, view: &View<'_>) {
        let facts = view.facts.values().flat_map(|fact| &fact.sources);
        let parts = view.parts.values().flat_map(|part| &part.sources);
        let pointers = facts.chain(parts).map(|source| &source.pointer).chain(&view.contained);
        for pointer in pointers {
            if self.0.insert(pointer.clone()) {
                self.aliases(graph, pointer);
            }
        }
    }

    /// A component may itself be a reference to another; both are used.
    fn aliases(&mut self, graph: &Graph<'_>, pointer: &str) {
        let mut pointer = pointer.to_owned();
        while pointer.ends_with("/$ref")
            && let Some(target) = graph.document.root().pointer(&pointer).and_then(Value::as_str)
        {
            pointer = pointer::child(&references::pointer(graph.document.root(), target), "$ref");
            if !self.0.insert(pointer.clone()) {
                break;
            }
        }
    }

    /// The entries that no operation uses: their nodes, and they themselves.
    pub fn unused<'g, 'a>(&self, graph: &'g Graph<'a>) -> impl Iterator<Item = (Id, &'g Entry<'a>)> {
        let is_unused = |entry: &&Entry<'_>| entry.is_leaf() && !self.0.contains(&entry.pointer);
        graph.nodes().flat_map(move |(id, node)| node.entries.iter().filter(is_unused).map(move |entry| (id, entry)))
    }
}
