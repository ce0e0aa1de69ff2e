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
            let prefixed = |text: String| format!("{name}: {text}");
            review.operations = operations.map(|(key, operation)| (prefixed(key), prefixed(operation))).collect();
            review.unmatched_approvals.retain(|approval| !matched.contains(&approval.fingerprint));
            let Some(all) = &mut merged else {
                merged = Some(Self { base: base.to_owned(), head: head.to_owned(), ..review });
                continue;
            };
            if index == failing {
                all.version = review.version;
            }
            all.changes.extend(review.changes);
            all.operations.extend(review.operations);
            for off in review.off {
                match all.off.iter_mut().find(|known| (known.rule, &known.reason) == (off.rule, &off.reason)) {
                    Some(known) => known.changes += off.changes,
                    None => all.off.push(off),
                }
            }
            all.configuration = match (all.configuration.take(), review.configuration) {
                (Some(all), Some(next)) => Some(all.and(next)),
                (all, next) => all.or(next),
            };
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

#[cfg(test)]
mod tests {
    use openapi::Document;

    use super::*;
    use crate::approvals::{Approval, Reason};
    use crate::compare;

    const TEXT: &str = "{openapi: 3.0.3, info: {title: t, version: 1.0.0}, paths: {/a: {get: {operationId: getA, responses: \
                        {'200': {description: d}}}}}}";

    /// The review of a document that loses its operation.
    fn review(approvals: &[Approval]) -> Review {
        let without = TEXT.replace("get:", "x-get:");
        let [base, head] = [TEXT, without.as_str()].map(|text| Document::parse("a.yaml", text).unwrap());
        compare(&base, &head, approvals).unwrap()
    }

    #[test]
    fn documents_are_told_apart_by_their_names() {
        let fingerprint = review(&[]).changes[0].fingerprint;
        let approval = Approval::new(fingerprint, Reason::Benign, "Nobody uses it.").unwrap();
        let other = Approval::new("0123456789abcdef".parse().unwrap(), Reason::Benign, "Nobody uses it.").unwrap();
        let approvals = [approval, other];
        let reviews = [("a", &approvals[..]), ("b", &approvals[1..]), ("c", &[])]
            .map(|(name, approvals)| (name.to_owned(), review(approvals)));
        let merged = Review::merged(reviews.into(), "main", "*.yaml").unwrap();
        let removed = merged.changes.iter().filter(|change| change.fingerprint == fingerprint);
        let removed: Vec<_> =
            removed.map(|change| (change.operations[0].as_str(), change.approval.is_some())).collect();
        assert_eq!(removed, [("a: getA", true), ("b: getA", false), ("c: getA", false)]);
        assert!(merged.changes.is_sorted_by_key(|change| change.tier));
        assert_eq!(merged.operations["b: getA"], "b: GET /a");
        assert_eq!(merged.unmatched_approvals, approvals[1..]);
        assert_eq!((merged.base.as_str(), merged.head.as_str()), ("main", "*.yaml"));
        assert!(Review::merged(Vec::new(), "main", "").is_none());
    }
}
