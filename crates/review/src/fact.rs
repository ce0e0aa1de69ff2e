//! A fact: one line of the contract in normal form.

use std::fmt;

use openapi::{Direction, Node, Pointer, escape};

use crate::policy::Surface;

/// One fact: a line of the contract in normal form.
///
/// Displayed as `wire blockFile request body application/json .Comment: min-length 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fact {
    /// Where it shows: in messages, in generated code, or in texts.
    pub surface: Surface,
    /// The operation; none for what belongs to the whole document.
    pub operation: Option<String>,
    /// The messages that it is part of; none for what is around them.
    pub direction: Option<Direction>,
    /// The path to it; empty for the operation itself.
    pub place: String,
    /// What is stated there: a kind of fact, and which.
    pub rule: String,
    /// The value; none where being there is all.
    pub value: Option<Node>,
    /// Where it is written.
    pub pointers: Vec<Pointer>,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.surface)?;
        if let Some(operation) = &self.operation {
            write!(f, " {}", escape::whole(operation))?;
        }
        if let Some(direction) = self.direction {
            write!(f, " {direction}")?;
        }
        if !self.place.is_empty() {
            write!(f, " {}", escape::whole(&self.place))?;
        }
        write!(f, ": {}", escape::whole(&self.rule))?;
        match &self.value {
            Some(value) => write!(f, " {}", escape::whole(&value.normal_json())),
            None => Ok(()),
        }
    }
}
