//! Puts what is written into a view: facts, parts, and what they contain.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::graph::{self, Entry, Graph, Id, Node};
use crate::policy::{Kind, Surface};
use crate::view::{Part, Slot, Source, View};
use openapi::{pointer, template};

pub(super) struct Builder<'g, 'a> {
    pub graph: &'g Graph<'a>,
    pub view: View<'a>,
}

impl<'g, 'a> Builder<'g, 'a> {
    pub fn node(&self, id: Id) -> &'g Node<'a> {
        self.graph.node(id)
    }

    /// A fact with the value of an entry; nothing for an entry that leads to a node.
    pub fn fact(&mut self, kind: Kind, key: &str, id: Id, entry: &Entry<'a>) {
        if let Some(value) = entry.value() {
            self.put_fact(kind, key, Cow::Borrowed(value), Source::of(id, entry));
        }
    }

    /// A fact whose value is not written as it is reported.
    pub fn derived(&mut self, kind: Kind, key: &str, value: Value, source: Source) {
        self.put_fact(kind, key, Cow::Owned(value), source);
    }

    fn put_fact(&mut self, kind: Kind, key: &str, value: Cow<'a, Value>, source: Source) {
        let value = canonical(value);
        let fact = self.view.facts.entry(Slot::named(kind, key)).or_default();
        fact.values.insert(value.to_string(), value);
        fact.sources.push(source);
    }

    /// The part that an entry leads to.
    pub fn part(&mut self, kind: Kind, key: &str, id: Id, entry: &Entry<'a>) -> &mut Part {
        let names = entry.target().map(|target| self.names(entry, target)).unwrap_or_default();
        let is_named = self.is_named(entry);
        let part = self.view.parts.entry(Slot::named(kind, key)).or_default();
        part.place.extend(entry.target());
        part.is_named |= is_named;
        part.names.extend(names);
        part.sources.push(Source::of(id, entry));
        part
    }

    /// A part that holds because nothing is stated.
    pub fn silent_part(&mut self, kind: Kind, key: &str, id: Id) {
        let source = Source { node: id, pointer: self.node(id).pointer.clone() };
        self.view.parts.insert(Slot::named(kind, key), Part { sources: vec![source], ..Part::default() });
    }

    /// The name of the schema that an entry refers to; of one that is written out, the names that it is composed of.
    fn names(&self, entry: &Entry<'a>, target: Id) -> BTreeSet<String> {
        if let Some(reference) = entry.reference() {
            return component(reference, "schemas").into_iter().collect();
        }
        let members = self.node(target).all("allOf");
        members.filter_map(|member| Some(self.names(member, member.target()?))).flatten().collect()
    }

    /// Whether an entry is a schema with a name, and nothing besides.
    fn is_named(&self, entry: &Entry<'a>) -> bool {
        if let Some(reference) = entry.reference() {
            return component(reference, "schemas").is_some();
        }
        let Some(node) = entry.target().map(|target| self.node(target)) else { return false };
        let is_docs = |entry: &&Entry<'_>| Kind::of_field(node.object, entry.field).surface() == Surface::Docs;
        let mut rest = node.entries.iter().filter(|entry| !is_docs(entry));
        match (rest.next(), rest.next()) {
            (Some(member), None) => member.field == "allOf" && self.is_named(member),
            _ => false,
        }
    }

    /// What is part of other facts, and is not one itself.
    pub fn contained(&mut self, pointer: &str) {
        self.view.contained.push(pointer.to_owned());
    }

    /// An entry of the kind that the policy has for its field.
    pub fn entry(&mut self, id: Id, entry: &Entry<'a>) {
        let kind = self.node(id).kind(entry);
        if entry.field == graph::IGNORED {
            return self.value(kind, &format!("beside $ref {}", entry.key), id, entry);
        }
        if kind == Kind::Simulator {
            return self.value(kind, "", id, entry);
        }
        if kind == Kind::Server
            && let Some(target) = entry.target()
        {
            // As elsewhere, a server is identified by its address.
            let key = without_names(self.node(target).text("url").unwrap_or_default());
            self.part(kind, &key, id, entry);
            return;
        }
        // The key tells the fields of a kind apart that covers several.
        let key = match (kind.row().fields.len(), entry.key.is_empty()) {
            (0 | 1, _) if kind != Kind::Unknown => entry.key.clone(),
            (_, true) => entry.field.to_owned(),
            (_, false) if entry.field == graph::UNKNOWN => entry.key.clone(),
            (_, false) => format!("{} {}", entry.field, entry.key),
        };
        if entry.target().is_some() {
            self.part(kind, &key, id, entry);
        } else {
            self.value(kind, &key, id, entry);
        }
    }

