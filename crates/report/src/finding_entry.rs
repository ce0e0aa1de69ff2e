//! Findings as people read them: the gravest first, and what one rule says many times over in one entry.

use std::collections::HashMap;

use lint::{Checked, Finding, Severity};

use crate::phrases;

/// A rule that has more findings than this, none of them an error, is one entry.
const LISTED: usize = 5;
/// So many findings of such an entry are shown.
const SHOWN: usize = 3;

/// An entry of a report.
pub(crate) enum FindingEntry<'a> {
    /// A finding.
    Single(&'a Finding),
    /// The findings of a rule, in their order; at least two.
    Folded(Vec<&'a Finding>),
}

impl<'a> FindingEntry<'a> {
    /// The entries, the gravest first, then in the order of the findings; with `details` each finding is one.
    pub fn all(findings: &'a [Finding], details: bool) -> Vec<Self> {
        let mut of_rules: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in findings {
            of_rules.entry(finding.rule.id).or_default().push(finding);
        }
        let is_folded = |findings: &Vec<&Finding>| {
            !details && findings.len() > LISTED && findings.iter().all(|finding| finding.severity != Severity::Error)
        };
        let mut entries: Vec<Self> = Vec::new();
        for finding in findings {
            match of_rules.get(finding.rule.id).filter(|of_rule| is_folded(of_rule)) {
                None => entries.push(Self::Single(finding)),
                Some(of_rule) if std::ptr::eq(of_rule[0], finding) => entries.push(Self::Folded(of_rule.clone())),
                Some(_) => {}
            }
        }
        entries.sort_by_key(|entry| entry.first().severity);
        entries
    }

    /// Its first finding.
    pub fn first(&self) -> &'a Finding {
        match self {
            Self::Single(finding) => finding,
            Self::Folded(findings) => findings[0],
        }
    }

    /// The findings that are shown of it.
    pub fn shown(&self) -> &[&'a Finding] {
        match self {
            Self::Single(finding) => std::slice::from_ref(finding),
            Self::Folded(findings) => &findings[..SHOWN.min(findings.len())],
        }
    }

    /// Its headline: the message, or how many there are.
    pub fn headline(&self) -> String {
        match self {
            Self::Single(finding) => finding.message.clone(),
            Self::Folded(findings) => format!("{} findings; the first {SHOWN}:", findings.len()),
        }
    }
}

/// `7 findings: 2 errors, 5 warnings`.
pub(crate) fn counts(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "no findings".to_owned();
    }
    let counts = Severity::ALL.into_iter().filter_map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        match (count, severity) {
            (0, _) => None,
            (count, Severity::Info) => Some(format!("{count} info")),
            (count, severity) => Some(phrases::count(count, severity.name())),
        }
    });
    format!("{}: {}", phrases::count(findings.len(), "finding"), counts.collect::<Vec<_>>().join(", "))
}

/// What is not reported, since rules are off; one line for each rule.
pub(crate) fn off(checked: &Checked) -> impl Iterator<Item = String> {
    checked.off.iter().map(|off| {
        let count = phrases::count(off.findings, "finding");
        format!("{count} of {}, which is off: {}", off.rule.id, off.reason)
    })
}
