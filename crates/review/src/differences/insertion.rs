//! Where in a contract something would be that only the other one has.

use openapi::Pointer;

use super::difference::{Difference, InsertionPoint, Written};
use super::matching::Contracts;
use super::pairs::Pair;
use crate::graph::{Graph, GraphNode, Id};
use crate::normal::GraphOperation;
use crate::place::{PlacePart, Slot, SourcePointer};
use crate::policy::Kind;

impl Contracts<'_, '_> {
    /// The object that is the counterpart of the one in which a difference is written; none if both contracts have it.
    pub fn insertion_point(&self, pair: &Pair, base: &Written, head: &Written) -> Option<InsertionPoint> {
        match (&base.source, &head.source) {
            (Some(source), None) => insertion_point((self.base, &pair.base), source.node, (self.head, &pair.head)),
            (None, Some(source)) => insertion_point((self.head, &pair.head), source.node, (self.base, &pair.base)),
            _ => None,
        }
    }
}

/// A contract, and a place in it.
type GraphPlace<'p, 'g> = (&'p Graph<'g>, &'p [Id]);

/// The object of a contract that corresponds to the one that holds something in the other: of the same name, if the place
/// has one; the first of the place, if the holder is within its counterpart; and else the first of the place alone.
fn insertion_point(
    (other, counterpart): GraphPlace<'_, '_>,
    holder: Id,
    (graph, place): GraphPlace<'_, '_>,
) -> Option<InsertionPoint> {
    let there = other.node(holder);
    let is_same = |node: &&GraphNode<'_>| node.object == there.object && node.stable_path == there.stable_path;
    let root = Some(graph.root()).filter(is_same);
    let members = || graph.members(place).into_iter().map(|id| graph.node(id));
    if let Some(here) = root.or_else(|| members().find(is_same)) {
        return Some(InsertionPoint { there: there.pointer.clone(), here: here.pointer.clone() });
    }
    let first = counterpart.first().map(|id| &other.node(*id).pointer).filter(|first| there.pointer.is_within(first));
    let there = first.unwrap_or(&there.pointer);
    Some(InsertionPoint { there: there.clone(), here: members().next()?.pointer.clone() })
}

impl Difference {
    /// Where an operation would be in the contract that does not have it.
    pub(super) fn paths(operation: &GraphOperation) -> Option<InsertionPoint> {
        let paths = Pointer::of(["paths"]);
        operation.pointer.is_within(&paths).then(|| InsertionPoint { there: paths.clone(), here: paths })
    }
}

/// Where it is written that a part is required, or is not: in the list of the object, or in the part itself.
pub(super) fn written_required(graph: &Graph<'_>, slot: &Slot, part: &PlacePart) -> Option<SourcePointer> {
    if slot.kind != Kind::OptionalProperty {
        let node = graph.node(*part.place.first()?);
        let pointer = node.one("required").map_or(&node.pointer, |entry| &entry.pointer);
        return Some(SourcePointer { node: *part.place.first()?, pointer: pointer.clone() });
    }
    let source = part.sources.first()?;
    let owner = graph.node(source.node);
    let list = || owner.written.get("required").map(|_| owner.pointer.child("required"));
    let pointer = part.required.first().cloned().or_else(list).unwrap_or_else(|| source.pointer.clone());
    Some(SourcePointer { node: source.node, pointer })
}
