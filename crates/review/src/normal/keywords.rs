//! Keywords of schemas that OpenAPI 3.1 has and 3.0 has not.

use openapi::{Node, SpecVersion, is_known_dialect};

use super::builder::PlaceBuilder;
use crate::digest::Digest;
use crate::graph::{GraphEntry, Id};
use crate::place::{Slot, SourcePointer};
use crate::policy::Kind;

/// Keywords by which what is evaluated depends on the value, or on other schemas.
const COMPOSING: [&str; 9] =
    ["allOf", "oneOf", "anyOf", "not", "$ref", "$dynamicRef", "if", "dependentSchemas", "contains"];

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    /// `false` is a schema that no value fits; `true` says nothing.
    pub(super) fn impossible(&mut self, id: Id) {
        let node = self.node(id);
        if node.written.as_bool() == Some(false) {
            let source = SourcePointer { node: id, pointer: node.pointer.clone() };
            self.derived(Kind::Impossible, "", true, source);
        }
    }

    /// The dialect that OpenAPI 3.1 has is stated without a change.
    pub(super) fn dialect(&mut self, id: Id, entry: &GraphEntry<'a>) {
        match entry.value().and_then(Node::as_str) {
            Some(name) if is_known_dialect(name) => self.stated_default(id, entry),
            _ => self.entry(id, entry),
        }
    }

    /// One that holds where another property is there.
    pub(super) fn dependent_required(&mut self, id: Id, entry: &GraphEntry<'a>) {
        match entry.value().and_then(Node::as_str) {
            Some(name) => {
                let owner = entry.key.strip_suffix(name).unwrap_or_default().trim_end();
                let key = format!("{name} with {owner}");
                self.derived(Kind::DependentRequired, &key, true, SourcePointer::of(id, entry));
            }
            // An empty list.
            None => self.stated_default(id, entry),
        }
    }

    /// An element that some must be like. With an upper count, or none that must be, a tighter schema may let more through.
    pub(super) fn contains(&mut self, id: Id, entry: &GraphEntry<'a>) {
        let node = self.node(id);
        let is_optional =
            node.one("minContains").and_then(GraphEntry::value).is_some_and(|count| count.as_u64() == Some(0));
        let is_counted = is_optional || node.one("maxContains").is_some();
        let kind = if is_counted { Kind::CountedContains } else { Kind::Contains };
        let others = self.content.parts.keys().filter(|slot| slot.kind == kind).count();
        let key = if others == 0 { String::new() } else { (others + 1).to_string() };
        self.part(kind, &key, id, entry);
    }

    /// Of a schema that is composed of nothing these are all properties that it does not name.
    pub(super) fn unevaluated_properties(&mut self, nodes: &[Id], id: Id, entry: &GraphEntry<'a>) {
        let node = self.node(id);
        let is_true = entry.value().is_some_and(|value| *value == true);
        if self.is_plain(nodes) && (node.one("additionalProperties").is_some() || is_true) {
            self.without_effect(id, entry);
        } else if self.is_plain(nodes) {
            self.additional_properties(id, entry);
        } else if is_true {
            self.stated_default(id, entry);
        } else if entry.target().is_some() {
            self.derived(Kind::UnevaluatedProperties, "", "of a schema", SourcePointer::of(id, entry));
            self.part(Kind::UnevaluatedProperties, "", id, entry);
        } else {
            self.derived(Kind::ClosedUnevaluated, "", true, SourcePointer::of(id, entry));
        }
    }

    /// Of a schema that is composed of nothing these are all elements that it does not describe.
    pub(super) fn unevaluated_items(&mut self, nodes: &[Id], id: Id, entry: &GraphEntry<'a>) {
        match (self.is_plain(nodes), self.node(id).one("items")) {
            (true, Some(_)) => self.without_effect(id, entry),
            (true, None) => drop(self.part(Kind::Items, "", id, entry)),
            (false, _) => drop(self.part(Kind::UnevaluatedItems, "", id, entry)),
        }
    }

    /// What is written and has no effect: a value as such, a schema as part of what is unused.
    fn without_effect(&mut self, id: Id, entry: &GraphEntry<'a>) {
        if entry.target().is_none() {
            self.stated_default(id, entry);
        }
    }

    fn is_plain(&self, nodes: &[Id]) -> bool {
        nodes.len() == 1 && COMPOSING.iter().all(|field| self.node(nodes[0]).one(field).is_none())
    }

    /// Conditions, each named by what its `if` says, so that another condition is another one.
    pub(super) fn conditions(&mut self, nodes: &[Id]) {
        if self.graph.version() == SpecVersion::V3_0 {
            return;
        }
        for id in nodes {
            let node = self.node(*id);
            let consequences = ["then", "else"].into_iter().filter_map(|field| node.one(field));
            let consequences: Vec<_> = consequences.filter(|entry| entry.target().is_some()).collect();
            let Some(condition) = node.one("if").filter(|entry| entry.target().is_some()) else { continue };
            if consequences.is_empty() {
                continue;
            }
            let key = name_of_condition(node.written.get("if"));
            self.derived(Kind::If, &key, true, SourcePointer::of(*id, condition));
            self.part(Kind::Condition, &key, *id, condition);
            for entry in consequences {
                let kind = if entry.field == "then" { Kind::Then } else { Kind::Else };
                self.part(kind, &key, *id, entry);
            }
        }
    }
}

/// A condition in a few words: what is written, and a digest of it where that is long.
fn name_of_condition(schema: Option<&Node>) -> String {
    const LONG: usize = 60;
    let text = schema.map(Node::normal_json).unwrap_or_default();
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}… {}", &text[..end], &Digest::of(&text).to_string()[..8]),
        None => text,
    }
}

impl Slot {
    /// Whether it is a part of a condition, which is reported as a whole if it is new or gone.
    pub(crate) const fn is_of_condition(&self) -> bool {
        matches!(self.kind, Kind::Condition | Kind::Then | Kind::Else)
    }
}
