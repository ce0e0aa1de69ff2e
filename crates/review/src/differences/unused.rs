//! What differs in parts that no operation reaches.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapi::Pointer;

use super::difference::{Difference, Written};
use crate::budget::{Bounded, Budget};
use crate::graph::{Graph, GraphEntry, GraphNode, Id};
use crate::place::SourcePointer;
use crate::policy::{Kind, Surface, Verb};
use crate::reachable::Reached;

/// A stable path, a field and a key.
type Name<'g> = (&'g Pointer, &'g str, &'g str);

fn name<'g>(node: &'g GraphNode<'_>, entry: &'g GraphEntry<'_>) -> Name<'g> {
    (&node.stable_path, entry.field, &entry.key)
}

/// All entries of a document, by their names.
fn by_name<'g, 'a>(graph: &'g Graph<'a>) -> HashMap<Name<'g>, (Id, &'g GraphEntry<'a>)> {
    let entries = graph.nodes().flat_map(|(id, node)| node.entries.iter().map(move |entry| (id, node, entry)));
    entries.map(|(id, node, entry)| (name(node, entry), (id, entry))).collect()
}

/// What differs in parts that no operation reaches, by the names of the parts.
///
/// # Errors
///
/// The documents are combined in too many ways, or their differences are too large.
pub(super) fn differences(base: &Graph<'_>, head: &Graph<'_>, budget: &mut Budget) -> Bounded<Vec<Difference>> {
    let (old_entries, new_entries) = (by_name(base), by_name(head));
    // What is within a new or a lost part is reported with the part, so all that can be reached counts as used.
    // One after the other: what is at the places of the one is dropped before those of the other are read.
    let used_in_base = Reached::of(base, budget)?.used;
    let used_in_head = Reached::of(head, budget)?.used;
    let unused = used_in_base.unused(base).map(|found| (base, found));
    let unused = unused.chain(used_in_head.unused(head).map(|found| (head, found)));
    let mut names = HashSet::new();
    let mut differences = Vec::new();
    for name in unused.map(|(graph, (id, entry))| name(graph.node(id), entry)).filter(|name| names.insert(*name)) {
        let (old, new) = (old_entries.get(&name), new_entries.get(&name));
        if let Some(difference) = difference(name, (base, old), (head, new)) {
            budget.hold(difference.bytes())?;
            differences.push(difference);
        }
    }
    Ok(differences)
}

/// An entry of a graph, if it has it.
type GraphAndEntry<'g, 'a> = (&'g Graph<'a>, Option<&'g (Id, &'g GraphEntry<'a>)>);

fn difference(
    name: Name<'_>,
    (base, old): GraphAndEntry<'_, '_>,
    (head, new): GraphAndEntry<'_, '_>,
) -> Option<Difference> {
    let (stable_path, field, key) = name;
    // A component that is new or gone is reported by its name; examples are words.
    let is_reported = |graph: &Graph<'_>| match stable_path.tokens()[..] {
        ["components", section, name, ..] if section != "examples" => {
            graph.document.root()["components"].get(section).and_then(|parts| parts.get(name)).is_none()
        }
        _ => false,
    };
    let written = |found: Option<&(Id, &GraphEntry<'_>)>| match found {
        Some((id, entry)) => Written::new(entry.written(), Some(&SourcePointer::of(*id, entry))),
        None => Written::default(),
    };
    let (verb, written) = (Verb::of(old.is_some(), new.is_some())?, (written(old), written(new)));
    if is_reported(base) || is_reported(head) || written.0.value == written.1.value {
        return None;
    }
    let (graph, (id, entry)) = new.map(|new| (head, new)).or(old.map(|old| (base, old)))?;
    let own = entry.kind;
    let kind = if own == Kind::Unknown || own.surface() == Surface::Docs { own } else { Kind::Unused };
    let key = format!("{field} {key}").trim_end().to_owned();
    let place = graph.node(*id).place();
    Some(Difference {
        kind,
        name: key.clone(),
        key,
        verb,
        direction: None,
        rules: None,
        path: place.clone(),
        stable_path: place.clone(),
        place,
        operations: BTreeSet::new(),
        base: written.0,
        head: written.1,
        insertion_point: None,
        cause: None,
    })
}
