//! Schemas, with all that they are composed of.

use std::collections::HashSet;

use openapi::{Member, Node, Object, ObjectKind};

use super::builder::{PlaceBuilder, schema_name};
use crate::graph::{GraphEntry, Id};
use crate::order;
use crate::place::{Slot, SourcePointer};
use crate::policy::Kind;

/// All that holds of a place is gathered here, beside `openapi::Schema`: a fact needs to know where each statement is
/// written, and a place is made of several schemas.
impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn schema(&mut self, place: &[Id]) {
        let nodes = self.members(place);
        self.enumeration(&nodes, "enum", Kind::Enumeration, Kind::EnumerationValue);
        self.enumeration(&nodes, "x-extensible-enum", Kind::OpenEnumeration, Kind::OpenEnumerationValue);
        self.nullable(place, &nodes);
        self.bound(&nodes, Kind::Maximum, "maximum", "exclusiveMaximum");
        self.bound(&nodes, Kind::Minimum, "minimum", "exclusiveMinimum");
        let mut alternatives = 0;
        for id in &nodes {
            let offset = alternatives;
            for entry in &self.node(*id).entries {
                match entry.field {
                    "enum" | "x-extensible-enum" | "nullable" | "maximum" | "minimum" | "exclusiveMaximum"
                    | "exclusiveMinimum" | "required" => {}
                    "allOf" if entry.target().is_some() => self.member(*id, entry),
                    "additionalProperties" => self.additional_properties(*id, entry),
                    "oneOf" | "anyOf" if entry.target().is_some() => {
                        alternatives += 1;
                        self.alternative(*id, entry, offset);
                    }
                    "properties" | "items" | "not" | "discriminator" if entry.target().is_some() => {
                        let kind = match entry.field {
                            "properties" => Kind::OptionalProperty,
                            field => Kind::of_field(ObjectKind::Schema, field),
                        };
                        self.part(kind, &entry.key, *id, entry);
                    }
                    _ => self.entry(*id, entry),
                }
            }
        }
        self.required(&nodes);
        for (slot, fact) in &mut self.content.facts {
            order::keep_tightest(slot.kind, &mut fact.values);
        }
    }

    /// The nodes and, through `allOf`, all that they are composed of.
    fn members(&self, place: &[Id]) -> Vec<Id> {
        let mut members: Vec<Id> = Vec::new();
        let mut known = HashSet::new();
        let mut pending: Vec<Id> = place.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if known.insert(id) {
                members.push(id);
                let parts: Vec<Id> = self.node(id).all("allOf").filter_map(GraphEntry::target).collect();
                pending.extend(parts.into_iter().rev());
            }
        }
        members
    }

    /// What a named schema is composed of is part of the code that is generated.
    fn member(&mut self, id: Id, entry: &GraphEntry<'a>) {
        self.contained(entry);
        if let Some(name) = entry.reference().and_then(schema_name)
            && schema_name(&self.node(id).pointer).is_some()
        {
            let source = SourcePointer::of(id, entry);
            self.derived(Kind::TypeName, &format!("composed of {name}"), true, source);
        }
    }

    /// That null is allowed is a fact where it is stated; a statement that something else overrules, or that adds nothing
    /// to a schema without a `type`, changes nothing.
    fn nullable(&mut self, place: &[Id], nodes: &[Id]) {
        let root = self.graph.document.root();
        let stated: Vec<(Id, &GraphEntry<'a>)> =
            nodes.iter().filter_map(|id| Some((*id, self.node(*id).one("nullable")?))).collect();
        let is_allowed =
            !stated.is_empty() && place.iter().all(|id| openapi::allows_null(root, self.node(*id).written));
        for (id, entry) in stated {
            let adds_null = self.node(id).one("type").is_some() && entry.value().is_some_and(|value| *value == true);
            if is_allowed && adds_null {
                self.derived(Kind::Nullable, "", true, SourcePointer::of(id, entry));
            } else {
                self.stated_default(id, entry);
            }
        }
    }

    /// A bound, and whether it is itself excluded, are one fact.
    fn bound(&mut self, nodes: &[Id], kind: Kind, field: &str, exclusive: &str) {
        for id in nodes {
            let node = self.node(*id);
            let is_exclusive = node.is(exclusive);
            if let Some(entry) = node.one(field)
                && let Some(bound) = entry.value()
            {
                let source = SourcePointer::of(*id, entry);
                let value = if is_exclusive { excluded(bound) } else { bound.clone() };
                self.derived(kind, "", value, source);
            }
            if let Some(entry) = node.one(exclusive) {
                if is_exclusive && node.one(field).is_some() {
                    self.contained(entry);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// Other properties are allowed unless something is stated.
    fn additional_properties(&mut self, id: Id, entry: &GraphEntry<'a>) {
        let source = SourcePointer::of(id, entry);
        let kind = Kind::AdditionalProperties;
        match entry.target() {
            // States nothing new, but generators keep the others if it is written.
            None if entry.value().is_some_and(|value| *value == true) => {
                self.derived(Kind::AdditionalPropertiesStated, "", true, source);
            }
            Some(target) if self.node(target).entries.is_empty() && entry.reference().is_none() => {
                self.derived(Kind::AdditionalPropertiesStated, "", Object::default(), source);
            }
            None => self.fact(kind, "", id, entry),
            Some(_) => {
                self.derived(kind, "", "of a schema", source.clone());
                self.derived(Kind::AdditionalPropertiesStated, "", "of a schema", source);
                self.part(kind, "", id, entry);
            }
        }
    }

    fn alternative(&mut self, id: Id, entry: &GraphEntry<'a>, offset: usize) {
        self.derived(Kind::Alternatives, "", entry.field, SourcePointer::of(id, entry));
        let index = entry.key.parse::<usize>().unwrap_or_default() + offset;
        self.part(Kind::Alternative, &format!("{} {index}", entry.field), id, entry);
    }

    fn required(&mut self, nodes: &[Id]) {
        for id in nodes {
            for entry in self.node(*id).all("required") {
                let slot = Slot::named(Kind::OptionalProperty, &*entry.key);
                if entry.is_empty_list() {
                    self.stated_default(*id, entry);
                } else if let Some(part) = self.content.parts.get_mut(&slot) {
                    part.is_required = true;
                    self.contained(entry);
                } else {
                    self.derived(Kind::Required, &entry.key, true, SourcePointer::of(*id, entry));
                }
            }
        }
    }
}

/// A bound that is itself not allowed.
fn excluded(bound: &Node) -> Node {
    let member = Member { key: "exclusive".into(), position: None, value: bound.clone() };
    Object::new(vec![member]).into()
}
