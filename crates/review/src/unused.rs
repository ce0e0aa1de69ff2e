//! What stands in a document and is part of no operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diff::Difference;
use crate::effort::Entangled;
use crate::facts::{Fact, fact, kind_of, reachable, roots};
use crate::graph::{Entry, Graph, Id};
use crate::normal::{Source, View};
use crate::policy::{self, Kind, Surface, Verb};
use crate::walk::Side;
use openapi::{pointer, references};

/// The pointers of what some place of an operation has told.
#[derive(Default)]
pub(crate) struct Consumed(BTreeSet<String>);

/// An entry that no operation reaches.
pub(crate) struct Unused {
    pub node: Id,
    pub entry: usize,
}

impl Consumed {
    /// What all operations of a document tell, and the document itself.
    pub fn of(graph: &Graph<'_>) -> Result<Self, Entangled> {
        let mut consumed = Self::default();
        reachable(graph, roots(graph))?.values().for_each(|view| consumed.add(graph, view));
        Ok(consumed)
    }

    pub fn add(&mut self, graph: &Graph<'_>, view: &View<'_>) {
        let facts = view.facts.values().flat_map(|fact| &fact.sources);
        let parts = view.parts.values().flat_map(|part| &part.sources);
        for source in facts.chain(parts) {
            self.0.insert(source.pointer.clone());
            self.aliases(graph, &source.pointer);
        }
        self.0.extend(view.contained.iter().cloned());
        view.contained.iter().for_each(|pointer| self.aliases(graph, pointer));
    }

    /// A component may itself be a reference to another; who follows it reads both.
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

    /// What stands in the document and is part of no operation.
    pub fn unused(&self, graph: &Graph<'_>) -> Vec<Unused> {
        let is_leaf = |entry: &Entry<'_>| entry.value().is_some() || entry.reference().is_some();
        let nodes = graph.nodes();
        nodes
            .flat_map(|(node, content)| {
                content.entries.iter().enumerate().filter_map(move |(entry, content)| {
                    (is_leaf(content) && !self.0.contains(&content.pointer)).then_some(Unused { node, entry })
                })
            })
            .collect()
    }
}

impl Unused {
    fn entry<'g, 'a>(&self, graph: &'g Graph<'a>) -> &'g Entry<'a> {
        &graph.node(self.node).entries[self.entry]
    }

    pub fn kind(&self, graph: &Graph<'_>) -> &'static Kind {
        kind_of(graph.node(self.node).object, self.entry(graph))
    }

    pub fn fact(&self, graph: &Graph<'_>) -> Fact {
        let entry = self.entry(graph);
        let surface = if self.kind(graph).name == "unknown" { Surface::Wire } else { Surface::Source };
        let kind = if surface == Surface::Wire { "unknown" } else { "unused" };
        let rule = format!("{kind} {} {}", entry.field, entry.key).trim_end().to_owned();
        let value = entry.value().cloned().or_else(|| entry.reference().map(Value::from));
        let place = &graph.node(self.node).home;
        fact(surface, None, Side::default(), place, rule, value, vec![entry.pointer.clone()])
    }
}

/// All entries of a document that stand for themselves, by their names.
pub(crate) fn by_name<'g, 'a>(graph: &'g Graph<'a>) -> BTreeMap<(&'g str, &'g str, &'g str), (Id, &'g Entry<'a>)> {
    let nodes = graph.nodes();
    nodes
        .flat_map(|(id, node)| {
            node.entries.iter().map(move |entry| ((node.home.as_str(), entry.field, entry.key.as_str()), (id, entry)))
        })
        .collect()
}

/// What differs in parts that no operation reaches, by the names of the parts.
pub(crate) fn differences(base: &Graph<'_>, head: &Graph<'_>) -> Result<Vec<Difference>, Entangled> {
    let (old_entries, new_entries) = (by_name(base), by_name(head));
    let key = |graph: &Graph<'_>, node: usize, entry: usize| {
        let node = graph.node(node);
        let entry = &node.entries[entry];
        (node.home.clone(), entry.field.to_owned(), entry.key.clone())
    };
    // What is within a new or a lost part is told with the part, so all that can be reached counts as used.
    let (consumed_of_base, consumed_of_head) = (Consumed::of(base)?, Consumed::of(head)?);
    let old = consumed_of_base.unused(base).into_iter().map(|unused| key(base, unused.node, unused.entry));
    let new = consumed_of_head.unused(head).into_iter().map(|unused| key(head, unused.node, unused.entry));
    let keys: BTreeSet<_> = old.chain(new).collect();
    let mut differences = Vec::new();
    for (home, field, key) in &keys {
        let name = (home.as_str(), field.as_str(), key.as_str());
        let (old, new) = (old_entries.get(&name), new_entries.get(&name));
        // A component that is new or gone is told by its name; examples are words.
        let is_told = |graph: &Graph<'_>| {
            let component = component_of(home).filter(|component| !component.starts_with("examples/"));
            component.is_some_and(|component| !has_component(graph, component))
        };
        if is_told(base) || is_told(head) || content(old) == content(new) {
            continue;
        }
        let verb = match (old, new) {
            (None, _) => Verb::Added,
            (_, None) => Verb::Removed,
            _ => Verb::Changed,
        };
        let side = if new.is_some() { (head, new) } else { (base, old) };
        let Some((node, entry)) = side.1 else { continue };
        let own = kind_of(side.0.node(*node).object, entry);
        let kind = if own.name == "unknown" || own.surface == Surface::Docs { own } else { policy::kind("unused") };
        let source = |found: Option<&(usize, &Entry<'_>)>| {
            found.map(|(node, entry)| Source { node: *node, pointer: entry.pointer.clone() })
        };
        differences.push(Difference {
            kind,
            key: format!("{field} {key}").trim_end().to_owned(),
            verb,
            direction: None,
            judged: None,
            place: home.clone(),
            operations: BTreeSet::new(),
            old: content(old),
            new: content(new),
            base: source(old),
            head: source(new),
            surroundings: None,
            home: home.clone(),
        });
    }
    Ok(differences)
}

fn content(found: Option<&(usize, &Entry<'_>)>) -> Option<Value> {
    let (_, entry) = found?;
    entry.value().cloned().or_else(|| entry.reference().map(Value::from))
}

/// The component that a part belongs to, as section and name.
fn component_of(home: &str) -> Option<&str> {
    let rest = home.strip_prefix("components/")?;
    let end = rest.match_indices('/').nth(1).map_or(rest.len(), |(end, _)| end);
    Some(&rest[..end]).filter(|component| component.contains('/'))
}

fn has_component(graph: &Graph<'_>, component: &str) -> bool {
    let (section, name) = component.split_once('/').unwrap_or_default();
    let parts = graph.document.root().get("components").and_then(|components| components.get(section));
    parts.is_some_and(|parts| parts.get(name).is_some())
}
