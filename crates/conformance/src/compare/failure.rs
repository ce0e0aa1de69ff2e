//! What the comparison finds.

use std::fmt;

/// Something that is not as it should be, for a person who has to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConformanceFailure {
    /// Which language.
    pub language: String,
    /// Which scenario of which operation; empty where it is about none.
    pub scenario: String,
    /// What it is about, as in `header accept`.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was received.
    pub received: String,
}

impl fmt::Display for ConformanceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.language)?;
        if !self.scenario.is_empty() {
            write!(f, "{}: ", self.scenario)?;
        }
        write!(f, "{}\n  expected: {}\n  received: {}", self.what, self.expected, self.received)
    }
}
