//! What a check has found.

use openapi::{Position, Problem};

use crate::rule::Rule;

/// Characters of a message at most: one that quotes the document may be as long as the document.
const MAX_MESSAGE: usize = 300;

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
    /// Where in its tree, a JSON pointer; empty for the root.
    pub pointer: String,
}

impl Finding {
    /// A problem that breaks a rule. The help of the problem is more precise than that of the rule, where there is any.
    pub fn new(rule: &'static Rule, problem: Problem) -> Self {
        Self {
            rule,
            message: shortened(problem.message),
            help: problem.help.unwrap_or_else(|| rule.help.to_owned()),
            file: problem.file,
            position: problem.position,
            pointer: problem.pointer,
        }
    }
}

/// Those in the contract first, each file's in the order of its text, none twice.
pub(crate) fn in_order(mut findings: Vec<Finding>, contract: &str) -> Vec<Finding> {
    let key = |finding: &Finding| {
        let Finding { rule, message, file, position, pointer, .. } = finding.clone();
        (file != contract, file, position, pointer, rule.id, message)
    };
    findings.sort_by_cached_key(key);
    findings.dedup();
    findings
}

fn shortened(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}
