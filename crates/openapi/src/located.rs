//! Nodes that know where they are.

use std::ops::Deref;

use document::Node;
use document::Pointer;

/// A node of a document with its address, from which references can be followed.
///
/// What a [`Node`] can be asked, it can be asked too.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The document, by its root.
    pub root: &'a Node,
    /// The address of the node.
    pub pointer: Pointer,
    /// The node.
    pub node: &'a Node,
}

impl<'a> Located<'a> {
    /// The whole document.
    pub fn root(root: &'a Node) -> Self {
        Self { root, pointer: Pointer::root(), node: root }
    }

    /// What is at an address below this node.
    pub fn at(&self, below: &Pointer) -> Option<Self> {
        let node = self.node.pointer(below)?;
        let pointer = if self.pointer.is_root() { below.clone() } else { below.below(&self.pointer) };
        Some(Self { root: self.root, pointer, node })
    }

    /// The member of this key.
    pub fn get(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key)?;
        Some(Self { root: self.root, pointer: self.pointer.child(key), node })
    }

    /// The text of a member.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node.text(key)
    }

    /// The elements of a member that is an array; nothing for any other.
    pub fn elements(&self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        let (root, list) = (self.root, self.pointer.child(key));
        self.node.elements(key).enumerate().map(move |(index, node)| Self { root, pointer: list.index(index), node })
    }

    /// The members of a member that is an object, in the order of the document; nothing for any other.
    pub fn members(&self, key: &str) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let (root, map) = (self.root, self.pointer.child(key));
        self.node.members(key).map(move |(name, node)| (name, Self { root, pointer: map.child(name), node }))
    }
}

impl Deref for Located<'_> {
    type Target = Node;

    fn deref(&self) -> &Node {
        self.node
    }
}
