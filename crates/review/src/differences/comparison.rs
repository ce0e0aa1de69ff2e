//! Places that belong together are compared, pair by pair, each pair once.

use std::collections::{BTreeSet, HashMap};

use openapi::{Direction, Node};

use super::companions::Companions;
use super::difference::{Difference, Written};
use super::insertion::written_required;
use super::matching::{Contracts, Match};
use super::operation::operation;
use super::pairs::{Origin, Pair, PairId, Pairs};
use super::unchanged::Unchanged;
use super::{base_path, kinds, unused};
use crate::budget::{Bounded, Budget};
use crate::change::Cause;
use crate::context::Context;
use crate::graph::{Graph, GraphNode};
use crate::place::{PlaceContent, PlacePart, Slot, SourcePointer, Statement};
use crate::policy::{Kind, Surface, Verb};

/// Facts that state that there is a list, and what it lists, or that rule another one out: where the one is reported, the
/// other is not.
const REPORTED_BY: &[(Kind, Kind)] = &[
    (Kind::Enumeration, Kind::EnumerationValue),
    (Kind::OpenEnumeration, Kind::OpenEnumerationValue),
    (Kind::ServerVariableEnumeration, Kind::ServerVariableValue),
    (Kind::Alternatives, Kind::Alternative),
    (Kind::Body, Kind::MediaType),
    (Kind::ClosedObject, Kind::AdditionalProperties),
    (Kind::ClosedUnevaluated, Kind::UnevaluatedProperties),
];

/// Everything that differs.
///
/// # Errors
///
/// The documents are combined in too many ways, or their differences are too large.
pub(crate) fn differences(base: &Graph<'_>, head: &Graph<'_>) -> Bounded<Vec<Difference>> {
    let budget = Budget::new(base.nodes().count() + head.nodes().count(), base.bytes() + head.bytes());
    differences_within(base, head, budget)
}

/// The same, if the budget allows it.
pub(crate) fn differences_within(base: &Graph<'_>, head: &Graph<'_>, budget: Budget) -> Bounded<Vec<Difference>> {
    differences_but(Unchanged::of(base, head), base, head, budget)
}

/// The same, without comparing what is unchanged.
pub(super) fn differences_but(
    unchanged: Unchanged,
    base: &Graph<'_>,
    head: &Graph<'_>,
    budget: Budget,
) -> Bounded<Vec<Difference>> {
    let contracts = Contracts { base, head };
    let (pairs, found) = (Pairs::default(), Vec::new());
    let (operations, cause, change_of_type, companions) = (Vec::new(), None, None, Companions::default());
    let mut comparison =
        Comparison { contracts, unchanged, pairs, operations, found, cause, change_of_type, companions, budget };
    comparison.operations()?;
    let (context, origin) = (Context::default(), Origin::Document);
    comparison.pairs.add(Pair { base: vec![0], head: vec![0], context, origin, cause: None });
    while let Some(id) = comparison.pairs.next() {
        let pair = comparison.pairs.get(id);
        comparison.budget.step(pair.base.len() + pair.head.len())?;
        comparison.compare(id)?;
    }
    let unused = unused::differences(base, head, &comparison.unchanged, &mut comparison.budget)?;
    let companions = std::mem::take(&mut comparison.companions);
    let mut differences = comparison.with_operations()?;
    companions.mark(base, head, &mut differences);
    differences.extend(unused);
    Ok(differences)
}

struct Comparison<'g, 'a> {
    contracts: Contracts<'g, 'a>,
    unchanged: Unchanged,
    pairs: Pairs,
    /// Operations that are new or gone.
    operations: Vec<Difference>,
    /// What differs else, and the pair where.
    found: Vec<(PairId, Difference)>,
    /// The difference of which what is compared just now is a consequence.
    cause: Option<Cause>,
    /// The change of the type at the pair that is compared just now.
    change_of_type: Option<Cause>,
    companions: Companions,
    budget: Budget,
}

/// What differs at a pair.
struct PairDifference<'s> {
    kind: Kind,
    key: &'s str,
    verb: Verb,
    context: Context,
    /// The part of the pair that differs; none for a fact.
    part: Option<&'s Slot>,
    base: Written,
    head: Written,
}

