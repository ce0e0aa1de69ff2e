//! Which part of one contract is which part of the other.

use std::collections::{BTreeSet, HashMap};

use crate::review::graph::Graph;
use crate::review::normal::{Operation, Part, Slot, View};

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
        let mut new: Vec<_> = head.parts.iter().filter(|(slot, _)| is_new(slot)).collect();
        for old in gone {
            matches.push(match self.counterpart(old, &new) {
                Some(index) => Match { base: Some(old), head: Some(new.remove(index)), is_covered: false },
                None => match covering(old.0, head) {
                    Some(cover) => Match { base: Some(old), head: Some(cover), is_covered: true },
                    None => Match { base: Some(old), head: None, is_covered: false },
                },
            });
        }
        for new in new {
            let cover = covering(new.0, base);
            matches.push(Match { base: cover, head: Some(new), is_covered: cover.is_some() });
        }
        matches
    }

    /// The new part that is most like an old one, if any is like it at all.
    fn counterpart(&self, (slot, part): (&Slot, &Part), new: &[(&Slot, &Part)]) -> Option<usize> {
        let alike = |candidate: &(&Slot, &Part)| match slot.kind.name {
            _ if candidate.0.kind.name != slot.kind.name => None,
            "alternative" => Some(self.likeness(part, candidate.1)),
            "security" | "security-scheme" => (self.credentials(self.base, part)
                == self.credentials(self.head, candidate.1))
            .then_some(usize::MAX),
            _ => None,
        };
        let scores = new.iter().enumerate().filter_map(|(index, candidate)| Some((alike(candidate)?, index)));
        // Of several that are equally like it, the first.
        scores.max_by_key(|(score, index)| (*score, usize::MAX - index)).map(|(_, index)| index)
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
    covers.into_iter().find_map(|cover| {
        view.parts.iter().find(|(slot, _)| slot.kind.name.ends_with("-status") && slot.key == cover)
    })
}
