//! Types, null among them, and what the texts of strings encode.

use openapi::{Node, SpecVersion};

use super::builder::PlaceBuilder;
use super::compositions::AlternativeRole;
use crate::graph::{GraphEntry, Id};
use crate::place::SourcePointer;
use crate::policy::Kind;

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    /// The types that a schema itself states, without null, sorted; a whole number is a number.
    pub(super) fn stated_types(&self, id: Id) -> Option<Vec<&'a str>> {
        let stated = self.node(id).written.get("type")?;
        let names = stated.as_array().unwrap_or(std::slice::from_ref(stated)).iter();
        let mut types: Vec<&str> = names.filter_map(Node::as_str).filter(|name| *name != "null").collect();
        types.sort_unstable();
        types.dedup();
        if types.contains(&"number") {
            types.retain(|name| *name != "integer");
        }
        Some(types)
    }

    /// The types that all schemas of the place allow: one fact, however many state them. Those that exclude each other
    /// are stated each for itself.
    pub(super) fn types(&mut self, nodes: &[Id]) {
        let stated: Vec<(Id, Vec<&str>)> = nodes.iter().filter_map(|id| Some((*id, self.stated_types(*id)?))).collect();
        let mut common: Option<Vec<&str>> = None;
        for (_, types) in &stated {
            common = Some(match common {
                Some(common) => both(&common, types),
                None => types.clone(),
            });
        }
        let Some(common) = common else { return };
        let is_contradiction = common.is_empty() && stated.iter().all(|(_, types)| !types.is_empty());
        for (id, own) in stated {
            let types = if is_contradiction { &own } else { &common };
            let value = match types[..] {
                [] => Node::from("null"),
                [name] => Node::from(name),
                _ => types.iter().map(|name| Node::from(*name)).collect::<Vec<_>>().into(),
            };
            for entry in self.node(id).all("type") {
                if entry.is_empty_list() {
                    self.stated_default(id, entry);
                } else {
                    self.derived(Kind::Type, "", value.clone(), SourcePointer::of(id, entry));
                }
            }
        }
    }

    /// That null is allowed is a fact where it is stated. A statement that something else overrules is disputed; one that
    /// adds nothing to a schema without a `type`, which allows null anyway, changes nothing.
    pub(super) fn nullable(&mut self, place: &[Id], nodes: &[Id]) {
        let (graph, root) = (self.graph, self.graph.document.root());
        let stated: Vec<(Id, &GraphEntry<'a>)> =
            nodes.iter().flat_map(|id| self.states_null(*id).map(|entry| (*id, entry))).collect();
        if stated.is_empty() {
            return;
        }
        let is_allowed = place.iter().all(|id| openapi::allows_null(root, graph.node(*id).written));
        for (id, entry) in stated {
            let is_flag = ["nullable", "x-nullable"].contains(&entry.field);
            let is_set = !is_flag || entry.value().is_some_and(|value| *value == true);
            let adds_null = match entry.field {
                "nullable" => graph.version() == SpecVersion::V3_0 && graph.node(id).one("type").is_some(),
                "x-nullable" => false,
                _ => true,
            };
            match (is_set, is_allowed, adds_null) {
                (true, true, true) => self.derived(Kind::Nullable, "", true, SourcePointer::of(id, entry)),
                (true, false, _) => self.derived(Kind::DisputedNullable, "", true, SourcePointer::of(id, entry)),
                _ => self.stated_default(id, entry),
            }
        }
    }

    /// A schema that only null fits: that null is allowed is the fact, and what says so is part of it.
    pub(super) fn null_alternative(&mut self, entry: &GraphEntry<'a>) {
        self.contained(entry);
        let graph = self.graph;
        let entries = entry.target().into_iter().flat_map(|target| &graph.node(target).entries);
        for entry in entries.filter(|entry| ["type", "const", "enum", "nullable"].contains(&entry.field)) {
            self.contained(entry);
        }
    }

    /// Where a schema states that null is allowed: by a flag, among its types, or as an alternative.
    fn states_null(&self, id: Id) -> impl Iterator<Item = &'g GraphEntry<'a>> {
        let graph = self.graph;
        let roles = graph.roles_of_alternatives(id);
        let is_stated = move |entry: &&GraphEntry<'a>| match entry.field {
            "nullable" | "x-nullable" => true,
            "type" => entry.value().is_some_and(|name| *name == "null"),
            "oneOf" | "anyOf" => roles.of(graph, entry) == AlternativeRole::Null,
            _ => false,
        };
        graph.node(id).entries.iter().filter(is_stated)
    }

    /// What a string encodes. OpenAPI 3.0 has two formats for what 3.1 says by keywords of JSON Schema.
    pub(super) fn content(&mut self, nodes: &[Id]) {
        const OCTETS: &str = "application/octet-stream";
        for id in nodes {
            let node = self.node(*id);
            let text = |entry: &GraphEntry<'a>| entry.value().and_then(Node::as_str).map(str::to_lowercase);
            let encoding = node.one("contentEncoding").and_then(|entry| Some((entry, text(entry)?)));
            let media_type = node.one("contentMediaType").and_then(|entry| Some((entry, text(entry)?)));
            let is_encoded = encoding.is_some();
            match encoding {
                Some((entry, name)) if name == "base64" => {
                    self.derived(Kind::Format, "", "byte", SourcePointer::of(*id, entry));
                }
                Some((entry, name)) => self.derived(Kind::ContentEncoding, "", name, SourcePointer::of(*id, entry)),
                None => {}
            }
            match media_type {
                // Encoded octets are octets.
                Some((entry, name)) if name == OCTETS && is_encoded => self.stated_default(*id, entry),
                Some((entry, name)) if name == OCTETS => {
                    self.derived(Kind::Format, "", "binary", SourcePointer::of(*id, entry));
                }
                Some((entry, name)) => self.derived(Kind::ContentMediaType, "", name, SourcePointer::of(*id, entry)),
                None => {}
            }
        }
    }
}

/// The types that two lists both allow: a whole number is a number.
fn both<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<&'a str> {
    let allows = |list: &[&str], name: &str| list.contains(&name) || name == "integer" && list.contains(&"number");
    let of = |own: &[&'a str], other: &[&'a str]| -> Vec<&'a str> {
        own.iter().copied().filter(|name| allows(other, name)).collect()
    };
    let mut common = of(a, b);
    common.extend(of(b, a));
    common.sort_unstable();
    common.dedup();
    common
}