impl Comparison<'_, '_> {
    fn operations(&mut self) -> Bounded {
        for (old, new) in self.contracts.operations() {
            match (old, new) {
                (Some(old), Some(new)) if self.unchanged.are(&old.place, &new.place) => {}
                (Some(old), Some(new)) => {
                    let (context, origin) = (Context::default(), Origin::of(&new));
                    self.pairs.add(Pair { base: old.place, head: new.place, context, origin, cause: None });
                }
                (old, new) => {
                    let place = old.as_ref().or(new.as_ref()).map(|operation| operation.place.clone());
                    let difference = operation(old, new);
                    self.budget.hold(difference.as_ref().map_or(0, Difference::bytes))?;
                    if let (Some(difference), Some(place)) = (&difference, place) {
                        self.companions.add(difference, &place);
                    }
                    self.operations.extend(difference);
                }
            }
        }
        Ok(())
    }

    fn compare(&mut self, id: PairId) -> Bounded {
        let Pair { base, head, origin, cause, .. } = self.pairs.get(id);
        (self.cause, self.change_of_type) = (*cause, None);
        let (mut base, mut head) = (self.contracts.base.content(base), self.contracts.head.content(head));
        if let Origin::Operation { .. } = origin {
            base_path::align(&mut base, &mut head);
        }
        let is_reported = |whole: Kind| {
            let slot = Slot::of(whole);
            base.facts.contains_key(&slot) != head.facts.contains_key(&slot)
        };
        let reported = REPORTED_BY.iter().filter(|(whole, _)| is_reported(*whole)).map(|(_, member)| *member);
        let reported: Vec<Kind> = reported.collect();
        self.facts(id, &base, &head, &reported)?;
        self.parts(id, &base, &head, &reported)
    }

    fn facts(&mut self, id: PairId, base: &PlaceContent, head: &PlaceContent, reported: &[Kind]) -> Bounded {
        let context = self.pairs.get(id).context;
        let slots: BTreeSet<&Slot> = base.facts.keys().chain(head.facts.keys()).collect();
        // What stands around `nullable` decides whether it has an effect: that it has one now is reported, not the words.
        let differs = |kind: Kind| base.facts.contains_key(&Slot::of(kind)) != head.facts.contains_key(&Slot::of(kind));
        let is_nullable_reported = differs(Kind::Nullable);
        let is_disputed_reported = is_nullable_reported || differs(Kind::DisputedNullable);
        let is_skipped = |slot: &&Slot| match slot.kind {
            Kind::DisputedNullable => is_nullable_reported,
            // Of a property it is reported with the property.
            Kind::StatedAccess => context.is_property || context.is_covered,
            Kind::StatedDefault if slot.key == "nullable" && is_disputed_reported => true,
            kind => reported.contains(&kind) || context.is_covered && kind.surface() == Surface::Docs,
        };
        for slot in slots.into_iter().filter(|slot| !is_skipped(slot)) {
            let (old, new) = (base.facts.get(slot), head.facts.get(slot));
            if let Some(verb) = kinds::verb(slot, old, new, head) {
                let kind = kinds::of_fact(slot.kind, context);
                let written = |fact: Option<&Statement>| {
                    Written::new(fact.map(Statement::value), fact.and_then(|fact| fact.sources.first()))
                };
                let (base, head) = (written(old), written(new));
                self.report(id, PairDifference { kind, key: &slot.key, verb, context, part: None, base, head })?;
            }
        }
        Ok(())
    }

