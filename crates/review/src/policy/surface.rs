//! Where a fact shows.

use std::fmt;

/// Where a kind of fact shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surface {
    /// In messages, or in how they are sent.
    Wire,
    /// In generated code.
    Source,
    /// In texts.
    Docs,
}

impl Surface {
    /// Its name: `wire`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Source => "source",
            Self::Docs => "docs",
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
