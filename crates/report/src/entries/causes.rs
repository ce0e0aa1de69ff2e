//! Which changes belong together.

use std::collections::HashMap;

use review::{Change, Fingerprint, Location, Relation, Review};

use super::entry::Entry;

/// The entries of a review: the worst tier first, then in the order of the changes.
pub(crate) fn entries(review: &Review) -> Vec<Entry<'_>> {
    let leads = leads(review);
    let mut entries: Vec<Option<(usize, Entry<'_>)>> = (0..review.changes.len()).map(|_| None).collect();
    for (index, change) in review.changes.iter().enumerate().filter(|(index, _)| leads[*index] == *index) {
        entries[index] = Some((index, Entry::of(change)));
    }
    for (index, change) in review.changes.iter().enumerate().filter(|(index, _)| leads[*index] != *index) {
        let Some((first, entry)) = &mut entries[leads[index]] else { continue };
        *first = index.min(*first);
        match change.cause {
            None => entry.repeats.push(change),
            Some(cause) if cause.relation == Relation::Replacement => {
                let is_of_lead = cause.fingerprint == entry.lead.fingerprint && entry.replacement.is_none();
                if is_of_lead { entry.replacement = Some(change) } else { entry.repeats.push(change) }
            }
            Some(_) => entry.consequences.push(change),
        }
    }
    let mut entries: Vec<_> = entries.into_iter().flatten().collect();
    entries.sort_by_key(|(first, entry)| (entry.tier(), *first));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// For each change the index of the one that leads its entry, which may be its own.
pub(crate) fn leads(review: &Review) -> Vec<usize> {
    let mut known = Known::default();
    let mut leads: Vec<usize> = (0..review.changes.len()).collect();
    let mut by_fingerprint: HashMap<Fingerprint, usize> = HashMap::new();
    for (index, change) in review.changes.iter().enumerate() {
        if change.cause.is_none() {
            leads[index] = known.lead(index, change);
        }
        by_fingerprint.entry(change.fingerprint).or_insert(index);
    }
    // A replacement may be that of a consequence.
    for relation in [Relation::Consequence, Relation::Replacement] {
        for (index, change) in review.changes.iter().enumerate() {
            if let Some(cause) = change.cause.filter(|cause| cause.relation == relation)
                && let Some(of) = by_fingerprint.get(&cause.fingerprint)
            {
                leads[index] = leads[*of];
            }
        }
    }
    leads
}

/// What is one edit: the same words on the same lines, or at the same place of other operations.
#[derive(Default)]
struct Known<'r> {
    by_lines: HashMap<(&'r str, Option<&'r Location>, Option<&'r Location>), usize>,
    by_place: HashMap<(&'r str, &'r str, String, String), usize>,
}

impl<'r> Known<'r> {
    /// The change that leads the entry to which a change belongs.
    fn lead(&mut self, index: usize, change: &'r Change) -> usize {
        let headline = change.headline.as_str();
        let lines = (headline, change.base.as_ref(), change.head.as_ref());
        let has_lines = change.base.is_some() || change.head.is_some();
        let value = |value: &Option<openapi::Node>| value.as_ref().map(openapi::Node::normal_json).unwrap_or_default();
        // What no operation reaches has as many places as it has names: there the same edit is the same values.
        let path = if change.operations.is_empty() { "" } else { change.path.as_str() };
        let place = (headline, path, value(&change.old), value(&change.new));
        let same_lines = self.by_lines.get(&lines).filter(|_| has_lines).copied();
        let lead = same_lines.or_else(|| self.by_place.get(&place).copied()).unwrap_or(index);
        self.by_lines.entry(lines).or_insert(lead);
        self.by_place.entry(place).or_insert(lead);
        lead
    }
}
