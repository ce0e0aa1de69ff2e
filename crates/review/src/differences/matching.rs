//! Which part of one contract is which part of the other.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use openapi::StatusKey;

use super::requirement::{Requirement, credentials, requirements};
use crate::graph::Graph;
use crate::normal::GraphOperation;
use crate::place::{PlaceContent, PlacePart, Slot};
use crate::policy::Kind;

/// A part of the base and the part of the head that corresponds to it; one of them, if it is new or gone.
pub(super) struct Match<'v> {
    pub base: Option<(&'v Slot, &'v PlacePart)>,
    pub head: Option<(&'v Slot, &'v PlacePart)>,
    /// One of the two is a range or the default, which describes the other's status too.
    pub is_covered: bool,
}

/// The two contracts.
pub(super) struct Contracts<'g, 'a> {
    pub base: &'g Graph<'a>,
    pub head: &'g Graph<'a>,
}

/// So many pairs are compared, to find those that are most alike.
const MANY: usize = 10_000;

impl Contracts<'_, '_> {
    /// Matches the parts of a place: by their names, and where they have none, by what they have in common.
    pub fn parts<'v>(&self, base: &'v PlaceContent, head: &'v PlaceContent) -> Vec<Match<'v>> {
        let mut matches = Vec::new();
        let mut gone = Vec::new();
        let has_no_name = |slot: &Slot| slot.kind == Kind::Alternative;
        let mut replaced = Vec::new();
        for old in &base.parts {
            let same = head.parts.get_key_value(old.0).filter(|_| !has_no_name(old.0));
            match same {
                Some(new) if !self.is_replaced(old, new, head) => {
                    matches.push(Match { base: Some(old), head: Some(new), is_covered: false });
                }
                _ => {
                    replaced.extend(same.map(|(slot, _)| slot));
                    gone.push(old);
                }
            }
        }
        let is_new = |slot: &Slot| has_no_name(slot) || !base.parts.contains_key(slot) || replaced.contains(&slot);
        let new: Vec<_> = head.parts.iter().filter(|(slot, _)| is_new(slot)).collect();
        let pairs = self.counterparts(&gone, &new);
        for (index, old) in gone.into_iter().enumerate() {
            matches.push(match pairs.get(&index) {
                Some(index) => Match { base: Some(old), head: Some(new[*index]), is_covered: false },
                None => match covering(old.0, head) {
                    Some(cover) => Match { base: Some(old), head: Some(cover), is_covered: true },
                    None => Match { base: Some(old), head: general(old.0, head), is_covered: false },
                },
            });
        }
        let taken: BTreeSet<usize> = pairs.into_values().collect();
        for (_, new) in new.into_iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
            let cover = covering(new.0, base);
            let other = cover.or_else(|| general(new.0, base));
            matches.push(Match { base: other, head: Some(new), is_covered: cover.is_some() });
        }
        matches
    }

    /// Whether a security requirement asks for more than it did, and another one is there now for those who satisfied it.
    fn is_replaced(&self, old: (&Slot, &PlacePart), new: (&Slot, &PlacePart), head: &PlaceContent) -> bool {
        if old.0.kind != Kind::Security || requirements(head).count() < 2 {
            return false;
        }
        let requirement = Requirement::of(self.base, old.1);
        !Requirement::of(self.head, new.1).covers(&requirement) && requirement.is_covered_by(self.head, head)
    }

    /// For old parts, by index, the new ones that have most in common with them, if any do.
    fn counterparts(&self, old: &[(&Slot, &PlacePart)], new: &[(&Slot, &PlacePart)]) -> HashMap<usize, usize> {
        let has_many = old.len().saturating_mul(new.len()) > MANY;
        let features = |graph: &Graph<'_>, parts: &[(&Slot, &PlacePart)]| -> Vec<Option<Features>> {
            parts.iter().map(|(slot, part)| Features::of(graph, slot, part)).collect()
        };
        let (old, new) = (features(self.base, old), features(self.head, new));
        let mut scores = Vec::new();
        for (old_index, features) in old.iter().enumerate() {
            // Of very many, only those at the same index are compared.
            let candidates = if has_many { old_index..(old_index + 1).min(new.len()) } else { 0..new.len() };
            for new_index in candidates {
                let candidate = new.get(new_index).and_then(Option::as_ref);
                if let Some(score) = features.as_ref().zip(candidate).and_then(|(a, b)| a.in_common(b)) {
                    scores.push((Reverse(score), old_index, new_index));
                }
            }
        }
        // The best first, so that none takes the counterpart of another; of several that are equally good, the first.
        scores.sort_unstable();
        let (mut pairs, mut taken) = (HashMap::new(), BTreeSet::new());
        for (_, old, new) in scores {
            if !pairs.contains_key(&old) && taken.insert(new) {
                pairs.insert(old, new);
            }
        }
        pairs
    }

    /// Matches operations by method and path, and those that have moved by the address that they have still, with the path
    /// of their servers, or else by their name.
    pub fn operations(&self) -> Vec<(Option<GraphOperation>, Option<GraphOperation>)> {
        let mut new: Vec<Option<GraphOperation>> = self.head.operations().into_iter().map(Some).collect();
        let by = |key: fn(&GraphOperation) -> &String, new: &[Option<GraphOperation>]| -> HashMap<String, usize> {
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
        let mut urls: HashMap<String, usize> = HashMap::new();
        if !moved.is_empty() {
            for (index, operation) in new.iter().enumerate() {
                let own = operation.iter().flat_map(|operation| self.head.urls(operation));
                urls.extend(own.map(|url| (url, index)));
            }
        }
        let names = by(|operation| &operation.name, &new);
        let mut renamed = Vec::new();
        for old in moved {
            let same = self.base.urls(&old).iter().find_map(|url| new[*urls.get(url)?].take());
            match same {
                Some(new) => matches.push((Some(old), Some(new))),
                None => renamed.push(old),
            }
        }
        for old in renamed {
            let new = names.get(&old.name).and_then(|index| new[*index].take());
            matches.push((Some(old), new));
        }
        matches.extend(new.into_iter().flatten().map(|new| (None, Some(new))));
        matches
    }
}

