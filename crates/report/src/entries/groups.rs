//! The entries of the same operations.

use std::collections::{BTreeSet, HashMap};

use review::Review;

use super::entry::Entry;
use crate::phrases;

/// Entries that reach the same operations; or operations that are new or gone, each an entry, as a list.
pub(crate) struct Group<'e, 'r> {
    /// The names of the operations; none for what is around them.
    pub operations: BTreeSet<&'r str>,
    /// In the order in which they were given.
    pub entries: Vec<&'e Entry<'r>>,
    is_list: bool,
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
            groups.push(Group { operations, entries: Vec::new(), is_list: false });
        }
        groups[index].entries.push(entry);
    }
    with_list(groups)
}

/// Puts the groups of which nothing is said but that their operation is new or gone into one, where there are several.
fn with_list<'e, 'r>(groups: Vec<Group<'e, 'r>>) -> Vec<Group<'e, 'r>> {
    if groups.iter().filter(|group| group.is_of_whole_operation()).count() < 2 {
        return groups;
    }
    let mut list: Option<usize> = None;
    let mut result: Vec<Group<'e, 'r>> = Vec::new();
    for mut group in groups {
        match list {
            Some(list) if group.is_of_whole_operation() => {
                result[list].operations.append(&mut group.operations);
                result[list].entries.append(&mut group.entries);
            }
            _ => {
                if group.is_of_whole_operation() {
                    group.is_list = true;
                    list = Some(result.len());
                }
                result.push(group);
            }
        }
    }
    result
}

impl Group<'_, '_> {
    fn is_of_whole_operation(&self) -> bool {
        self.operations.len() == 1 && self.entries.len() == 1 && self.entries[0].is_of_operation()
    }

    /// What the operations are called: by method and path, each as `show` has it, and so many of them as are to be named.
    pub fn heading(&self, review: &Review, named: usize, show: impl Fn(&str) -> String) -> String {
        let count = self.operations.len();
        match self.operations.first() {
            None => "document".to_owned(),
            Some(_) if self.is_list => phrases::count(count, "operation"),
            Some(name) if count == 1 => operation(review, name, show),
            Some(_) => {
                let addresses = self.operations.iter().take(named).map(|name| show(address(review, name)));
                let shown = addresses.collect::<Vec<_>>().join(", ");
                let all = if count == review.operations.len() { "all " } else { "" };
                let operations = phrases::count(count, "operation");
                match count.saturating_sub(named) {
                    0 => format!("{all}{operations}: {shown}"),
                    rest => format!("{all}{operations}: {shown} and {rest} more"),
                }
            }
        }
    }

    /// Where an entry is, within the operations of the heading.
    pub fn place(&self, review: &Review, entry: &Entry<'_>) -> String {
        match entry.lead.operations.first().filter(|_| self.is_list) {
            Some(name) => operation(review, name, str::to_owned),
            None => entry.place(),
        }
    }
}

/// Method and path of an operation.
fn address<'n>(review: &'n Review, name: &'n str) -> &'n str {
    review.operations.get(name).map_or(name, String::as_str)
}

/// Method and path of an operation, and its name if it has one.
fn operation(review: &Review, name: &str, show: impl Fn(&str) -> String) -> String {
    let address = address(review, name);
    // Without an operationId, the address is the name.
    if address == name {
        return show(address);
    }
    // Of several documents, each is named once.
    let document = address.split_once(": ").map(|(document, _)| document);
    let own = document.and_then(|document| name.strip_prefix(document)?.strip_prefix(": ")).unwrap_or(name);
    format!("{} ({})", show(address), show(own))
}
