//! What is said of the changes of an entry as one.

use std::collections::BTreeSet;

use review::{Change, RuleId, Tier};

use crate::phrases::{self, Severity, TIERS};

/// What is about an operation as a whole, which the heading above it names.
const OPERATIONS: [RuleId; 2] = [RuleId::named("operation-added"), RuleId::named("operation-removed")];
/// How many consequences, and how many places, are named before the others are counted.
const NAMED: usize = 3;

/// Changes that are one edit of the contract.
#[derive(Debug)]
pub(crate) struct Entry<'r> {
    /// The change that the entry is about: the cause, not a side effect.
    pub lead: &'r Change,
    /// What takes the place of what the lead removes.
    pub replacement: Option<&'r Change>,
    /// What follows from the lead.
    pub consequences: Vec<&'r Change>,
    /// The same change at other places.
    pub repeats: Vec<&'r Change>,
}

impl<'r> Entry<'r> {
    pub fn of(lead: &'r Change) -> Self {
        Self { lead, replacement: None, consequences: Vec::new(), repeats: Vec::new() }
    }

    /// All its changes, the lead first.
    pub fn changes(&self) -> impl Iterator<Item = &'r Change> {
        let first = [self.lead].into_iter().chain(self.replacement);
        first.chain(self.consequences.iter().copied()).chain(self.repeats.iter().copied())
    }

    /// The worst tier of its changes.
    pub fn tier(&self) -> Tier {
        self.changes().map(|change| change.tier).min().unwrap_or(self.lead.tier)
    }

    /// The change that shows how grave the entry is: the lead, unless another one is worse.
    pub fn worst(&self) -> &'r Change {
        let tier = self.tier();
        self.changes().find(|change| change.tier == tier).unwrap_or(self.lead)
    }

    /// Whether it is about an operation as a whole.
    pub fn is_of_operation(&self) -> bool {
        OPERATIONS.contains(&self.lead.rule)
    }

    /// Whether a change of it breaks and is not approved.
    pub fn severity(&self) -> Severity {
        let is_error = self.changes().any(|change| phrases::severity(change) == Severity::Error);
        if is_error { Severity::Error } else { Severity::Note }
    }

    /// The operations that it reaches, sorted.
    pub fn operations(&self) -> BTreeSet<&'r str> {
        self.changes().flat_map(|change| &change.operations).map(String::as_str).collect()
    }

    /// What changed, in a line.
    pub fn headline(&self) -> String {
        let noun = self.lead.rule.noun();
        let mut headline = match self.replacement.map(|new| (&self.lead.name, &new.name)) {
            Some((Some(old), Some(new))) => format!("{noun} `{old}` replaced by `{new}`"),
            _ if self.is_of_operation() => self.lead.rule.about(),
            _ => self.lead.headline.clone(),
        };
        let mut consequences: Vec<&str> = Vec::new();
        for change in &self.consequences {
            if !consequences.contains(&change.headline.as_str()) {
                consequences.push(&change.headline);
            }
        }
        if !consequences.is_empty() {
            headline.push_str(", and with it: ");
            headline.push_str(&some(&consequences));
        }
        headline
    }

    /// Where, within the operations; empty for the operation or the document itself.
    pub fn place(&self) -> String {
        let mut places: Vec<String> = Vec::new();
        for change in [self.lead].iter().chain(&self.repeats) {
            // Most bodies are JSON; what is not says so.
            let place = change.path.replace(" application/json", "");
            if !places.contains(&place) {
                places.push(place);
            }
        }
        some(&places.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// `1 wire, 2 source` of an entry with several changes, and how many of them are approved.
    pub fn counts(&self) -> Option<String> {
        let approved = self.changes().filter(|change| change.approval.is_some()).count();
        let all = self.changes().count();
        let approved = match (approved, all) {
            (0, _) => None,
            (1, 1) => Some("approved".to_owned()),
            (approved, all) => Some(format!("{approved} of {all} approved")),
        };
        let of = |tier: Tier| self.changes().filter(|change| change.tier == tier).count();
        let counts = TIERS.into_iter().filter(|tier| all > 1 && of(*tier) > 0);
        let counts: Vec<String> = counts.map(|tier| format!("{} {tier}", of(tier))).chain(approved).collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    }
}

/// The first of the texts, and how many more there are.
fn some(texts: &[&str]) -> String {
    let mut shown = texts[..texts.len().min(NAMED)].join(", ");
    if let Some(rest) = texts.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        shown.push_str(&format!(" and {rest} more"));
    }
    shown
}