    fn parts(&mut self, id: PairId, base: &PlaceContent, head: &PlaceContent, reported: &[Kind]) -> Bounded {
        let (outer, cause) = (self.pairs.get(id).context, self.cause);
        let mut order = Vec::new();
        for Match { base: old, head: new, is_covered } in self.contracts.parts(base, head) {
            let Some((slot, _)) = new.or(old) else { continue };
            if outer.is_covered && slot.kind.surface() == Surface::Docs {
                continue;
            }
            let is_required = [old, new].into_iter().flatten().any(|(_, part)| part.is_required);
            let inner = outer.step(slot, is_required);
            let inner = if is_covered { inner.covered() } else { inner };
            if let (Some((old_slot, old)), Some((new_slot, new))) = (old, new) {
                if is_covered {
                    let is_gone = base.parts.contains_key(old_slot) && !head.parts.contains_key(old_slot);
                    let (verb, slot) = if is_gone { (Verb::Removed, old_slot) } else { (Verb::Added, new_slot) };
                    let part = if is_gone { old } else { new };
                    self.one_sided(id, slot, Kind::CoveredStatus, inner, verb, part)?;
                    self.cause = self.found.last().map(|(_, difference)| Cause::of(difference.fingerprint()));
                } else if slot.kind == Kind::Alternative {
                    order.push((old_slot.key.as_str(), new_slot.key.as_str()));
                }
                self.access(id, slot, inner, old, new)?;
                if old.is_sent(inner.rules()) && new.is_sent(inner.rules()) {
                    self.both(id, slot, inner, old, new)?;
                }
                self.cause = cause;
                continue;
            }
            // What is not sent in this direction is no part of its messages.
            if old.or(new).is_some_and(|(_, part)| !part.is_sent(outer.rules())) {
                continue;
            }
            let is_stated = [Kind::AdditionalProperties, Kind::UnevaluatedProperties].contains(&slot.kind);
            if reported.contains(&slot.kind) || is_stated || is_of_new_condition(slot, base, head) {
                continue;
            }
            // A `not` reverses what is within it, not itself; the same holds for what may let more through if it is tighter.
            let context = if [Kind::Not, Kind::CountedContains].contains(&slot.kind) { outer } else { inner };
            let owner = self.contracts.object(self.pairs.get(id));
            if let Some((slot, part)) = old {
                let kind = self.contracts.kind_of_removed(slot, part, context, owner, head);
                self.one_sided(id, slot, kind, context, Verb::Removed, part)?;
            } else if let Some((slot, part)) = new {
                let kind = self.contracts.kind_of_added(slot, part, context, owner, base);
                self.one_sided(id, slot, kind, context, Verb::Added, part)?;
            }
        }
        self.alternative_order(id, base, head, order)
    }

    /// A part that only one of the contracts has.
    fn one_sided(
        &mut self,
        id: PairId,
        slot: &Slot,
        kind: Kind,
        context: Context,
        verb: Verb,
        part: &PlacePart,
    ) -> Bounded {
        let (written, nothing) = (Written::new(None, part.sources.first()), Written::default());
        let (base, head) = if verb == Verb::Removed { (written, nothing) } else { (nothing, written) };
        self.report(id, PairDifference { kind, key: &slot.key, verb, context, part: Some(slot), base, head })?;
        if let Some((_, difference)) = self.found.last() {
            self.companions.add(difference, &part.place);
        }
        Ok(())
    }

    /// A property that is sent in another direction than it was.
    fn access(&mut self, id: PairId, slot: &Slot, context: Context, old: &PlacePart, new: &PlacePart) -> Bounded {
        for direction in [Direction::Request, Direction::Response] {
            let (was, is) = (old.withheld_from(direction), new.withheld_from(direction));
            if was.is_empty() == is.is_empty() {
                continue;
            }
            let (verb, other) = if is.is_empty() { (Verb::Removed, new) } else { (Verb::Added, old) };
            let kind = match direction {
                Direction::Request if other.is_required => Kind::RequiredReadOnly,
                Direction::Request => Kind::ReadOnly,
                Direction::Response => Kind::WriteOnly,
            };
            let written = |sources: &[SourcePointer]| {
                let first = sources.first();
                Written::new(first.map(|_| true.into()), first)
            };
            let (base, head) = (written(was), written(is));
            self.report(id, PairDifference { kind, key: "", verb, context, part: Some(slot), base, head })?;
        }
        Ok(())
    }

