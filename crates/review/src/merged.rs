//! The reviews of several documents as one.

use std::collections::HashSet;

use crate::change::Review;
use crate::fingerprint::Fingerprint;

impl Review {
    /// One review of several documents, each with its name, by which operations and places are told apart. The version
    /// is that of the first document whose version has not risen enough, else of the first.
    ///
    /// `base` and `head` are the names of all of them, before and after. None, if there is no review.
    pub fn merged(reviews: Vec<(String, Self)>, base: &str, head: &str) -> Option<Self> {
        let matched: HashSet<Fingerprint> = reviews
            .iter()
            .flat_map(|(_, review)| &review.changes)
            .filter_map(|change| Some(change.approval.as_ref()?.fingerprint))
            .collect();
        let failing = reviews.iter().position(|(_, review)| !review.version.passes).unwrap_or_default();
        let mut merged: Option<Self> = None;
        for (index, (name, mut review)) in reviews.into_iter().enumerate() {
            for change in &mut review.changes {
                change.place = format!("{name}: {}", change.place);
                // What reaches no operation has nothing else that tells the document.
                if change.operations.is_empty() {
                    change.path = format!("{name} {}", change.path).trim_end().to_owned();
                }
                change.operations.iter_mut().for_each(|operation| *operation = format!("{name}: {operation}"));
            }
            let operations = std::mem::take(&mut review.operations).into_iter();
            let named =
                operations.map(|(operation, address)| (format!("{name}: {operation}"), format!("{name}: {address}")));
            review.operations = named.collect();
            review.unmatched_approvals.retain(|approval| !matched.contains(&approval.fingerprint));
            let Some(all) = &mut merged else {
                merged = Some(Self { base: base.to_owned(), head: head.to_owned(), ..review });
                continue;
            };
            if index == failing {
                all.version = review.version;
            }
            all.changes.extend(review.changes);
            all.operations.append(&mut review.operations);
            let known: HashSet<_> = all.unmatched_approvals.iter().map(|approval| approval.fingerprint).collect();
            let unmatched = review.unmatched_approvals.into_iter();
            all.unmatched_approvals.extend(unmatched.filter(|approval| !known.contains(&approval.fingerprint)));
        }
        if let Some(all) = &mut merged {
            // Of one tier, those of a document stay together.
            all.changes.sort_by_key(|change| change.tier);
        }
        merged
    }
}
