//! What Swagger 2.0 cannot say.

use openapi::{Located, Pointer};

/// A part of a document that Swagger 2.0 cannot say, and a caller needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// Where it is.
    pub pointer: Pointer,
    /// What it is, as a sentence.
    pub message: String,
}

impl Unsupported {
    /// One at a node.
    pub(super) fn at(at: &Located<'_>, message: &str) -> Self {
        Self { pointer: at.pointer.clone(), message: format!("Swagger 2.0 has no {message}") }
    }
}
