//! What several formats say in the same words.

use crate::escape;
use lint::Finding;
use review::{Change, Gate, Location, Reason, Review, Tier};

pub(super) const TIERS: [Tier; 4] = [Tier::Wire, Tier::Source, Tier::Compatible, Tier::Docs];

/// How many operations are named before the others are counted.
const NAMED: usize = 6;

/// How grave something is to a machine that knows errors and notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gravity {
    /// A break that nobody has approved.
    Error,
    /// All else.
    Note,
}

pub(super) fn is_break(change: &Change) -> bool {
    matches!(change.tier, Tier::Wire | Tier::Source)
}

pub(super) fn gravity(change: &Change) -> Gravity {
    if is_break(change) && change.approval.is_none() { Gravity::Error } else { Gravity::Note }
}

/// `2 wire (1 approved), 5 docs`.
pub(super) fn counts(review: &Review) -> String {
    let of = |tier| review.changes.iter().filter(move |change| change.tier == tier);
    let told = TIERS.into_iter().filter(|tier| of(*tier).next().is_some()).map(|tier| {
        let count = of(tier).count();
        match of(tier).filter(|change| change.approval.is_some()).count() {
            0 => format!("{count} {tier}"),
            approved => format!("{count} {tier} ({approved} approved)"),
        }
    });
    let told = told.collect::<Vec<_>>().join(", ");
    if told.is_empty() { "nothing changed".to_owned() } else { told }
}

/// What the version gate says, after the versions.
pub(super) fn gate(gate: &Gate) -> String {
    match &gate.needed {
        None => "which cannot be judged: not three numbers".to_owned(),
        Some(_) if gate.passes => "which is enough".to_owned(),
        // Against a base that was never released, an earlier change may have raised it for both.
        Some(needed) => format!("needs {needed} if {} is released", escape::line(&gate.base)),
    }
}

/// `1 change`, `2 changes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The names, each as `show` has it; many are cut short.
pub(super) fn operations(names: &[String], show: impl Fn(&str) -> String) -> String {
    let mut told = names.iter().take(NAMED).map(|name| show(name)).collect::<Vec<_>>().join(", ");
    if let Some(rest) = names.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        told.push_str(&format!(" and {rest} more"));
    }
    told
}

/// `file:line:column`.
pub(super) fn place(location: &Location) -> String {
    let mut place = escape::line(&location.file);
    for number in [location.line, location.column].into_iter().map_while(|number| number) {
        place.push_str(&format!(":{number}"));
    }
    place
}

/// The path of a document as GitHub knows it: from the root of the repository.
pub(super) fn path(file: &str) -> String {
    let file = file.replace('\\', "/");
    file.trim_start_matches("./").to_owned()
}

/// The pointer of a finding, as problems tell it.
pub(super) fn pointer(finding: &Finding) -> String {
    let pointer = &finding.location.pointer;
    escape::line(if pointer.is_empty() { "/" } else { pointer })
}

/// Where a change is shown: in the contract after, else in the one before.
pub(super) fn location(change: &Change) -> Option<&Location> {
    change.head.as_ref().or(change.base.as_ref())
}

pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::ContractCorrected => "contract corrected",
        Reason::Benign => "benign",
        Reason::AcceptedBreak => "accepted break",
    }
}

pub(super) fn concern(tier: Tier) -> &'static str {
    match tier {
        Tier::Wire => "a deployed consumer, or the service, can break",
        Tier::Source => "generated code stops compiling when it is generated again",
        Tier::Compatible => "nobody breaks",
        Tier::Docs => "words only",
    }
}
