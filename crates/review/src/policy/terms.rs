//! The words of the table.

use crate::text::names;

names! {
    /// Whom a change concerns, the worst first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Tier {
        /// A deployed consumer, or the service, can break.
        Wire = "wire",
        /// Code that was generated from the contract stops compiling when it is generated again.
        Source = "source",
        /// Nobody breaks.
        Compatible = "compatible",
        /// Words only.
        Docs = "docs",
    }
}

names! {
    /// Where a kind of fact shows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Surface {
        /// In messages, or in how they are sent.
        Wire = "wire",
        /// In generated code.
        Source = "source",
        /// In texts.
        Docs = "docs",
    }
}

names! {
    /// What happened to a fact. The ids in a row are in this order.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(crate) enum Verb {
        Added = "added",
        Removed = "removed",
        Changed = "changed",
        Tightened = "tightened",
        Loosened = "loosened",
    }
}

impl Verb {
    /// What turns the old side into the new one; `None` if neither has anything.
    pub const fn of(has_old: bool, has_new: bool) -> Option<Self> {
        match (has_old, has_new) {
            (false, false) => None,
            (false, true) => Some(Self::Added),
            (true, false) => Some(Self::Removed),
            (true, true) => Some(Self::Changed),
        }
    }
}
