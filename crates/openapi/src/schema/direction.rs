//! The two directions of messages.

use std::fmt;

/// Who sends a message. Displayed as its name: `request`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The consumer.
    Request,
    /// The service.
    Response,
}

impl Direction {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Request, Self::Response];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
