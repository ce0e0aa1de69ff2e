//! The objects of the specification that a document consists of.

use std::collections::HashMap;

use crate::pointer::Pointer;
use crate::spec::ObjectKind;
use crate::tree::Node;

/// The objects of a document, in its order; then those that references alone lead to.
///
/// What an example, a default or an extension holds is none, unless a reference to it makes it one. A reference is an
/// object too, of the kind [`ObjectKind::Reference`].
#[derive(Clone, Debug, Default)]
pub struct Objects {
    list: Vec<ObjectNode>,
    by_pointer: HashMap<Pointer, usize>,
}

/// An object of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObjectNode {
    /// What it is.
    pub kind: ObjectKind,
    /// Its address.
    pub pointer: Pointer,
    /// The object.
    pub node: Node,
}

impl Objects {
    /// Adds an object, once.
    pub(crate) fn add(&mut self, kind: ObjectKind, pointer: &Pointer, node: &Node) {
        if !self.by_pointer.contains_key(pointer) {
            self.by_pointer.insert(pointer.clone(), self.list.len());
            self.list.push(ObjectNode { kind, pointer: pointer.clone(), node: node.clone() });
        }
    }

    /// All objects.
    pub fn iter(&self) -> std::slice::Iter<'_, ObjectNode> {
        self.list.iter()
    }

    /// The objects of a kind.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = &ObjectNode> {
        self.list.iter().filter(move |object| object.kind == kind)
    }

    /// The object at an address.
    pub fn at(&self, pointer: &Pointer) -> Option<&ObjectNode> {
        self.by_pointer.get(pointer).map(|index| &self.list[*index])
    }

    /// The kind of the object at an address.
    pub fn kind(&self, pointer: &Pointer) -> Option<ObjectKind> {
        self.at(pointer).map(|object| object.kind)
    }
}

impl<'o> IntoIterator for &'o Objects {
    type Item = &'o ObjectNode;
    type IntoIter = std::slice::Iter<'o, ObjectNode>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
