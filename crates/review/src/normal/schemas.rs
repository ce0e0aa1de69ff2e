//! Schemas, with all that they are composed of.

use openapi::{Member, Node, Object, ObjectKind};

use super::builder::{PlaceBuilder, schema_name};
use super::compositions::AlternativeRole;
use crate::graph::{GraphEntry, Id};
use crate::order;
use crate::place::{Access, Slot, SourcePointer};
use crate::policy::Kind;

/// All that holds of a place is gathered here, beside `openapi::Schema`: a fact needs to know where each statement is
/// written, and a place is made of several schemas.
impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn schema(&mut self, place: &[Id]) {
        let nodes = self.graph.members(place);
        self.enumeration(&nodes, &["enum", "const"], Kind::Enumeration, Kind::EnumerationValue);
        self.enumeration(&nodes, &["x-extensible-enum"], Kind::OpenEnumeration, Kind::OpenEnumerationValue);
        self.types(&nodes);
        self.nullable(place, &nodes);
        self.content(&nodes);
        self.bound(&nodes, Kind::Maximum, "maximum", "exclusiveMaximum");
        self.bound(&nodes, Kind::Minimum, "minimum", "exclusiveMinimum");
        self.conditions(&nodes);
        let mut alternatives = 0;
        for id in &nodes {
            self.impossible(*id);
            let roles = self.graph.roles_of_alternatives(*id);
            let (offset, mut one_of, mut any_of) = (alternatives, 0, 0);
            for entry in &self.node(*id).entries {
                match entry.field {
                    "enum" | "const" | "x-extensible-enum" | "type" | "nullable" | "x-nullable" | "maximum"
                    | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" | "required" | "contentEncoding"
                    | "contentMediaType" | "if" | "then" | "else" => {}
                    "allOf" | "$ref" if entry.target().is_some() => self.member(*id, entry),
                    "readOnly" | "writeOnly" if entry.value().is_some_and(|value| *value == true) => {
                        self.fact(Kind::StatedAccess, entry.field, *id, entry);
                    }
                    "multipleOf" => self.multiple_of(&nodes, *id, entry),
                    "additionalProperties" => self.additional_properties(*id, entry),
                    "oneOf" | "anyOf" if entry.target().is_some() => match roles.of(self.graph, entry) {
                        AlternativeRole::Null => self.null_alternative(entry),
                        AlternativeRole::Member => self.member(*id, entry),
                        AlternativeRole::Alternative => {
                            let index = if entry.field == "oneOf" { &mut one_of } else { &mut any_of };
                            self.alternative(*id, entry, offset + *index);
                            *index += 1;
                            alternatives += 1;
                        }
                    },
                    "$defs" if entry.target().is_some() => self.contained(entry),
                    "$schema" => self.dialect(*id, entry),
                    "dependentRequired" => self.dependent_required(*id, entry),
                    "contains" if entry.target().is_some() => self.contains(*id, entry),
                    "minContains" if entry.value().and_then(Node::as_u64) == Some(1) => self.stated_default(*id, entry),
                    "unevaluatedProperties" => self.unevaluated_properties(&nodes, *id, entry),
                    "unevaluatedItems" if entry.target().is_some() => self.unevaluated_items(&nodes, *id, entry),
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
        self.access();
        for (slot, fact) in &mut self.content.facts {
            order::keep_tightest(slot.kind, &mut fact.values);
        }
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

    /// A bound, and whether it is itself excluded, are one fact. Of integers it is the last one that is allowed.
    fn bound(&mut self, nodes: &[Id], kind: Kind, field: &str, exclusive: &str) {
        let is_whole = self.is_whole(nodes);
        for id in nodes {
            let node = self.node(*id);
            let is_exclusive = node.is(exclusive);
            // In OpenAPI 3.1 it is a bound of its own.
            let own = node.one(exclusive).and_then(|entry| Some((entry, entry.value()?.as_number()?)));
            if let Some((entry, bound)) = &own {
                let whole = is_whole.then(|| order::whole_bound(kind, bound, true)).flatten();
                let value = whole.map_or_else(|| excluded(&Node::from(bound.clone())), Node::from);
                self.derived(kind, "", value, SourcePointer::of(*id, entry));
            }
            if let Some(entry) = node.one(field)
                && let Some(bound) = entry.value()
            {
                let source = SourcePointer::of(*id, entry);
                let whole = bound.as_number().filter(|_| is_whole);
                let whole = whole.and_then(|bound| order::whole_bound(kind, &bound, is_exclusive));
                let value =
                    whole.map_or_else(|| if is_exclusive { excluded(bound) } else { bound.clone() }, Node::from);
                self.derived(kind, "", value, source);
            }
            if let Some(entry) = node.one(exclusive).filter(|_| own.is_none()) {
                if is_exclusive && node.one(field).is_some() {
                    self.contained(entry);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// Every integer is a multiple of 1, and of what divides 1.
    fn multiple_of(&mut self, nodes: &[Id], id: Id, entry: &GraphEntry<'a>) {
        let divisor = entry.value().and_then(Node::as_number).filter(|_| self.is_whole(nodes));
        if divisor.is_some_and(|divisor| order::divides_one(&divisor)) {
            self.stated_default(id, entry);
        } else {
            self.entry(id, entry);
        }
    }

    /// Whether all values are integers.
    fn is_whole(&self, nodes: &[Id]) -> bool {
        nodes.iter().any(|id| self.stated_types(*id).is_some_and(|types| types == ["integer"]))
    }

    /// Other properties are allowed unless something is stated.
    pub(super) fn additional_properties(&mut self, id: Id, entry: &GraphEntry<'a>) {
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
            None => self.derived(Kind::ClosedObject, "", true, source),
            Some(_) => {
                self.derived(kind, "", "of a schema", source.clone());
                self.derived(Kind::AdditionalPropertiesStated, "", "of a schema", source);
                self.part(kind, "", id, entry);
            }
        }
    }

    fn alternative(&mut self, id: Id, entry: &GraphEntry<'a>, index: usize) {
        self.derived(Kind::Alternatives, "", entry.field, SourcePointer::of(id, entry));
        self.part(Kind::Alternative, &format!("{} {index}", entry.field), id, entry);
    }

    /// In which messages properties are sent.
    fn access(&mut self) {
        let mut parts = std::mem::take(&mut self.content.parts);
        for (_, part) in parts.iter_mut().filter(|(slot, _)| slot.kind == Kind::OptionalProperty) {
            for id in self.graph.members(&part.place) {
                for entry in &self.node(id).entries {
                    let is_set = || entry.value().is_some_and(|value| *value == true);
                    let list: fn(&mut Access) -> &mut Vec<SourcePointer> = match entry.field {
                        "readOnly" if is_set() => |access| &mut access.read_only,
                        "writeOnly" if is_set() => |access| &mut access.write_only,
                        _ => continue,
                    };
                    list(part.access.get_or_insert_default()).push(SourcePointer::of(id, entry));
                }
            }
        }
        self.content.parts = parts;
    }

    fn required(&mut self, nodes: &[Id]) {
        for id in nodes {
            for entry in self.node(*id).all("required") {
                let slot = Slot::named(Kind::OptionalProperty, &*entry.key);
                if entry.is_empty_list() {
                    self.stated_default(*id, entry);
                } else if let Some(part) = self.content.parts.get_mut(&slot) {
                    part.is_required = true;
                    part.required.push(entry.pointer.clone());
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
