//! Phrases that several formats share.

use lint::Finding;
use openapi::escape;
use review::{Change, Gate, Reason, Review, Tier};

/// Where all is that one line does not show.
pub(crate) const MORE: &str =
    "--details shows the lines, who breaks and how, and the fingerprints that `contract approve` takes.";

pub(crate) const TIERS: [Tier; 4] = [Tier::Wire, Tier::Source, Tier::Compatible, Tier::Docs];

/// How many operations are named before the others are counted.
pub(crate) const NAMED: usize = 6;

/// How severe something is, for a machine that knows errors and notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// A break that is not approved.
    Error,
    /// All else.
    Note,
}

/// Whether somebody breaks.
pub(crate) fn is_grave(tier: Tier) -> bool {
    matches!(tier, Tier::Wire | Tier::Source)
}

pub(crate) fn is_break(change: &Change) -> bool {
    is_grave(change.tier)
}

pub(crate) fn severity(change: &Change) -> Severity {
    if is_break(change) && change.approval.is_none() { Severity::Error } else { Severity::Note }
}

/// `2 wire (1 approved), 5 docs`.
pub(crate) fn counts(review: &Review) -> String {
    let counts = TIERS.into_iter().filter_map(|tier| count_of(review, tier)).collect::<Vec<_>>().join(", ");
    if counts.is_empty() { "nothing changed".to_owned() } else { counts }
}

/// `2 wire (1 approved)`; none if there are none of the tier.
pub(crate) fn count_of(review: &Review, tier: Tier) -> Option<String> {
    let of_tier = || review.changes.iter().filter(move |change| change.tier == tier);
    let approved = of_tier().filter(|change| change.approval.is_some()).count();
    match (of_tier().count(), approved) {
        (0, _) => None,
        (count, 0) => Some(format!("{count} {tier}")),
        (count, approved) => Some(format!("{count} {tier} ({approved} approved)")),
    }
}

/// The verdict, as a heading: `Contract: 2 breaking changes, 1 approved`.
pub(crate) fn verdict(review: &Review) -> String {
    let (open, approved): (Vec<_>, Vec<_>) =
        review.changes.iter().filter(|change| is_break(change)).partition(|change| severity(change) == Severity::Error);
    let mut verdict = match open.len() {
        0 if review.changes.is_empty() => "Contract: nothing changed".to_owned(),
        0 => "Contract: no breaking changes".to_owned(),
        number => format!("Contract: {}", count(number, "breaking change")),
    };
    if !approved.is_empty() {
        verdict.push_str(&format!(", {} approved", approved.len()));
    }
    verdict
}

/// The counts, the versions, and what the version gate requires.
pub(crate) fn summary(review: &Review) -> String {
    let (base, head) = (escape::line(&review.version.base), escape::line(&review.version.head));
    format!("{}; version {base} -> {head}, {}", counts(review), gate(&review.version))
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
