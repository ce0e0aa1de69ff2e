//! What is the same in two contracts, so that nothing of it need be compared.
//!
//! Most of a contract stays as it is. A node is unchanged if it is written the same in both, at the same address, and all
//! that it leads to is unchanged; then the same holds at its place, and no difference is there or below it.

use std::collections::HashMap;

use openapi::ObjectKind;

use crate::graph::{EntryContent, Graph, GraphEntry, GraphNode, Id};

/// The counterparts of the nodes of two graphs, and which of them are the same.
pub(crate) struct Unchanged {
    /// For each node of the base, the one of the head that is the same, with all that the two lead to.
    counterparts: Vec<Option<Id>>,
    pub base: Sameness,
    pub head: Sameness,
}

/// Of one graph, what is the same in the other one.
pub(crate) struct Sameness {
    /// For each node, whether it is the same, with all that it leads to.
    whole: Vec<bool>,
    /// For each node, whether its own entries are the same.
    own: Vec<bool>,
}

impl Sameness {
    /// Whether a place, and all that is below it, is the same.
    pub fn has_place(&self, place: &[Id]) -> bool {
        place.iter().all(|id| self.whole[*id])
    }

    /// Whether the entries of a node are the same, whatever is behind its references.
    pub fn has_entries(&self, id: Id) -> bool {
        self.own[id]
    }
}

impl Unchanged {
    /// Finds what is the same.
    pub fn of(base: &Graph<'_>, head: &Graph<'_>) -> Self {
        let mut pairing = Pairing {
            base,
            head,
            counterparts: vec![None; base.len()],
            is_paired: vec![false; head.len()],
            own: vec![false; base.len()],
        };
        pairing.pair();
        let whole = pairing.whole();
        let Pairing { mut counterparts, own, .. } = pairing;
        let mut of_head = Sameness { whole: vec![false; head.len()], own: vec![false; head.len()] };
        for (id, counterpart) in counterparts.iter_mut().enumerate() {
            if let Some(other) = *counterpart {
                (of_head.whole[other], of_head.own[other]) = (whole[id], own[id]);
            }
            *counterpart = counterpart.filter(|_| whole[id]);
        }
        Self { counterparts, base: Sameness { whole, own }, head: of_head }
    }

    /// Nothing, so that all is compared.
    #[cfg(test)]
    pub fn nothing(base: &Graph<'_>, head: &Graph<'_>) -> Self {
        let sameness = |graph: &Graph<'_>| Sameness { whole: vec![false; graph.len()], own: vec![false; graph.len()] };
        Self { counterparts: vec![None; base.len()], base: sameness(base), head: sameness(head) }
    }

    /// Whether two places are the same, with all that is below them.
    pub fn are(&self, base: &[Id], head: &[Id]) -> bool {
        base.len() == head.len() && base.iter().zip(head).all(|(old, new)| self.counterparts[*old] == Some(*new))
    }
}

struct Pairing<'p, 'a> {
    base: &'p Graph<'a>,
    head: &'p Graph<'a>,
    /// For each node of the base, the one of the head that is reached in the same way.
    counterparts: Vec<Option<Id>>,
    is_paired: Vec<bool>,
    /// For each node of the base, whether its entries are those of its counterpart.
    own: Vec<bool>,
}

impl Pairing<'_, '_> {
    /// Pairs the nodes that are reached by the same fields and keys, and sees which have the same entries.
    fn pair(&mut self) {
        let (base, head) = (self.base, self.head);
        let mut pending = vec![(0, 0)];
        while let Some((old_id, new_id)) = pending.pop() {
            if self.counterparts[old_id].is_some() || self.is_paired[new_id] {
                continue;
            }
            (self.counterparts[old_id], self.is_paired[new_id]) = (Some(new_id), true);
            let (old, new) = (base.node(old_id), head.node(new_id));
            self.own[old_id] = is_same(old, new);
            if self.own[old_id] {
                pending.extend(old.entries.iter().zip(&new.entries).filter_map(targets));
                continue;
            }
            let by_name: HashMap<_, _> = new.entries.iter().map(|entry| ((entry.field, &*entry.key), entry)).collect();
            let named = |entry: &GraphEntry<'_>| by_name.get(&(entry.field, &*entry.key)).copied();
            pending.extend(old.entries.iter().filter_map(|entry| targets((entry, named(entry)?))));
        }
    }

