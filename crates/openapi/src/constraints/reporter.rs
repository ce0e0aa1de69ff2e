//! Where the checks put what they find.

use std::collections::HashSet;
use std::hash::Hash;

use crate::objects::Objects;
use crate::operation::Operation;
use crate::violation::{Constraint, Violation, Violations};
use document::Document;
use document::Pointer;

/// The violations so far, and the document that they are of.
pub(super) struct ViolationReporter<'a> {
    pub document: &'a Document,
    pub objects: &'a Objects,
    pub operations: &'a [Operation],
    pub violations: &'a mut Violations,
}

impl ViolationReporter<'_> {
    /// Adds a violation.
    pub fn report(&mut self, constraint: Constraint, pointer: &Pointer, message: impl Into<String>) {
        let problem = self.document.problem(pointer, message);
        self.violations.add(Violation { constraint, pointer: pointer.clone(), problem });
    }
}

/// The first value that a value before it equals.
pub(super) fn first_repeated<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut seen = HashSet::new();
    values.into_iter().find_map(|value| seen.replace(value))
}
