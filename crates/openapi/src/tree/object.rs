//! The members of an object, in the order of the document.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::node::Node;
use crate::position::Position;

/// With so few members, to look at each is faster than to search.
const SMALL: usize = 12;

/// The members of an object: keys and nodes, in the order of the document. No key is there twice.
#[derive(Clone, Default)]
pub struct Object {
    members: Vec<Member>,
    /// The members in the order of their keys, where there are many.
    sorted: Vec<u32>,
}

/// A member of an object.
#[derive(Clone)]
pub struct Member {
    /// The key.
    pub key: Arc<str>,
    /// Where the key is written; none if it comes from no text.
    pub position: Option<Position>,
    /// The value.
    pub value: Node,
}

impl Object {
    /// An object of these members, each key of which is there once.
    pub fn new(members: Vec<Member>) -> Self {
        let mut sorted = Vec::new();
        if members.len() > SMALL {
            sorted = (0..members.len()).filter_map(|index| index.try_into().ok()).collect();
            sorted.sort_by(|a: &u32, b: &u32| members[*a as usize].key.cmp(&members[*b as usize].key));
        }
        Self { members, sorted }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The member of this key, with the place of its key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        if self.sorted.is_empty() {
            return self.members.iter().find(|member| &*member.key == key);
        }
        let found = self.sorted.binary_search_by(|index| (*self.members[*index as usize].key).cmp(key));
        found.ok().map(|at| &self.members[self.sorted[at] as usize])
    }

    /// The node of this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// Whether there is a member of this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    /// Keys and nodes, in the order of the document.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Node)> + ExactSizeIterator {
        self.members.iter().map(|member| (&*member.key, &member.value))
    }

    /// The keys, in the order of the document.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.members.iter().map(|member| &*member.key)
    }

    /// The nodes, in the order of the document.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Node> + ExactSizeIterator {
        self.members.iter().map(|member| &member.value)
    }

    /// The members, in the order of the document.
    pub fn as_slice(&self) -> &[Member] {
        &self.members
    }
}

/// The same members, in whatever order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Eq for Object {}

/// Independent of the order: equal objects have equal hashes.
impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut keys: Vec<_> = self.keys().collect();
        keys.sort_unstable();
        for key in keys {
            key.hash(state);
            self.get(key).hash(state);
        }
    }
}
