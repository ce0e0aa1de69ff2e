//! Why no value can be made.

use std::fmt;

use document::Pointer;

/// Elements that an array is given, and bytes that a string has.
pub(super) const LARGEST: u64 = 1 << 14;

/// Why no value can be made: it needs an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSample {
    /// For what in the value there is none.
    place: Pointer,
    reason: String,
}

impl fmt::Display for NoSample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no value can be made for the schema: ")?;
        if !self.place.is_root() {
            write!(f, "at {}, ", self.place)?;
        }
        write!(f, "{}; give it an example", self.reason)
    }
}

impl NoSample {
    pub(super) fn within(self, token: &str) -> Self {
        Self { place: self.place.below(&Pointer::of([token])), ..self }
    }
}

impl std::error::Error for NoSample {}

pub(super) fn no(reason: &str) -> NoSample {
    NoSample { place: Pointer::root(), reason: reason.to_owned() }
}