/// By what a part is matched that has no name, or another one.
struct Features {
    kind: Kind,
    names: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl Features {
    /// The features of a part; `None` for a part that is matched by its name alone.
    fn of(graph: &Graph<'_>, slot: &Slot, part: &PlacePart) -> Option<Self> {
        let own = match slot.kind {
            Kind::Alternative => {
                let content = graph.content(&part.place);
                let facts = content.facts.iter().map(|(slot, fact)| format!("{slot:?} {:?}", fact.values.keys()));
                facts.chain(content.parts.keys().map(|slot| format!("{slot:?}"))).collect()
            }
            Kind::Security | Kind::SecurityScheme => credentials(graph, part),
            _ => return None,
        };
        Some(Self { kind: slot.kind, names: part.names.clone(), own })
    }

    /// How much two parts have in common; `None` if they are never the same.
    fn in_common(&self, other: &Self) -> Option<usize> {
        if self.kind != other.kind {
            return None;
        }
        if self.kind != Kind::Alternative {
            return (self.own == other.own).then_some(usize::MAX);
        }
        let name = usize::from(!self.names.is_empty() && self.names == other.names) * 1000;
        let is_equal = self.own.len() == other.own.len();
        Some(name + self.own.intersection(&other.own).count() * 2 + usize::from(is_equal))
    }
}

/// What describes an element or a property that has no description of its own.
fn general<'v>(slot: &Slot, content: &'v PlaceContent) -> Option<(&'v Slot, &'v PlacePart)> {
    let kind = match slot.kind {
        Kind::PrefixItem => Kind::Items,
        Kind::PatternProperty => Kind::AdditionalProperties,
        _ => return None,
    };
    content.parts.get_key_value(&Slot::of(kind))
}

/// The range or default that describes a status which is not listed itself.
fn covering<'v>(slot: &Slot, content: &'v PlaceContent) -> Option<(&'v Slot, &'v PlacePart)> {
    let is_status = |slot: &Slot| matches!(slot.kind, Kind::SuccessStatus | Kind::ErrorStatus);
    if !is_status(slot) {
        return None;
    }
    let status: StatusKey = slot.key.parse().ok()?;
    let covers = [status.class().map(StatusKey::Range), Some(StatusKey::Default)].into_iter().flatten();
    let mut covers = covers.filter(|cover| *cover != status).map(|cover| cover.to_string());
    covers.find_map(|cover| content.parts.iter().find(|(slot, _)| is_status(slot) && slot.key == cover))
}
