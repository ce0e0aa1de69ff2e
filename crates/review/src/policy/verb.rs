//! What happened to a fact.

/// What happened to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Verb {
    Added,
    Removed,
    Changed,
    Tightened,
    Loosened,
}

impl Verb {
    /// In the order of the ids in a row.
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Changed, Self::Tightened, Self::Loosened];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Tightened => "tightened",
            Self::Loosened => "loosened",
        }
    }

    /// What turns the old side into the new one, if they differ: `None` if neither side has anything.
    pub const fn of(has_old: bool, has_new: bool) -> Option<Self> {
        match (has_old, has_new) {
            (false, false) => None,
            (false, true) => Some(Self::Added),
            (true, false) => Some(Self::Removed),
            (true, true) => Some(Self::Changed),
        }
    }
}
