//! Puts what is written into the content of a place: facts, parts, and what they contain.

use std::borrow::Cow;
use std::collections::BTreeSet;

use openapi::{Node, Object, PathTemplate, Pointer};

use crate::graph::{self, Graph, GraphEntry, GraphNode, Id};
use crate::place::{PlaceContent, PlacePart, Slot, SourcePointer};
use crate::policy::{Kind, Surface};

pub(super) struct PlaceBuilder<'g, 'a> {
    pub graph: &'g Graph<'a>,
    pub content: PlaceContent,
}

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn node(&self, id: Id) -> &'g GraphNode<'a> {
        self.graph.node(id)
    }

    /// A fact with the value of an entry; nothing for an entry that leads to a node.
    pub fn fact(&mut self, kind: Kind, key: &str, id: Id, entry: &GraphEntry<'a>) {
        if let Some(value) = entry.value() {
            self.derived(kind, key, value.clone(), SourcePointer::of(id, entry));
        }
    }

    /// A fact whose value is not written as it is reported.
    pub fn derived(&mut self, kind: Kind, key: &str, value: impl Into<Node>, source: SourcePointer) {
        let value = value.into();
        let fact = self.content.facts.entry(Slot::named(kind, key)).or_default();
        fact.values.insert(value.normal_json(), value);
        fact.sources.push(source);
    }

    /// The part that an entry leads to.
    pub fn part(&mut self, kind: Kind, key: &str, id: Id, entry: &GraphEntry<'a>) -> &mut PlacePart {
        let names = entry.target().map(|target| self.names(entry, target)).unwrap_or_default();
        let is_named = self.is_named(entry);
        let part = self.content.parts.entry(Slot::named(kind, key)).or_default();
        part.place.extend(entry.target());
        part.is_named |= is_named;
        part.names.extend(names);
        part.sources.push(SourcePointer::of(id, entry));
        part
    }

    /// A part that holds because an object states nothing in a field.
    pub fn silent_part(&mut self, kind: Kind, key: &str, id: Id, field: &str) {
        let node = self.node(id);
        let pointer = node.one(field).map_or(&node.pointer, |entry| &entry.pointer);
        let source = SourcePointer { node: id, pointer: pointer.clone() };
        self.content.parts.insert(Slot::named(kind, key), PlacePart { sources: vec![source], ..PlacePart::default() });
    }

    /// The name of the schema that an entry refers to; of one that is written out, the names that it is composed of.
    fn names(&self, entry: &GraphEntry<'a>, target: Id) -> BTreeSet<String> {
        if let Some(reference) = entry.reference() {
            return schema_name(reference).into_iter().collect();
        }
        let members = self.graph.members_of(target);
        members.filter_map(|member| Some(self.names(member, member.target()?))).flatten().collect()
    }

    /// Whether an entry is a schema with a name, and nothing besides.
    fn is_named(&self, entry: &GraphEntry<'a>) -> bool {
        if let Some(reference) = entry.reference() {
            return schema_name(reference).is_some();
        }
        let Some(node) = entry.target().map(|target| self.node(target)) else { return false };
        let is_docs = |entry: &&GraphEntry<'_>| entry.kind.surface() == Surface::Docs;
        let mut rest = node.entries.iter().filter(|entry| !is_docs(entry));
        match (rest.next(), rest.next()) {
            (Some(member), None) => ["allOf", "$ref"].contains(&member.field) && self.is_named(member),
            _ => false,
        }
    }

    /// What is part of other facts, and is not one itself.
    pub fn contained(&mut self, entry: &GraphEntry<'a>) {
        self.content.contained.push(entry.pointer.clone());
    }

    /// An entry of the kind that the policy has for its field.
    pub fn entry(&mut self, id: Id, entry: &GraphEntry<'a>) {
        let kind = entry.kind;
        if entry.field == graph::IGNORED {
            return self.value(kind, &format!("beside $ref {}", entry.key), id, entry);
        }
        if kind == Kind::Simulator {
            return self.value(kind, "", id, entry);
        }
        if kind == Kind::Server && entry.target().is_some() {
            // As elsewhere, a server is identified by its address.
            let key = self.graph.address_of(entry);
            self.part(kind, &key, id, entry);
            return;
        }
        // The key tells the fields of a kind apart that covers several.
        let key = match (kind.row().fields.len(), entry.key.is_empty()) {
            (_, true) if kind.is_extension() => entry.field.to_owned(),
            (0 | 1, _) if kind != Kind::Unknown => entry.key.to_string(),
            (_, true) => entry.field.to_owned(),
            (_, false) if entry.field == graph::UNKNOWN => entry.key.to_string(),
            (_, false) => format!("{} {}", entry.field, entry.key),
        };
        if entry.target().is_some() {
            self.part(kind, &key, id, entry);
        } else {
            self.value(kind, &key, id, entry);
        }
    }

    /// What is false, or at least nothing, or empty, holds without being written.
    fn value(&mut self, kind: Kind, key: &str, id: Id, entry: &GraphEntry<'a>) {
        let Some(value) = entry.value() else { return };
        let is_lower_bound = ["minLength", "minItems", "minProperties"].contains(&entry.field);
        let is_nothing = *value == false && entry.field != "explode"
            || value.as_array().is_some_and(<[Node]>::is_empty)
            || value.as_object().is_some_and(Object::is_empty);
        let is_default =
            is_nothing && !is_free(entry) || is_lower_bound && value.as_number().is_some_and(|number| number.is_zero());
        if is_default {
            self.stated_default(id, entry);
        } else if value.as_str() == Some(&*entry.key) {
            // A name in a list states only that it is there.
            self.derived(kind, &entry.key, true, SourcePointer::of(id, entry));
        } else {
            self.fact(kind, key, id, entry);
        }
    }

    /// What is written although it changes nothing: it holds anyway, or cannot hold.
    pub fn stated_default(&mut self, id: Id, entry: &GraphEntry<'a>) {
        self.fact(Kind::StatedDefault, entry.field, id, entry);
    }

    /// The values of a closed or an open list; a value of two closed lists is in both.
    ///
    /// A single value (`const`) is a list of one.
    pub fn enumeration(&mut self, nodes: &[Id], fields: &[&'static str], list: Kind, value: Kind) {
        let lists: Vec<(Id, &'static str)> =
            nodes.iter().flat_map(|id| fields.iter().map(move |field| (*id, *field))).collect();
        let mut common: Option<BTreeSet<Cow<'_, str>>> = None;
        for (id, field) in &lists {
            let values: Vec<_> = self.node(*id).all(field).collect();
            let Some(first) = values.first() else { continue };
            let is_in_list = *field != "const" && !first.is_empty_list();
            let list_pointer = first.pointer.parent().filter(|_| is_in_list).unwrap_or(&first.pointer);
            let source = SourcePointer { node: *id, pointer: list_pointer.clone() };
            self.derived(list, "", true, source);
            let own: BTreeSet<Cow<'_, str>> = values.iter().map(|entry| listed(entry)).collect();
            common = Some(match common {
                Some(common) if list == Kind::Enumeration => common.intersection(&own).cloned().collect(),
                Some(common) => common.union(&own).cloned().collect(),
                None => own,
            });
        }
        let common = common.unwrap_or_default();
        for (id, field) in &lists {
            for entry in self.node(*id).all(field).filter(|entry| entry.field == "const" || !entry.is_empty_list()) {
                let key = listed(entry);
                if common.contains(&key) {
                    self.derived(value, &key, true, SourcePointer::of(*id, entry));
                }
            }
        }
    }
}

/// A value of a list by its text.
fn listed<'e>(entry: &'e GraphEntry<'_>) -> Cow<'e, str> {
    match entry.value() {
        Some(value) if entry.field == "const" => value.normal_json().into(),
        _ => Cow::Borrowed(&*entry.key),
    }
}

/// The name of the schema among the components to which a pointer leads.
pub(super) fn schema_name(pointer: &Pointer) -> Option<String> {
    match pointer.tokens()[..] {
        ["components", "schemas", name] => Some(name.to_owned()),
        _ => None,
    }
}

/// A path, or the URL of a server; one whose braces do not match has no names.
pub(super) fn template(text: &str) -> PathTemplate {
    text.parse().unwrap_or_else(|_| PathTemplate::literal(text))
}

/// Fields whose value may be anything, so that an empty one is a value too.
fn is_free(entry: &GraphEntry<'_>) -> bool {
    let is_argument = entry.field == "parameters" && !entry.key.is_empty();
    let free =
        ["example", "examples", "default", "value", "enum", "const", "requestBody", graph::UNKNOWN, graph::IGNORED];
    free.contains(&entry.field) || entry.field.starts_with("x-") || is_argument
}
