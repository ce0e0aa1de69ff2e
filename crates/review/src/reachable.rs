//! What of a document its operations reach.

use std::collections::{HashMap, HashSet};

use openapi::{Direction, Located, Pointer, references};

use crate::budget::{Bounded, Budget};
use crate::context::Context;
use crate::graph::{Graph, GraphEntry, Id};
use crate::hashing::NumberHashing;
use crate::place::{Access, Place, PlaceContent, PlacePart, Slot};
use crate::policy::Kind;

/// What operations, and the document itself, reach.
pub(crate) struct Reached {
    /// The contents of all places.
    pub contents: HashMap<Place, PlaceContent>,
    pub used: Used,
}

/// The pointers of what is part of a fact at some place.
#[derive(Default)]
pub(crate) struct Used(HashSet<Pointer, NumberHashing>);

/// A part, as far as it decides what is reached by it.
struct Step {
    kind: Kind,
    place: Place,
    is_required: bool,
    /// Of a part that is not sent in all messages: where it is written that it is not, and that it is required.
    withheld: Option<Box<Withheld>>,
}

struct Withheld {
    access: Access,
    required: Vec<Pointer>,
}

impl Reached {
    /// Follows all parts of operations, except for properties that are not sent in the direction of the message.
    ///
    /// # Errors
    ///
    /// There are too many places, or they are too large.
    pub fn of(graph: &Graph<'_>, budget: &mut Budget) -> Bounded<Self> {
        let mut contents = HashMap::new();
        let used = Used::follow(
            graph,
            budget,
            |_| true,
            |place, content, budget| {
                budget.hold(content.bytes())?;
                contents.insert(place, content);
                Ok(())
            },
        )?;
        Ok(Self { contents, used })
    }
}

impl Used {
    /// What is used of the entries of places that `is_followed`, at the start or by places that are; what is below any
    /// other place is not.
    ///
    /// # Errors
    ///
    /// There are too many places, or they are too large.
    pub fn of(graph: &Graph<'_>, budget: &mut Budget, is_followed: impl Fn(&[Id]) -> bool) -> Bounded<Self> {
        Self::follow(graph, budget, is_followed, |_, _, _| Ok(()))
    }

    /// Follows the parts of places, each in each of its contexts; `keep` takes the content of each place once.
    fn follow(
        graph: &Graph<'_>,
        budget: &mut Budget,
        is_followed: impl Fn(&[Id]) -> bool,
        mut keep: impl FnMut(Place, PlaceContent, &mut Budget) -> Bounded,
    ) -> Bounded<Self> {
        let mut used = Self::default();
        let mut steps: HashMap<Place, Box<[Step]>> = HashMap::new();
        let mut visited: HashSet<(Place, Context)> = HashSet::new();
        let operations = graph.operations().into_iter().map(|operation| operation.place);
        let starts = operations.chain([vec![0]]).filter(|place| is_followed(place));
        let mut pending: Vec<_> = starts.map(|place| (place, Context::default())).collect();
        while let Some((place, context)) = pending.pop() {
            if !visited.insert((place.clone(), context)) {
                continue;
            }
            let is_new = !steps.contains_key(&place);
            if is_new {
                budget.step(place.len())?;
                let content = graph.content(&place);
                used.add_content(graph, &content);
                steps.insert(place.clone(), content.parts.iter().map(|(slot, part)| Step::of(slot, part)).collect());
                keep(place.clone(), content, budget)?;
            }
            for step in steps[&place].iter().filter(|step| step.is_sent(context.rules())) {
                let required = step.withheld.iter().flat_map(|withheld| &withheld.required);
                used.0.extend(required.cloned());
                if is_followed(&step.place) {
                    let next = context.step(&Slot::of(step.kind), step.is_required).flow();
                    pending.push((step.place.clone(), next));
                }
            }
        }
        Ok(used)
    }

    fn add_content(&mut self, graph: &Graph<'_>, content: &PlaceContent) {
        let facts = content.facts.values().flat_map(|fact| &fact.sources);
        let parts = content.parts.values().flat_map(|part| {
            let access = Direction::ALL.iter().flat_map(|direction| part.withheld_from(*direction));
            part.sources.iter().chain(access)
        });
        for pointer in facts.chain(parts).map(|source| &source.pointer).chain(&content.contained) {
            self.add(graph, pointer);
        }
        // Of a part that is not sent in all messages, it is used where the part is sent.
        let always = content.parts.values().filter(|part| part.access.is_none());
        self.0.extend(always.flat_map(|part| &part.required).cloned());
    }

    fn add(&mut self, graph: &Graph<'_>, pointer: &Pointer) {
        if self.0.insert(pointer.clone()) && graph.has_aliases() {
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

    /// The entries that no operation uses, of the nodes that are `wanted`: their nodes, and they themselves.
    pub fn unused<'g, 'a>(
        &self,
        graph: &'g Graph<'a>,
        is_wanted: impl Fn(Id) -> bool,
    ) -> impl Iterator<Item = (Id, &'g GraphEntry<'a>)> {
        let is_unused = |entry: &&GraphEntry<'_>| entry.is_leaf() && !self.0.contains(&entry.pointer);
        let nodes = graph.nodes().filter(move |(id, _)| is_wanted(*id));
        nodes.flat_map(move |(id, node)| node.entries.iter().filter(is_unused).map(move |entry| (id, entry)))
    }
}

impl Step {
    fn of(slot: &Slot, part: &PlacePart) -> Self {
        let withheld = part
            .access
            .as_deref()
            .map(|access| Box::new(Withheld { access: access.clone(), required: part.required.clone() }));
        Self { kind: slot.kind, place: part.place.clone(), is_required: part.is_required, withheld }
    }

    fn is_sent(&self, direction: Option<Direction>) -> bool {
        let withheld = self.withheld.as_deref().zip(direction);
        withheld.is_none_or(|(withheld, direction)| withheld.access.withheld_from(direction).is_empty())
    }
}
