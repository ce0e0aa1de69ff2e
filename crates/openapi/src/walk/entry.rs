//! What the walk passes.

use std::fmt;

use super::role::{FieldName, Role};
use crate::spec::ObjectKind;
use document::Pointer;
use document::{Node, Object};

/// One thing that the walk passes.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Where it is in an object; none for that from which the walk starts.
    pub owner: Option<Owner<'a>>,
    /// Its address.
    pub pointer: Pointer,
    /// What is written there.
    pub node: &'a Node,
    /// What it is.
    pub role: Role,
}

/// Where in an object something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'a> {
    /// Which object: the walk counts them from 0, in the order in which it passes them.
    pub object: usize,
    /// In which field of the object.
    pub field: FieldName<'a>,
    /// Where in the field, if the field holds a list or a map, and this is not the list or map itself.
    pub key: Option<Key<'a>>,
}

/// A member of a map, or an element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// The key of a member.
    Name(&'a str),
    /// The index of an element.
    Index(usize),
}

impl<'a> Entry<'a> {
    /// The kind of object that this is, [`ObjectKind::Reference`] for what is a reference instead of one; none for what
    /// is no object.
    pub fn object(&self) -> Option<ObjectKind> {
        match self.role {
            Role::Object(kind) => Some(kind),
            Role::Reference(_) if self.node.is_object() => Some(ObjectKind::Reference),
            _ => None,
        }
    }

    /// The text of a reference with its address, and the kind of object that belongs at its end; none for what is no
    /// reference, and for one that is no text.
    pub fn reference(&self) -> Option<(ObjectKind, Pointer, &'a str)> {
        let Role::Reference(kind) = self.role else { return None };
        match self.node.as_str() {
            Some(text) => Some((kind, self.pointer.clone(), text)),
            None => Some((kind, self.pointer.child("$ref"), self.node.text("$ref")?)),
        }
    }

    /// What stands beside the `$ref` of a reference: OpenAPI 3.0 ignores it.
    pub fn ignored(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let node = matches!(self.role, Role::Reference(_)).then_some(self.node);
        let members = node.and_then(Node::as_object).into_iter().flat_map(Object::iter);
        members.filter(|(key, _)| *key != "$ref")
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}
