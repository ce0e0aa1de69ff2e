//! The elements of an array.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use super::data::{Elements, FEW, Node};

/// All empty arrays are one.
static NONE: LazyLock<Elements> = LazyLock::new(|| Elements::Few(Arc::new([])));

impl Elements {
    pub(super) fn new(mut elements: Vec<Node>) -> Self {
        if elements.is_empty() {
            NONE.clone()
        } else if elements.len() <= FEW {
            Self::Few(elements.into())
        } else {
            elements.shrink_to_fit();
            Self::Many(Arc::new(elements))
        }
    }

    /// Whether both are the same in memory.
    pub(super) fn are_shared(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Few(a), Self::Few(b)) => Arc::ptr_eq(a, b),
            (Self::Many(a), Self::Many(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Deref for Elements {
    type Target = [Node];

    fn deref(&self) -> &[Node] {
        match self {
            Self::Few(elements) => elements,
            Self::Many(elements) => elements,
        }
    }
}
