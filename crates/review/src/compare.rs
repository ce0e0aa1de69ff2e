//! The review of two contracts.

use std::collections::BTreeMap;

use openapi::{Document, Problems};

use crate::approvals::Approval;
use crate::change::{Change, Review};
use crate::classify;
use crate::configuration::RuleOff;
use crate::differences;
use crate::policy::{RuleId, RuleSetting, Settings};
use crate::read::{read, version_of};
use crate::version::Gate;

/// What changes from one document to another, and for whom, with the approvals of the changes.
///
/// # Errors
///
/// Every place where one of the documents is not OpenAPI 3.0, or that their differences are far larger than they are.
pub fn compare(base: &Document, head: &Document, approvals: &[Approval]) -> Result<Review, Problems> {
    compare_with(base, head, approvals, &Settings::default())
}

/// The same, with what a team says of extensions and rules.
///
/// # Errors
///
/// As of [`compare`].
pub fn compare_with(
    base: &Document,
    head: &Document,
    approvals: &[Approval],
    settings: &Settings,
) -> Result<Review, Problems> {
    let (old, new) = (read(base, &settings.treatments)?, read(head, &settings.treatments)?);
    let operations = old.operations().into_iter().chain(new.operations());
    let operations = operations.map(|operation| (operation.name, operation.written_address)).collect();
    let differences = differences::differences(&old, &new).map_err(|exceeded| exceeded.problem(head))?;
    let mut changes = classify::changes(base, head, differences);
    for change in &mut changes {
        change.approval = approvals.iter().find(|approval| approval.fingerprint == change.fingerprint).cloned();
    }
    let is_unmatched = |approval: &&Approval| changes.iter().all(|change| change.fingerprint != approval.fingerprint);
    let unmatched_approvals = approvals.iter().filter(is_unmatched).cloned().collect();
    let off = configured(&mut changes, settings);
    let worst = changes.iter().map(|change| change.tier).min();
    let version = Gate::new(version_of(base), version_of(head), worst);
    let (base, head) = (base.name().to_owned(), head.name().to_owned());
    Ok(Review { base, head, version, operations, changes, off, configuration: None, unmatched_approvals })
}

/// Gives changes the tiers that a team gives their rules, and takes away those that it does not want, which are counted.
fn configured(changes: &mut Vec<Change>, settings: &Settings) -> Vec<RuleOff> {
    let mut off: BTreeMap<RuleId, RuleOff> = BTreeMap::new();
    changes.retain_mut(|change| {
        let Some(RuleSetting { tier, reason }) = settings.rules.get(&change.rule) else { return true };
        let Some(tier) = *tier else {
            let new = RuleOff { rule: change.rule, reason: reason.clone(), changes: 0 };
            off.entry(change.rule).or_insert(new).changes += 1;
            return false;
        };
        change.tier = tier;
        change.reason = Some(reason.clone());
        true
    });
    // The order within a tier stays as it was.
    changes.sort_by_key(|change| change.tier);
    off.into_values().collect()
}
