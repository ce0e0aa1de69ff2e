//! The review of two contracts.

use openapi::{Document, Problems};

use crate::approvals::Approval;
use crate::change::Review;
use crate::classify;
use crate::differences;
use crate::policy::Treatments;
use crate::read::{read, version_of};
use crate::version::Gate;

/// What changes from one document to another, and for whom, with the approvals of the changes.
///
/// # Errors
///
/// Every place where one of the documents is not OpenAPI 3.0, or that their differences are far larger than they are.
pub fn compare(base: &Document, head: &Document, approvals: &[Approval]) -> Result<Review, Problems> {
    compare_with(base, head, approvals, &Treatments::default())
}

/// The same, with what a team says of its own extensions.
///
/// # Errors
///
/// As of [`compare`].
pub fn compare_with(
    base: &Document,
    head: &Document,
    approvals: &[Approval],
    treatments: &Treatments,
) -> Result<Review, Problems> {
    let (old, new) = (read(base, treatments)?, read(head, treatments)?);
    let operations = old.operations().into_iter().chain(new.operations());
    let operations = operations.map(|operation| (operation.name, operation.written_address)).collect();
    let differences = differences::differences(&old, &new).map_err(|exceeded| exceeded.problem(head))?;
    let mut changes = classify::changes(base, head, differences);
    let worst = changes.iter().map(|change| change.tier).min();
    let version = Gate::new(version_of(base), version_of(head), worst);
    for change in &mut changes {
        change.approval = approvals.iter().find(|approval| approval.fingerprint == change.fingerprint).cloned();
    }
    let is_unmatched = |approval: &&Approval| changes.iter().all(|change| change.fingerprint != approval.fingerprint);
    let unmatched_approvals = approvals.iter().filter(is_unmatched).cloned().collect();
    let (base, head) = (base.name().to_owned(), head.name().to_owned());
    Ok(Review { base, head, version, operations, changes, unmatched_approvals })
}
