//! What a check has found.

use openapi::{Pointer, Position, Problem};

use crate::rule::Rule;
use crate::severity::Severity;

/// A place where a rule is broken. The texts are those of the document, as they are: escape them where they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave it is.
    pub severity: Severity,
    /// Why a team gives the rule this severity; none where it says nothing of the rule.
    pub reason: Option<String>,
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
    /// A problem that breaks a rule, as grave as the rule is. The help of the problem is more precise than that of the rule, where there is any.
    pub fn new(rule: &'static Rule, problem: Problem) -> Self {
        Self {
            rule,
            severity: rule.severity,
            reason: None,
            message: problem.message,
            help: problem.help.unwrap_or_else(|| rule.help.to_owned()),
            file: problem.file,
            position: problem.position,
            pointer: problem.pointer,
        }
    }
}
