//! Where the checks put what they find.

use std::collections::HashSet;
use std::hash::Hash;

use super::{compositions, operations, paths, schemas, security, servers};
use crate::contract::Contract;
use crate::located::Located;
use crate::objects::ObjectNode;
use crate::pointer::Pointer;
use crate::violation::{Rule, Violation};

/// Everything in a document of the right form that breaks a rule.
pub(crate) fn check(contract: &Contract) -> Vec<Violation> {
    let mut reporter = Reporter { contract, violations: Vec::new() };
    operations::check(&mut reporter);
    paths::check(&mut reporter);
    security::check(&mut reporter);
    servers::check(&mut reporter);
    schemas::check(&mut reporter);
    compositions::check(&mut reporter);
    reporter.violations
}

/// The violations so far, and the document that they are of.
pub(super) struct Reporter<'a> {
    pub contract: &'a Contract,
    violations: Vec<Violation>,
}

impl<'a> Reporter<'a> {
    /// Adds a violation.
    pub fn report(&mut self, rule: Rule, pointer: &Pointer, message: impl Into<String>) {
        self.violations.push(Violation { rule, problem: self.contract.problem(pointer, message) });
    }

    /// An object of the document, from which references can be followed.
    pub fn located(&self, object: &'a ObjectNode) -> Located<'a> {
        Located { root: self.contract.root(), pointer: object.pointer.clone(), node: &object.node }
    }
}

/// The first value that a value before it equals.
pub(super) fn first_repeated<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut seen = HashSet::new();
    values.into_iter().find_map(|value| seen.replace(value))
}
