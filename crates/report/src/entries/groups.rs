//! The entries of the same operations.

use std::collections::{BTreeSet, HashMap};

use review::Review;

use super::entry::Entry;
use crate::phrases;

/// Entries that reach the same operations.
pub(crate) struct Group<'e, 'r> {
    /// The names of the operations; none for what is around them.
    pub operations: BTreeSet<&'r str>,
    /// In the order in which they were given.
    pub entries: Vec<&'e Entry<'r>>,
}

/// The groups of entries, in the order of the first of each.
pub(crate) fn groups<'e, 'r>(entries: impl IntoIterator<Item = &'e Entry<'r>>) -> Vec<Group<'e, 'r>> {
    let mut groups: Vec<Group<'e, 'r>> = Vec::new();
    let mut known: HashMap<BTreeSet<&'r str>, usize> = HashMap::new();
    for entry in entries {
        let operations = entry.operations();
        let next = groups.len();
        let index = *known.entry(operations.clone()).or_insert(next);
        if index == next {
            groups.push(Group { operations, entries: Vec::new() });
        }
        groups[index].entries.push(entry);
    }
    groups
}

impl Group<'_, '_> {
    /// What the operations are called: by method and path, each as `show` has it, and so many of them as are to be named.
    pub fn heading(&self, review: &Review, named: usize, show: impl Fn(&str) -> String) -> String {
        let address = |name: &str| show(review.operations.get(name).map_or(name, String::as_str));
        match self.operations.len() {
            0 => "document".to_owned(),
            1 => {
                let name = self.operations.first().copied().unwrap_or_default();
                let address = address(name);
                // Without an operationId, the address is the name.
                if review.operations.get(name).is_none_or(|known| known == name) {
                    address
                } else {
                    format!("{address} ({})", show(name))
                }
            }
            count => {
                let addresses = self.operations.iter().take(named).map(|name| address(name));
                let shown = addresses.collect::<Vec<_>>().join(", ");
                let all = if count == review.operations.len() { "all " } else { "" };
                let count = format!("{all}{}", phrases::count(count, "operation"));
                match self.operations.len().saturating_sub(named) {
                    0 => format!("{count}: {shown}"),
                    rest => format!("{count}: {shown} and {rest} more"),
                }
            }
        }
    }
}
