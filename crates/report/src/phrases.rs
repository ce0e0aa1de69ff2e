//! Phrases that several formats share.

use lint::Finding;
use openapi::escape;
use review::{Change, Gate, Reason, Review, Tier};

pub(crate) const TIERS: [Tier; 4] = [Tier::Wire, Tier::Source, Tier::Compatible, Tier::Docs];

/// How many operations are named before the others are counted.
const NAMED: usize = 6;

/// How severe something is, for a machine that knows errors and notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// A break that is not approved.
    Error,
    /// All else.
    Note,
}

pub(crate) fn is_break(change: &Change) -> bool {
    matches!(change.tier, Tier::Wire | Tier::Source)
}

pub(crate) fn severity(change: &Change) -> Severity {
    if is_break(change) && change.approval.is_none() { Severity::Error } else { Severity::Note }
}

/// `2 wire (1 approved), 5 docs`.
pub(crate) fn counts(review: &Review) -> String {
    let of = |tier| review.changes.iter().filter(move |change| change.tier == tier);
    let counts = TIERS.into_iter().filter(|tier| of(*tier).next().is_some()).map(|tier| {
        let count = of(tier).count();
        match of(tier).filter(|change| change.approval.is_some()).count() {
            0 => format!("{count} {tier}"),
            approved => format!("{count} {tier} ({approved} approved)"),
        }
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() { "nothing changed".to_owned() } else { counts }
}

/// What the version gate requires, after the versions.
pub(crate) fn gate(gate: &Gate) -> String {
    match &gate.needed {
        None => "which cannot be compared: not three numbers".to_owned(),
        Some(_) if gate.passes => "which is enough".to_owned(),
        // Against a base that was never released, an earlier change may have raised it for both.
        Some(needed) => format!("needs {needed} if {} is released", escape::line(&gate.base)),
    }
}

/// `1 change`, `2 changes`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The names, each as `show` has it; many are cut short.
pub(crate) fn operations(names: &[String], show: impl Fn(&str) -> String) -> String {
    let mut shown = names.iter().take(NAMED).map(|name| show(name)).collect::<Vec<_>>().join(", ");
    if let Some(rest) = names.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        shown.push_str(&format!(" and {rest} more"));
    }
    shown
}

/// The path of a document as GitHub knows it: from the root of the repository.
pub(crate) fn path(file: &str) -> String {
    let file = file.replace('\\', "/");
    file.trim_start_matches("./").to_owned()
}

/// The pointer of a finding, as problems display it.
pub(crate) fn pointer(finding: &Finding) -> String {
    if finding.pointer.is_root() { "/".to_owned() } else { escape::line(&finding.pointer.to_string()) }
}

pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::ContractCorrected => "contract corrected",
        Reason::Benign => "benign",
        Reason::AcceptedBreak => "accepted break",
    }
}

pub(crate) fn concern(tier: Tier) -> &'static str {
    match tier {
        Tier::Wire => "a deployed consumer, or the service, can break",
        Tier::Source => "generated code stops compiling when it is generated again",
        Tier::Compatible => "nobody breaks",
        Tier::Docs => "documentation only",
    }
}
