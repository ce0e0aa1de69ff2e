//! What a security requirement asks for, and whether another one asks for less.

use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::place::{PlaceContent, PlacePart, Slot};
use crate::policy::Kind;

/// What a security requirement asks for: nothing, if it lets everybody in.
pub(super) struct Requirement {
    /// The credentials of each of its schemes, whatever names the document has for the schemes.
    schemes: BTreeSet<BTreeSet<String>>,
    scopes: BTreeSet<String>,
}

impl Requirement {
    /// What a part that is a requirement asks for.
    pub fn of(graph: &Graph<'_>, part: &PlacePart) -> Self {
        let content = graph.content(&part.place);
        let mut schemes: BTreeSet<_> = content.parts.values().map(|scheme| credentials(graph, scheme)).collect();
        let mut scopes = BTreeSet::new();
        for known in content.facts.into_keys() {
            match known.kind {
                Kind::SecurityScope => drop(scopes.insert(known.key)),
                // A scheme that the document does not have.
                Kind::Unknown => drop(schemes.insert(BTreeSet::from([known.key]))),
                _ => {}
            }
        }
        Self { schemes, scopes }
    }

    /// Whether all that this one asks for the other one asks for too.
    pub fn covers(&self, other: &Self) -> bool {
        self.schemes.is_subset(&other.schemes) && self.scopes.is_subset(&other.scopes)
    }

    /// Whether one of the requirements of a place covers this one.
    pub fn is_covered_by(&self, graph: &Graph<'_>, content: &PlaceContent) -> bool {
        requirements(content).any(|(_, part)| Self::of(graph, part).covers(self))
    }
}

/// The security requirements of a place: alternatives, of which a consumer satisfies one.
pub(super) fn requirements(content: &PlaceContent) -> impl Iterator<Item = (&Slot, &PlacePart)> {
    content.parts.iter().filter(|(slot, _)| slot.kind == Kind::Security)
}

/// What a consumer needs to authenticate, without the names that the document has for it.
pub(super) fn credentials(graph: &Graph<'_>, part: &PlacePart) -> BTreeSet<String> {
    let content = graph.content(&part.place);
    let is_own = |slot: &Slot| matches!(slot.kind, Kind::SecurityType | Kind::SecurityUrl | Kind::SecurityScope);
    let facts = content.facts.iter().filter(|(slot, _)| is_own(slot));
    let facts = facts.map(|(slot, fact)| format!("{} {} {}", slot.kind.name(), slot.key, fact.value().normal_json()));
    let schemes = content.parts.values().flat_map(|scheme| credentials(graph, scheme));
    facts.chain(schemes).collect()
}
