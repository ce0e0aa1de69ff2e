//! Findings that are not listed.

use openapi::{Document, Pointer};

use crate::finding::Finding;
use crate::rule::{Check, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&FINDINGS_OMITTED];

static FINDINGS_OMITTED: Rule = Rule {
    id: "findings-omitted",
    section: None,
    summary: "The findings are few enough to be listed: no more than a thousand of a rule.",
    help: "correct what is listed, and check again",
    severity: Severity::Info,
    checks: &[Check::Count],
};

/// The finding that says how many are not listed; none if all are.
pub(crate) fn finding(document: &Document, number: usize) -> Option<Finding> {
    let noun = if number == 1 { "finding is" } else { "findings are" };
    let message = format!("{number} more {noun} not listed");
    (number > 0).then(|| Finding::new(&FINDINGS_OMITTED, document.problem(&Pointer::root(), message)))
}
