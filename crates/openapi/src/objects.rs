//! The objects of the specification that a document consists of.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::located::Located;
use crate::spec::{FieldType, ObjectKind, SpecVersion};
use crate::walk::{Role, Walk};
use document::Node;
use document::Pointer;

/// The objects of a document, in its order; then those that references alone lead to.
///
/// What an example, a default or an extension holds is none, unless a reference to it makes it one. A reference is an
/// object too, of the kind [`ObjectKind::Reference`]. Objects are found by a walk each time: they take no memory.
#[derive(Clone, Debug)]
pub struct Objects {
    version: SpecVersion,
    root: Node,
    /// What references alone lead to, none within another.
    targets: BTreeMap<Pointer, ObjectKind>,
}

/// An object of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObjectNode<'a> {
    /// What it is.
    pub kind: ObjectKind,
    /// The object, with its address.
    pub at: Located<'a>,
}

impl<'a> Deref for ObjectNode<'a> {
    type Target = Located<'a>;

    fn deref(&self) -> &Located<'a> {
        &self.at
    }
}

impl Objects {
    /// The objects of a document, and of what references alone lead to.
    pub(crate) fn new(root: &Node, targets: BTreeMap<Pointer, ObjectKind>) -> Self {
        let version = SpecVersion::of_any(root);
        let mut objects = Self { version, root: root.clone(), targets };
        let is_first =
            |pointer: &Pointer| pointer.parent().is_none_or(|above| objects.target_role(above, pointer).is_none());
        let first = objects.targets.keys().filter(|pointer| is_first(pointer)).cloned().collect::<Vec<_>>();
        objects.targets.retain(|pointer, _| first.binary_search(pointer).is_ok());
        objects
    }

    /// What is at an address by a target that is at another one or above it.
    fn target_role(&self, other: &Pointer, pointer: &Pointer) -> Option<Role> {
        let tokens = pointer.tokens();
        other.ancestors().find_map(|target| {
            let kind = *self.targets.get(target)?;
            let below = &tokens[target.tokens().len()..];
            Role::below(self.version, self.root.pointer(target)?, FieldType::Object(kind), below)
        })
    }

    /// All objects.
    pub fn iter(&self) -> impl Iterator<Item = ObjectNode<'_>> {
        let targets = self.targets.iter().filter_map(|(pointer, kind)| {
            let node = self.root.pointer(pointer)?;
            Some(Walk::from(self.version, pointer.clone(), node, *kind))
        });
        let entries = [Walk::document(&self.root)].into_iter().chain(targets).flatten();
        entries.filter_map(|entry| {
            let at = Located { root: &self.root, pointer: entry.pointer.clone(), node: entry.node };
            Some(ObjectNode { kind: entry.object()?, at })
        })
    }

    /// The objects of a kind.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = ObjectNode<'_>> {
        self.iter().filter(move |object| object.kind == kind)
    }

    /// The object at an address.
    pub fn at(&self, pointer: &Pointer) -> Option<ObjectNode<'_>> {
        let kind = self.kind(pointer)?;
        Some(ObjectNode { kind, at: Located::root(&self.root).at(pointer)? })
    }

    /// The kind of the object at an address.
    pub fn kind(&self, pointer: &Pointer) -> Option<ObjectKind> {
        match Role::at(&self.root, pointer).or_else(|| self.target_role(pointer, pointer))? {
            Role::Object(kind) => Some(kind),
            Role::Reference(_) if self.root.pointer(pointer)?.is_object() => Some(ObjectKind::Reference),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn objects() -> Objects {
        let root = Node::from(&json!({
            "openapi": "3.0.3",
            "components": {"schemas": {"S": {"$ref": "#/x/A"}}},
            "x": {"A": {"items": {"items": {"example": {}}}}},
        }));
        let targets = ["/x/A/items", "/x/A"].map(|target| (target.parse().unwrap(), ObjectKind::Schema));
        Objects::new(&root, targets.into())
    }

    #[test]
    fn objects_are_found_once_those_of_references_last() {
        let found: Vec<_> = objects().iter().map(|object| format!("{} {}", object.kind, object.pointer)).collect();
        let expected = [
            "OpenAPI ",
            "Components /components",
            "Reference /components/schemas/S",
            "Schema /x/A",
            "Schema /x/A/items",
        ];
        assert_eq!(found[..5], expected);
        assert_eq!(found[5..], ["Schema /x/A/items/items"]);
    }

    #[test]
    fn the_object_at_an_address_is_the_one_of_the_walk() {
        let objects = objects();
        for object in objects.iter() {
            assert_eq!(objects.kind(&object.pointer), Some(object.kind), "{}", object.pointer);
            assert_eq!(objects.at(&object.pointer).unwrap().node, object.node);
        }
        for none in ["/components/schemas", "/x", "/x/A/items/items/example", "/nothing", "/openapi"] {
            assert_eq!(objects.kind(&none.parse().unwrap()), None, "{none}");
        }
    }
}
