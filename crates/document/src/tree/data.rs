//! What the tree consists of: these types hold each other, so they are in one file.

use std::sync::Arc;

use crate::position::Position;

/// A JSON value of a document, with its place in the text.
///
/// Nodes are immutable and shared: a clone, and an alias of YAML, cost a pointer. Two nodes are equal if their values
/// are, wherever they are written; numbers compare by value, with all their digits; members compare without their
/// order, as in JSON.
#[derive(Clone)]
pub struct Node {
    pub(super) data: Data,
    pub(super) position: Option<Position>,
}

#[derive(Clone)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number that is not written as an `i64`, as JSON has it.
    Decimal(Arc<str>),
    String(Arc<str>),
    Array(Elements),
    Object(Object),
}

/// So many are copied into one allocation of their own.
pub(super) const FEW: usize = 12;

/// The elements of an array, shared.
#[derive(Clone)]
pub(super) enum Elements {
    /// In one allocation, since most arrays are small.
    Few(Arc<[Node]>),
    /// As they were collected: a long array never stands in memory twice.
    Many(Arc<Vec<Node>>),
}

/// The members of an object: keys and nodes, in the order of the document. No key is there twice.
///
/// Immutable and shared, as nodes are.
#[derive(Clone)]
pub struct Object(pub(super) Members);

#[derive(Clone)]
pub(super) enum Members {
    /// In one allocation; to look at each is faster than to search.
    Few(Arc<[Member]>),
    Many(Arc<Indexed>),
}

pub(super) struct Indexed {
    pub(super) members: Vec<Member>,
    /// The members in the order of their keys.
    pub(super) sorted: Vec<u32>,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The key.
    pub key: Arc<str>,
    /// Where the key is written; none if it comes from no text.
    pub position: Option<Position>,
    /// The value.
    pub value: Node,
}