    /// What is false, or at least nothing, or empty, holds without being written.
    fn value(&mut self, kind: Kind, key: &str, id: Id, entry: &Entry<'a>) {
        let Some(value) = entry.value() else { return };
        let is_lower_bound = ["minLength", "minItems", "minProperties"].contains(&entry.field);
        let is_default = match value {
            Value::Bool(false) => entry.field != "explode" && !is_free(entry),
            Value::Number(number) => is_lower_bound && number.as_f64() == Some(0.0),
            Value::Array(list) => list.is_empty() && !is_free(entry),
            Value::Object(map) => map.is_empty() && !is_free(entry),
            _ => false,
        };
        if is_default {
            self.stated_default(id, entry);
        } else if value.as_str() == Some(&entry.key) {
            // A name in a list states only that it is there.
            self.derived(kind, &entry.key, json!(true), Source::of(id, entry));
        } else {
            self.fact(kind, key, id, entry);
        }
    }

    /// What is written although it holds anyway.
    pub fn stated_default(&mut self, id: Id, entry: &Entry<'a>) {
        self.fact(Kind::StatedDefault, entry.field, id, entry);
    }

    /// The values of a closed or an open list; a value of two closed lists is in both.
    pub fn enumeration(&mut self, nodes: &[Id], field: &str, list: Kind, value: Kind) {
        let mut common: Option<BTreeSet<&str>> = None;
        for id in nodes {
            let values: Vec<_> = self.node(*id).all(field).collect();
            let Some(first) = values.first() else { continue };
            let pointer = if is_empty_list(first) { Some(&*first.pointer) } else { pointer::parent(&first.pointer) };
            let source = Source { node: *id, pointer: pointer.unwrap_or_default().to_owned() };
            self.derived(list, "", json!(true), source);
            let own: BTreeSet<&str> = values.iter().map(|entry| entry.key.as_str()).collect();
            common = Some(match common {
                Some(common) if field == "enum" => common.intersection(&own).copied().collect(),
                Some(common) => common.union(&own).copied().collect(),
                None => own,
            });
        }
        let common = common.unwrap_or_default();
        for id in nodes {
            let is_common = |entry: &&Entry<'_>| common.contains(entry.key.as_str()) && !is_empty_list(entry);
            for entry in self.node(*id).all(field).filter(is_common) {
                self.derived(value, &entry.key, json!(true), Source::of(*id, entry));
            }
        }
    }
}

/// The name of the component that a pointer or a reference leads to.
pub(super) fn component(pointer: &str, section: &str) -> Option<String> {
    let rest =
        pointer.trim_start_matches('#').strip_prefix("/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    (!rest.contains('/')).then(|| pointer::last(rest))
}

/// A template without the names of its variables, which no message shows.
pub(super) fn without_names(template: &str) -> String {
    let names = template::names(template).unwrap_or_default();
    names.iter().fold(template.to_owned(), |rest, name| rest.replacen(&format!("{{{name}}}"), "{}", 1))
}

/// A value in one form: keys have no order, and a whole number has no fraction.
fn canonical(value: Cow<'_, Value>) -> Cow<'_, Value> {
    if value.is_object() || value.is_array() {
        let mut value = value.into_owned();
        value.sort_all_objects();
        return Cow::Owned(value);
    }
    match value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < 1e15) {
        // It is whole, and small enough to be exact.
        #[allow(clippy::cast_possible_truncation)]
        Some(number) => Cow::Owned(json!(number as i64)),
        None => value,
    }
}

/// Fields whose value may be anything, so that an empty one is a value too.
fn is_free(entry: &Entry<'_>) -> bool {
    let is_argument = entry.field == "parameters" && !entry.key.is_empty();
    let free = ["example", "default", "value", "enum", "requestBody", graph::UNKNOWN, graph::IGNORED];
    free.contains(&entry.field) || entry.field.starts_with("x-") || is_argument
}

pub(super) fn is_empty_list(entry: &Entry<'_>) -> bool {
    entry.value().and_then(Value::as_array).is_some_and(Vec::is_empty) && entry.key.is_empty()
}
