//! What is found when an example or a default is checked against its schema.

use openapi::Pointer;

/// A value that does not fit its schema, or that could not be checked.
pub(crate) struct ValueMisfit {
    /// What kind of value it is.
    pub kind: ValueKind,
    /// Where the value is, or the part of it that is concerned.
    pub pointer: Pointer,
    /// What was found.
    pub result: Misfit,
}

/// The kind of a value that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Example,
    Default,
}

/// Why a value does not pass.
pub(crate) enum Misfit {
    /// It does not fit the schema.
    Invalid(String),
    /// Checking it would take too long.
    OverBudget(&'static str),
    /// The schema cannot be compiled.
    NotCompiled(String),
}
