//! What a check has found.

use openapi::{Pointer, Position, Problem};

use crate::rule::Rule;

/// A place where a rule is broken. The texts are those of the document, as they are: escape them where they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Name of the document.
    pub file: String,
    /// Where in its text; none if the text has no place for it.
    pub position: Option<Position>,
    /// Where in its tree.
    pub pointer: Pointer,
}

impl Finding {
    /// A problem that breaks a rule. The help of the problem is more precise than that of the rule, where there is any.
    pub fn new(rule: &'static Rule, problem: Problem) -> Self {
        Self {
            rule,
            message: problem.message,
            help: problem.help.unwrap_or_else(|| rule.help.to_owned()),
            file: problem.file,
            position: problem.position,
            pointer: problem.pointer,
        }
    }
}