    /// For each node of the base, whether it is the same with all that it leads to.
    fn whole(&self) -> Vec<bool> {
        let (base, head) = (self.base, self.head);
        let dialect = |graph: &Graph<'_>| graph.document.root().get("jsonSchemaDialect").cloned();
        if base.version() != head.version() || dialect(base) != dialect(head) {
            return vec![false; base.len()];
        }
        let mut whole = vec![true; base.len()];
        let mut changed: Vec<Id> = Vec::new();
        for (id, old) in base.nodes() {
            let new = self.counterparts[id].filter(|_| self.own[id]).map(|counterpart| head.node(counterpart));
            let leads_elsewhere = |(old, new): (Id, Id)| self.counterparts[old] != Some(new);
            let is_same =
                new.is_some_and(|new| !old.entries.iter().zip(&new.entries).filter_map(targets).any(leads_elsewhere));
            if !is_same {
                whole[id] = false;
                changed.push(id);
            }
        }
        let owners = Owners::of(base);
        owners.spread(&mut changed, &mut whole);
        // What the document states for all operations is part of each.
        if !self.is_same_for_all(&whole) {
            let operations = base.nodes().filter(|(_, node)| node.object == ObjectKind::Operation).map(|(id, _)| id);
            changed.extend(operations.filter(|id| std::mem::replace(&mut whole[*id], false)));
            owners.spread(&mut changed, &mut whole);
        }
        whole
    }

    /// Whether the servers and the security requirements of the document are the same.
    fn is_same_for_all(&self, whole: &[bool]) -> bool {
        let (old, new) = (stated(self.base), stated(self.head));
        let is_same = |(old, new): (&GraphEntry<'_>, &GraphEntry<'_>)| {
            let is_same_target = match old.target() {
                Some(id) => whole[id] && self.counterparts[id] == new.target(),
                None => new.target().is_none(),
            };
            old.field == new.field && old.value() == new.value() && is_same_target
        };
        old.len() == new.len() && old.into_iter().zip(new).all(is_same)
    }
}

/// The nodes that lead to a node: of all nodes in one list, and where in it those of each begin.
struct Owners {
    owners: Vec<Id>,
    starts: Vec<usize>,
}

impl Owners {
    fn of(graph: &Graph<'_>) -> Self {
        let targets =
            || graph.nodes().flat_map(|(id, node)| node.entries.iter().map(move |entry| (id, entry.target())));
        let mut starts = vec![0; graph.len() + 1];
        targets().filter_map(|(_, target)| target).for_each(|target| starts[target + 1] += 1);
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut owners = vec![0; starts.last().copied().unwrap_or_default()];
        for (id, target) in targets() {
            if let Some(target) = target {
                owners[next[target]] = id;
                next[target] += 1;
            }
        }
        Self { owners, starts }
    }

    /// What leads to something changed is changed.
    fn spread(&self, changed: &mut Vec<Id>, whole: &mut [bool]) {
        while let Some(id) = changed.pop() {
            let owners = &self.owners[self.starts[id]..self.starts[id + 1]];
            changed.extend(owners.iter().copied().filter(|owner| std::mem::replace(&mut whole[*owner], false)));
        }
    }
}

/// What the document states for all operations: its servers and security requirements.
fn stated<'g, 'a>(graph: &'g Graph<'a>) -> Vec<&'g GraphEntry<'a>> {
    ["servers", "security"].into_iter().flat_map(|field| graph.root().all(field)).collect()
}

/// Where two entries lead, of which each leads to a node.
fn targets((old, new): (&GraphEntry<'_>, &GraphEntry<'_>)) -> Option<(Id, Id)> {
    old.target().zip(new.target())
}

