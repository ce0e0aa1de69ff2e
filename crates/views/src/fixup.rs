//! A fixup: one change of the contract that a generator needs.

use openapi::{Node, ObjectKind, Objects};
use serde_json::{Map, Value};

/// A change of the contract that one generator needs.
#[derive(Debug)]
pub struct Fixup {
    /// What it is called in errors.
    pub name: &'static str,
    /// Why the generator needs it, with the upstream issue where there is one.
    pub reason: &'static str,
    pub(crate) apply: fn(&mut Tree<'_>) -> usize,
}

/// The view while it is derived: the contract as JSON, and where its schemas are.
pub(crate) struct Tree<'a> {
    /// The contract, with what fixups have changed so far.
    pub json: Value,
    /// The objects of the contract, where it has them.
    pub objects: &'a Objects,
}

impl Tree<'_> {
    /// The tree as it is now, to be read while it is changed.
    pub fn before(&self) -> Node {
        Node::from(&self.json)
    }

    /// Changes every schema of the contract that the tree still has; returns the number of changes.
    pub fn change_schemas(&mut self, mut change: impl FnMut(&mut Value) -> usize) -> usize {
        let schemas = self.objects.of(ObjectKind::Schema);
        schemas.map(|schema| self.json.pointer_mut(&schema.pointer.to_string()).map_or(0, &mut change)).sum()
    }

    /// The schemas that have names.
    pub fn named_schemas(&mut self) -> impl Iterator<Item = &mut Value> {
        let schemas = self.json.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
        schemas.into_iter().flat_map(Map::values_mut)
    }

    /// The operations.
    pub fn operations(&mut self) -> impl Iterator<Item = &mut Map<String, Value>> {
        let items = self.json.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
        let members = items.filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_object_mut);
        // What is no operation has no `responses`.
        members.filter(|member| member.contains_key("responses"))
    }

    /// The responses of each operation, by their keys.
    pub fn responses(&mut self) -> impl Iterator<Item = &mut Map<String, Value>> {
        self.operations().filter_map(|operation| operation.get_mut("responses")?.as_object_mut())
    }
}
