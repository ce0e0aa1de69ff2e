//! Which part of one contract is which part of the other.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::graph::Graph;
use crate::normal::{Operation, Part, Slot, View};

/// A part of the base and the part of the head that it has become; one of them, if it is new or gone.
pub(crate) struct Match<'v> {
    pub base: Option<(&'v Slot, &'v Part)>,
    pub head: Option<(&'v Slot, &'v Part)>,
    /// One of the two is a range or the default, which describes the other's status too.
    pub is_covered: bool,
}

/// The two contracts.
pub(crate) struct Sides<'g, 'a> {
    pub base: &'g Graph<'a>,
    pub head: &'g Graph<'a>,
}

/// So many pairs are held against each other, to find those that are most like each other.
const MANY: usize = 10_000;

impl Sides<'_, '_> {
    /// Matches the parts of a place: by what they are called, and where they have no name, by what they are like.
    pub fn parts<'v>(&self, base: &'v View<'_>, head: &'v View<'_>) -> Vec<Match<'v>> {
        let mut matches = Vec::new();
        let mut gone = Vec::new();
        let has_no_name = |slot: &Slot| slot.kind.name == "alternative";
        for old in &base.parts {
            match head.parts.get_key_value(old.0).filter(|_| !has_no_name(old.0)) {
                Some(new) => matches.push(Match { base: Some(old), head: Some(new), is_covered: false }),
                None => gone.push(old),
            }
        }
        let is_new = |slot: &Slot| has_no_name(slot) || !base.parts.contains_key(slot);
        let new: Vec<_> = head.parts.iter().filter(|(slot, _)| is_new(slot)).collect();
        let pairs = self.counterparts(&gone, &new);
        for (index, old) in gone.into_iter().enumerate() {
            matches.push(match pairs.get(&index) {
                Some(index) => Match { base: Some(old), head: Some(new[*index]), is_covered: false },
                None => match covering(old.0, head) {
                    Some(cover) => Match { base: Some(old), head: Some(cover), is_covered: true },
                    None => Match { base: Some(old), head: None, is_covered: false },
                },
            });
        }
        let taken: BTreeSet<usize> = pairs.into_values().collect();
        for (_, new) in new.into_iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
            let cover = covering(new.0, base);
            matches.push(Match { base: cover, head: Some(new), is_covered: cover.is_some() });
        }
        matches
    }

    /// For old parts, by index, the new ones that are most like them, if any are like them at all.
    fn counterparts(&self, old: &[(&Slot, &Part)], new: &[(&Slot, &Part)]) -> HashMap<usize, usize> {
        let has_many = old.len().saturating_mul(new.len()) > MANY;
        let mut scores = Vec::new();
        for (old_index, part) in old.iter().enumerate() {
            // Of very many, only those at the same place are held against each other.
            let candidates = if has_many { old_index..(old_index + 1).min(new.len()) } else { 0..new.len() };
            for (new_index, candidate) in candidates.filter_map(|index| Some((index, new.get(index)?))) {
                if let Some(score) = self.alike(*part, *candidate) {
                    scores.push((Reverse(score), old_index, new_index));
                }
            }
        }
        // The likest first, so that none takes the counterpart of another; of several that are equally like, the first.
        scores.sort_unstable();
        let (mut pairs, mut taken) = (HashMap::new(), BTreeSet::new());
        for (_, old, new) in scores {
            if !pairs.contains_key(&old) && taken.insert(new) {
                pairs.insert(old, new);
            }
        }
        pairs
    }

    /// How like an old part a new one is; `None` if they are never the same.
    fn alike(&self, (slot, part): (&Slot, &Part), (candidate, other): (&Slot, &Part)) -> Option<usize> {
        match slot.kind.name {
            _ if candidate.kind.name != slot.kind.name => None,
            "alternative" => Some(self.likeness(part, other)),
            "security" | "security-scheme" => {
                (self.credentials(self.base, part) == self.credentials(self.head, other)).then_some(usize::MAX)
            }
            _ => None,
        }
    }

    /// How much two alternatives have in common.
    fn likeness(&self, old: &Part, new: &Part) -> usize {
        let (base, head) = (self.base.view(&old.place), self.head.view(&new.place));
        let facts = base.facts.iter().filter(|(slot, fact)| {
            head.facts.get(slot).is_some_and(|other| other.values.keys().eq(fact.values.keys()))
        });
        let parts = base.parts.keys().filter(|slot| head.parts.contains_key(slot));
        let name = usize::from(!old.names.is_empty() && old.names == new.names) * 1000;
        let is_equal = base.facts.len() == head.facts.len() && base.parts.len() == head.parts.len();
        name + (facts.count() + parts.count()) * 2 + usize::from(is_equal)
    }

    /// What a consumer needs to sign in, without the names that the document has for it.
    fn credentials(&self, graph: &Graph<'_>, part: &Part) -> BTreeSet<String> {
        let view = graph.view(&part.place);
        let is_told = |slot: &Slot| ["security-type", "security-url", "security-scope"].contains(&slot.kind.name);
        let facts = view.facts.iter().filter(|(slot, _)| is_told(slot));
        let facts = facts.map(|(slot, fact)| format!("{} {} {}", slot.kind.name, slot.key, fact.value()));
        let schemes = view.parts.values().flat_map(|scheme| self.credentials(graph, scheme));
        facts.chain(schemes).collect()
    }

    /// Matches operations by method and path, and those that have moved by their name.
    pub fn operations(&self) -> Vec<(Option<Operation>, Option<Operation>)> {
        let mut new: Vec<Option<Operation>> = self.head.operations().into_iter().map(Some).collect();
        let by = |key: fn(&Operation) -> &String, new: &[Option<Operation>]| -> HashMap<String, usize> {
            let left = new.iter().enumerate().rev();
            left.filter_map(|(index, operation)| Some((key(operation.as_ref()?).clone(), index))).collect()
        };
        let addresses = by(|operation| &operation.address, &new);
        let mut matches = Vec::new();
        let mut moved = Vec::new();
        for old in self.base.operations() {
            match addresses.get(&old.address).and_then(|index| new[*index].take()) {
                Some(new) => matches.push((Some(old), Some(new))),
                None => moved.push(old),
            }
        }
        let names = by(|operation| &operation.name, &new);
        for old in moved {
            let new = names.get(&old.name).and_then(|index| new[*index].take());
            matches.push((Some(old), new));
        }
        matches.extend(new.into_iter().flatten().map(|new| (None, Some(new))));
        matches
    }
}

/// The range or default that describes a status which is not listed itself.
fn covering<'v>(slot: &Slot, view: &'v View<'_>) -> Option<(&'v Slot, &'v Part)> {
    if !["success-status", "error-status"].contains(&slot.kind.name) {
        return None;
    }
    let range = format!("{}XX", slot.key.get(..1)?);
    let covers = [range.as_str(), "default"].into_iter().filter(|cover| *cover != slot.key);
    covers
        .into_iter()
        .find_map(|cover| view.parts.iter().find(|(slot, _)| slot.kind.name.ends_with("-status") && slot.key == cover))
}