/// Whether two nodes are at the same address, and have the same entries in the same order, whatever is behind them.
fn is_same(old: &GraphNode<'_>, new: &GraphNode<'_>) -> bool {
    let is_same_entry = |(old, new): (&GraphEntry<'_>, &GraphEntry<'_>)| {
        let is_same_content = match (&old.content, &new.content) {
            (EntryContent::Value(old), EntryContent::Value(new)) => old == new,
            (EntryContent::Node { reference: old, .. }, EntryContent::Node { reference: new, .. }) => old == new,
            _ => false,
        };
        (old.field, &old.key) == (new.field, &new.key) && is_same_content
    };
    // A schema that is `true` or `false` has no entries.
    old.written.as_bool() == new.written.as_bool()
        && old.object == new.object
        && old.pointer == new.pointer
        && old.stable_path == new.stable_path
        && old.entries.len() == new.entries.len()
        && old.entries.iter().zip(&new.entries).all(is_same_entry)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use openapi::{Document, Node};
    use serde_json::Value;

    use super::*;
    use crate::budget::Budget;
    use crate::differences::comparison::differences_but;
    use crate::policy::Treatments;
    use crate::read::read;

    fn documents() -> impl Iterator<Item = Document> {
        let files = ["tests/documents/wide.yaml", "tests/documents/odd.yaml", "../../spec/openapi.yaml"];
        files.into_iter().map(|file| {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
            Document::parse(file, &text).unwrap()
        })
    }

    /// What differs, one a line, in one order.
    fn lines(unchanged: Unchanged, base: &Graph<'_>, head: &Graph<'_>) -> Vec<String> {
        let differences = differences_but(unchanged, base, head, Budget::new(1 << 20, 1 << 20)).unwrap();
        let line = |it: &crate::differences::Difference| {
            let (kind, operations) = (it.kind.name(), &it.operations);
            format!("{kind} {} {:?} {} {operations:?} {:?} {:?}", it.key, it.verb, it.place, it.base, it.head)
        };
        let mut lines: Vec<String> = differences.iter().map(line).collect();
        lines.sort();
        lines
    }

    /// The pointers of all values below one.
    fn pointers(value: &Value, pointer: String, found: &mut Vec<String>) {
        let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, value)| pointers(value, format!("{pointer}/{}", escaped(key)), found));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| pointers(item, format!("{pointer}/{index}"), found));
            }
            _ => {}
        }
        found.push(pointer);
    }

    /// Changes a value a little; a list or an object loses its first part, or gets into another order.
    fn change(value: &mut Value, seed: usize) {
        match value {
            Value::Bool(flag) => *flag = !*flag,
            Value::Number(number) => *value = (number.as_i64().unwrap_or_default() + 1).into(),
            Value::String(text) => text.push('x'),
            Value::Array(items) if seed.is_multiple_of(2) => items.reverse(),
            Value::Array(items) => drop(items.pop()),
            Value::Object(members) => {
                let first = members.keys().next().cloned();
                first.map(|key| members.remove(&key));
            }
            Value::Null => {}
        }
    }

    #[test]
    fn what_is_unchanged_has_no_difference() {
        for document in documents() {
            let base = read(&document, &Treatments::default()).unwrap();
            let unchanged = Unchanged::of(&base, &base);
            assert!(base.nodes().all(|(id, _)| unchanged.are(&[id], &[id])));
            let root = document.root().to_json();
            let mut found = Vec::new();
            pointers(&root, String::new(), &mut found);
            let mut reviewed = 0;
            for (seed, pointer) in found.iter().enumerate().step_by(found.len() / 150 + 1) {
                let mut changed = root.clone();
                change(changed.pointer_mut(pointer).unwrap(), seed);
                let head = Document::from_node("head", Node::from(&changed));
                let Ok(head) = read(&head, &Treatments::default()) else { continue };
                let quick = lines(Unchanged::of(&base, &head), &base, &head);
                assert_eq!(quick, lines(Unchanged::nothing(&base, &head), &base, &head), "{pointer}");
                reviewed += 1;
            }
            assert!(reviewed > 50, "{reviewed}");
        }
    }
}
