//! The members of an object, in the order of the document.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use super::data::{FEW, Indexed, Member, Members, Node, Object};

/// All empty objects are one.
static NONE: LazyLock<Object> = LazyLock::new(|| Object(Members::Few(Arc::new([]))));

impl Object {
    /// An object of these members, each key of which is there once.
    pub fn new(members: Vec<Member>) -> Self {
        Self::checked(members).0
    }

    /// An object of these members, and the first of them whose key another one before it has.
    pub(crate) fn checked(mut members: Vec<Member>) -> (Self, Option<usize>) {
        if members.is_empty() {
            return (Self::default(), None);
        }
        if members.len() <= FEW {
            let is_second = |at: &usize| members[..*at].iter().any(|member| member.key == members[*at].key);
            let second = (1..members.len()).find(is_second);
            return (Self(Members::Few(members.into())), second);
        }
        members.shrink_to_fit();
        let key = |index: u32| &*members[index as usize].key;
        let mut sorted: Vec<u32> = (0..=u32::MAX).take(members.len()).collect();
        sorted.sort_unstable_by(|a, b| key(*a).cmp(key(*b)).then(a.cmp(b)));
        let seconds = sorted.windows(2).filter(|pair| key(pair[0]) == key(pair[1])).map(|pair| pair[1] as usize);
        let second = seconds.min();
        (Self(Members::Many(Arc::new(Indexed { members, sorted }))), second)
    }

    /// Whether both are the same in memory.
    pub(super) fn is_shared(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Members::Few(a), Members::Few(b)) => Arc::ptr_eq(a, b),
            (Members::Many(a), Members::Many(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The member of this key, with the place of its key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        match &self.0 {
            Members::Few(members) => members.iter().find(|member| &*member.key == key),
            Members::Many(indexed) => {
                let Indexed { members, sorted } = &**indexed;
                let found = sorted.binary_search_by(|index| (*members[*index as usize].key).cmp(key));
                found.ok().map(|at| &members[sorted[at] as usize])
            }
        }
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
        self.as_slice().iter().map(|member| (&*member.key, &member.value))
    }

    /// The keys, in the order of the document.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.as_slice().iter().map(|member| &*member.key)
    }

    /// The nodes, in the order of the document.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Node> + ExactSizeIterator {
        self.as_slice().iter().map(|member| &member.value)
    }

    /// The members, in the order of the document.
    pub fn as_slice(&self) -> &[Member] {
        match &self.0 {
            Members::Few(members) => members,
            Members::Many(indexed) => &indexed.members,
        }
    }
}

impl Default for Object {
    fn default() -> Self {
        NONE.clone()
    }
}

/// The same members, in whatever order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        let are_equal = || self.iter().all(|(key, value)| other.get(key) == Some(value));
        self.is_shared(other) || self.len() == other.len() && are_equal()
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
