//! Where the form of a document is wrong, and what cannot be judged for that reason.

use std::collections::HashSet;

use openapi::{Contract, Document, Pointer, Violation};

/// The places where the form of a document is wrong.
pub(crate) struct BrokenForm<'a> {
    document: &'a Document,
    /// Values that are not what the specification asks for, fields that it does not have, references to nothing.
    parts: HashSet<&'a Pointer>,
    /// Objects without a field that they need.
    incomplete: HashSet<&'a Pointer>,
}

impl<'a> BrokenForm<'a> {
    pub fn of(contract: &'a Contract) -> Self {
        let of_form = contract.violations().iter().filter(|violation| violation.constraint.is_of_form());
        let (mut parts, mut incomplete) = (HashSet::new(), HashSet::new());
        for Violation { pointer, .. } in of_form {
            match contract.objects().kind(pointer) {
                Some(_) => incomplete.insert(pointer),
                // What is beside a reference is nothing without it.
                None if pointer.last() == "$ref" => parts.insert(pointer.parent().unwrap_or(pointer)),
                None => parts.insert(pointer),
            };
        }
        Self { document: contract.document(), parts, incomplete }
    }

    /// Whether a problem at an address is only what follows from the form: it is in a part that is wrong, or about a field
    /// that is missing and reported as such.
    pub fn explains(&self, pointer: &Pointer) -> bool {
        let is_missing = || self.document.node(pointer).is_none();
        pointer.ancestors().any(|pointer| self.parts.contains(pointer))
            || pointer.parent().is_some_and(|parent| self.incomplete.contains(parent) && is_missing())
    }
}