    /// A part that both contracts have.
    fn both(&mut self, id: PairId, slot: &Slot, context: Context, old: &PlacePart, new: &PlacePart) -> Bounded {
        let part = Some(slot);
        if old.is_required != new.is_required {
            let written = |graph: &Graph<'_>, part: &PlacePart| {
                Written::new(Some(part.is_required.into()), written_required(graph, slot, part).as_ref())
            };
            let (base, head) = (written(self.contracts.base, old), written(self.contracts.head, new));
            let verb = if new.is_required { Verb::Added } else { Verb::Removed };
            self.report(id, PairDifference { kind: Kind::Required, key: &slot.key, verb, context, part, base, head })?;
        }
        if old.names != new.names
            && let Some(verb) = Verb::of(!old.names.is_empty(), !new.names.is_empty())
        {
            let names = |part: &PlacePart| part.names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let written = |part: &PlacePart| {
                let names = (!part.names.is_empty()).then(|| Node::from(names(part)));
                Written::new(names, part.sources.first())
            };
            let (base, head) = (written(old), written(new));
            // Several parts of a place may get the same type; the key distinguishes them in the fingerprint.
            let key = if slot.key.is_empty() { slot.kind.name() } else { &slot.key };
            self.report(id, PairDifference { kind: Kind::TypeName, key, verb, context, part, base, head })?;
        }
        if self.unchanged.are(&old.place, &new.place) {
            return Ok(());
        }
        let (origin, cause) = (Origin::Part(id, slot.clone()), self.cause);
        self.pairs.add(Pair { base: old.place.clone(), head: new.place.clone(), context, origin, cause });
        Ok(())
    }

    /// Generated code numbers alternatives, or tries them in their order.
    fn alternative_order(
        &mut self,
        id: PairId,
        base: &PlaceContent,
        head: &PlaceContent,
        mut matches: Vec<(&str, &str)>,
    ) -> Bounded {
        fn index(key: &str) -> (&str, usize) {
            let (list, index) = key.rsplit_once(' ').unwrap_or_default();
            (list, index.parse().unwrap_or_default())
        }
        matches.sort_by_key(|(old, _)| index(old));
        if matches.is_sorted_by_key(|(_, new)| index(new)) {
            return Ok(());
        }
        let written = |content: &PlaceContent, keys: Vec<&str>| {
            let part = content.parts.iter().find(|(slot, _)| slot.kind == Kind::Alternative);
            let keys: Vec<Node> = keys.into_iter().map(Node::from).collect();
            Written::new(Some(keys.into()), part.and_then(|(_, part)| part.sources.first()))
        };
        let (old, new) = matches.into_iter().unzip();
        let (base, head) = (written(base, old), written(head, new));
        let (kind, verb, context) = (Kind::AlternativeOrder, Verb::Changed, self.pairs.get(id).context);
        self.report(id, PairDifference { kind, key: "", verb, context, part: None, base, head })
    }

    fn report(&mut self, id: PairId, found: PairDifference<'_>) -> Bounded {
        let PairDifference { mut kind, key, mut verb, context, part, base, head } = found;
        if context.is_condition && kind.surface() == Surface::Wire {
            kind = Kind::Condition;
            if !matches!(verb, Verb::Added | Verb::Removed) {
                verb = Verb::Changed;
            }
        }
        let pair = self.pairs.get(id);
        let operation = self.pairs.operation(id);
        let direction = context.direction.map(Direction::name);
        let words = |operation: Option<&str>, part: Option<&Slot>| {
            let path = self.pairs.path(id, part);
            let words = [operation, direction, Some(path.as_str())].into_iter().flatten();
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        // A part that has a name is reported by it where the part is.
        let owner = part.filter(|part| key != part.key || kind == Kind::Required && key.is_empty());
        let node = match (&base.source, &head.source) {
            (Some(source), _) => Some(self.contracts.base.node(source.node)),
            (None, Some(source)) => Some(self.contracts.head.node(source.node)),
            (None, None) => None,
        };
        let difference = Difference {
            kind,
            key: key.to_owned(),
            name: part.filter(|_| !key.is_empty()).map_or_else(|| key.to_owned(), |part| self.pairs.name(id, part)),
            verb,
            direction: context.direction,
            rules: context.rules(),
            place: words(operation, part),
            path: words(None, owner),
            operations: BTreeSet::new(),
            stable_path: node.map(GraphNode::place).unwrap_or_default(),
            insertion_point: self.contracts.insertion_point(pair, &base, &head),
            cause: self.cause.or(self.change_of_type.filter(|_| kinds::follows_type(kind))),
            base,
            head,
        };
        if kind == Kind::Type {
            self.change_of_type = Some(Cause::of(difference.fingerprint()));
        }
        self.budget.hold(difference.bytes())?;
        self.found.push((id, difference));
        Ok(())
    }

    /// All differences, each with the operations that reach it.
    fn with_operations(mut self) -> Bounded<Vec<Difference>> {
        let mut reached: HashMap<PairId, BTreeSet<String>> = HashMap::new();
        let mut differences = self.operations;
        for (id, mut difference) in self.found {
            let operations = reached.entry(id).or_insert_with(|| self.pairs.operations(id));
            self.budget.hold(operations.iter().map(String::len).sum())?;
            difference.operations = operations.clone();
            differences.push(difference);
        }
        Ok(differences)
    }
}

/// Whether a part is of a condition that only one of the places has, and which is reported as such.
fn is_of_new_condition(slot: &Slot, base: &PlaceContent, head: &PlaceContent) -> bool {
    let condition = Slot::named(Kind::If, slot.key.as_str());
    slot.is_of_condition() && base.facts.contains_key(&condition) != head.facts.contains_key(&condition)
}
