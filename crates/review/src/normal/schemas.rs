//! Schemas, with all that they are composed of.

use super::*;

impl<'g, 'a> Builder<'g, 'a> {
    pub(super) fn schema(&mut self, place: &[Id]) {
        let nodes = self.members(place);
        self.enumeration(&nodes, "enum", "enumeration", "enumeration-value");
        self.enumeration(&nodes, "x-extensible-enum", "open-enumeration", "open-enumeration-value");
        self.nullable(&nodes);
        self.bound(&nodes, "maximum", "exclusiveMaximum");
        self.bound(&nodes, "minimum", "exclusiveMinimum");
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
                            "properties" => "optional-property",
                            field => field,
                        };
                        let source = Source { node: *id, pointer: entry.pointer.clone() };
                        self.part(policy::kind(kind), &entry.key, entry, source);
                    }
                    _ => self.entry(*id, entry),
                }
            }
        }
        self.required(&nodes);
        for (slot, fact) in &mut self.view.facts {
            order::keep_tightest(slot.kind.name, &mut fact.values);
        }
    }

    /// The nodes and, through `allOf`, all that they are composed of.
    pub(super) fn members(&self, place: &[Id]) -> Vec<Id> {
        let mut members: Vec<Id> = Vec::new();
        let mut known = HashSet::new();
        let mut pending: Vec<Id> = place.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if known.insert(id) {
                members.push(id);
                let parts: Vec<Id> = self.node(id).all("allOf").filter_map(Entry::target).collect();
                pending.extend(parts.into_iter().rev());
            }
        }
        members
    }

    /// What a named schema is composed of is part of the code that is generated.
    pub(super) fn member(&mut self, id: Id, entry: &Entry<'a>) {
        self.contained(&entry.pointer);
        let is_component = component(&self.node(id).pointer, "schemas").is_some();
        if let Some(name) = entry.reference().and_then(|reference| component(reference, "schemas"))
            && is_component
        {
            let source = Source { node: id, pointer: entry.pointer.clone() };
            self.derived("type-name", &format!("composed of {name}"), json!(true), source);
        }
    }

    /// The values of a closed or an open list; what two lists close must be in both.
    pub(super) fn enumeration(
        &mut self,
        nodes: &[Id],
        field: &'static str,
        kind: &'static str,
        value_kind: &'static str,
    ) {
        let mut common: Option<BTreeSet<String>> = None;
        for id in nodes {
            let values: Vec<_> = self.node(*id).all(field).collect();
            if values.is_empty() {
                continue;
            }
            let list = pointer::parent(&values[0].pointer).unwrap_or_default();
            let pointer = if values[0].key.is_empty() && is_empty_list(values[0]) { &values[0].pointer } else { list };
            let source = Source { node: *id, pointer: pointer.to_owned() };
            self.derived(kind, "", json!(true), source);
            let own: BTreeSet<String> = values.iter().map(|entry| entry.key.clone()).collect();
            common = Some(match common {
                Some(common) if field == "enum" => common.intersection(&own).cloned().collect(),
                Some(common) => common.union(&own).cloned().collect(),
                None => own,
            });
        }
        let common = common.unwrap_or_default();
        for id in nodes {
            for entry in self.node(*id).all(field).filter(|entry| common.contains(&entry.key) && !is_empty_list(entry))
            {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                self.derived(value_kind, &entry.key, json!(true), source);
            }
        }
    }

    /// Null is allowed if all that state a type allow it; `in part` if only some do.
    pub(super) fn nullable(&mut self, nodes: &[Id]) {
        let stated = |node: &Node<'_>| node.is("nullable");
        let is_refused = nodes.iter().any(|id| self.node(*id).one("type").is_some() && !stated(self.node(*id)));
        for id in nodes {
            if let Some(entry) = self.node(*id).one("nullable") {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                if stated(self.node(*id)) {
                    let value = if is_refused { json!("in part") } else { json!(true) };
                    self.derived("nullable", "", value, source);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// A bound, and whether it is itself excluded, are one fact.
    pub(super) fn bound(&mut self, nodes: &[Id], field: &'static str, exclusive: &'static str) {
        for id in nodes {
            let node = self.node(*id);
            let is_exclusive = node.is(exclusive);
            if let Some(entry) = node.one(field)
                && let Some(bound) = entry.value()
            {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                let value = if is_exclusive { json!({ "exclusive": bound }) } else { bound.clone() };
                self.derived(field, "", value, source);
            }
            if let Some(entry) = node.one(exclusive) {
                if is_exclusive && node.one(field).is_some() {
                    self.contained(&entry.pointer);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// Other properties are allowed unless something is said.
    pub(super) fn additional_properties(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let kind = policy::kind("additional-properties");
        match entry.target() {
            // Says nothing, but generators keep the others if it is written.
            None if entry.value() == Some(&json!(true)) => {
                self.derived("additional-properties-stated", "", json!(true), source);
            }
            Some(target) if self.node(target).entries.is_empty() && entry.reference().is_none() => {
                self.derived("additional-properties-stated", "", json!({}), source);
            }
            None => entry.value().into_iter().for_each(|value| self.fact(kind, "", value, source.clone())),
            Some(_) => {
                self.derived(kind.name, "", json!("of a schema"), source.clone());
                self.derived("additional-properties-stated", "", json!("of a schema"), source.clone());
                self.part(kind, "", entry, source);
            }
        }
    }

    pub(super) fn alternative(&mut self, id: Id, entry: &Entry<'a>, offset: usize) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        self.derived("alternatives", "", json!(entry.field), source.clone());
        let index = entry.key.parse::<usize>().unwrap_or_default() + offset;
        self.part(policy::kind("alternative"), &format!("{} {index}", entry.field), entry, source);
    }

    pub(super) fn required(&mut self, nodes: &[Id]) {
        for id in nodes {
            for entry in self.node(*id).all("required") {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                let slot = Slot { kind: policy::kind("optional-property"), key: entry.key.clone() };
                if is_empty_list(entry) {
                    self.stated_default(*id, entry);
                } else if let Some(part) = self.view.parts.get_mut(&slot) {
                    part.is_required = true;
                    self.contained(&entry.pointer);
                } else {
                    self.derived("required", &entry.key, json!(true), source);
                }
            }
        }
    }
}
