//! Where the form of a document is wrong, and what cannot be judged for that reason.

use std::collections::HashSet;

use openapi::{Contract, Document, Pointer, Problem, Violation};

use crate::rule::{Check, Rule};

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
        for Violation { problem, .. } in of_form {
            let pointer = &problem.pointer;
            match contract.objects().kind(pointer) {
                Some(_) => incomplete.insert(pointer),
                // What is beside a reference is nothing without it.
                None if pointer.last() == "$ref" => parts.insert(pointer.parent().unwrap_or(pointer)),
                None => parts.insert(pointer),
            };
        }
        Self { document: contract.document(), parts, incomplete }
    }

    /// Whether a problem is only what follows from the form: it is in a part that is wrong, or about a field that is
    /// missing and reported as such. What breaks the form explains itself.
    pub fn explains(&self, rule: &Rule, problem: &Problem) -> bool {
        let is_of_form = |check: &Check| matches!(check, Check::Constraint(constraint) if constraint.is_of_form());
        if rule.checks.iter().any(is_of_form) || problem.file != self.document.name() {
            return false;
        }
        let is_missing = || self.document.node(&problem.pointer).is_none();
        problem.pointer.ancestors().any(|pointer| self.parts.contains(pointer))
            || problem.pointer.parent().is_some_and(|parent| self.incomplete.contains(parent) && is_missing())
    }
}
