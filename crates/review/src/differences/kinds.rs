//! Which kind of change a difference is, by what stands around it.

use std::collections::HashSet;

use openapi::{Direction, Node, ObjectKind};

use super::matching::Contracts;
use super::pairs::Pair;
use super::requirement::Requirement;
use crate::context::Context;
use crate::graph::Graph;
use crate::order;
use crate::place::{PlaceContent, PlacePart, Slot, Statement};
use crate::policy::{Kind, Verb};

/// What happened to a fact; `None` if nothing did, or if other differences report it.
pub(super) fn verb(slot: &Slot, old: Option<&Statement>, new: Option<&Statement>, head: &PlaceContent) -> Option<Verb> {
    match (slot.kind, old, new) {
        (Kind::ParameterOrder, Some(old), Some(new)) => {
            is_reordered(&old.value(), &new.value()).then_some(Verb::Changed)
        }
        (Kind::DefaultServer, Some(old), Some(new)) => {
            // A first server that is gone is reported itself.
            let server = Slot::named(Kind::Server, old.value().as_str().unwrap_or_default());
            order::verb(slot.kind, &old.values, &new.values).filter(|_| head.parts.contains_key(&server))
        }
        (Kind::ParameterOrder | Kind::DefaultServer, ..) => None,
        (_, Some(old), Some(new)) => order::verb(slot.kind, &old.values, &new.values),
        (_, old, new) => Verb::of(old.is_some(), new.is_some()),
    }
}

/// Whether what is stated depends on the type: it comes and goes with it.
pub(super) const fn follows_type(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Format
            | Kind::Pattern
            | Kind::MaxLength
            | Kind::MinLength
            | Kind::Maximum
            | Kind::Minimum
            | Kind::MultipleOf
            | Kind::Items
            | Kind::MaxItems
            | Kind::MinItems
            | Kind::UniqueItems
            | Kind::MaxProperties
            | Kind::MinProperties
            | Kind::OptionalProperty
            | Kind::RequiredProperty
            | Kind::AdditionalProperties
            | Kind::AdditionalPropertiesStated
            | Kind::ClosedObject
    )
}

/// The kind of a fact that differs.
pub(super) fn of_fact(kind: Kind, context: Context) -> Kind {
    match kind {
        Kind::Nullable if context.is_optional => Kind::OptionalNullable,
        Kind::Default if !context.is_optional => Kind::RequiredDefault,
        kind => kind,
    }
}

impl Contracts<'_, '_> {
    /// The kind of object of which a pair of places is; none for what holds because nothing is stated.
    pub fn object(&self, pair: &Pair) -> Option<ObjectKind> {
        let of = |graph: &Graph<'_>, place: &[usize]| place.first().map(|id| graph.node(*id).object);
        of(self.base, &pair.base).or_else(|| of(self.head, &pair.head))
    }

    /// The kind of a part that is gone; `head` is what the place has now.
    pub fn kind_of_removed(
        &self,
        slot: &Slot,
        part: &PlacePart,
        context: Context,
        owner: Option<ObjectKind>,
        head: &PlaceContent,
    ) -> Kind {
        match slot.kind {
            Kind::Security if Requirement::of(self.base, part).is_covered_by(self.head, head) => Kind::CoveredSecurity,
            _ => kind_of_part(slot, part, context, owner, head),
        }
    }

    /// The kind of a part that is new; `base` is what the place had.
    pub fn kind_of_added(
        &self,
        slot: &Slot,
        part: &PlacePart,
        context: Context,
        owner: Option<ObjectKind>,
        base: &PlaceContent,
    ) -> Kind {
        let was_closed = || is_closed(base);
        let is_received = context.rules() == Some(Direction::Response);
        match slot.kind {
            // A new property of an object that allowed no others is not expected there.
            Kind::OptionalProperty if is_received && was_closed() => Kind::ClosedProperty,
            Kind::Security if Requirement::of(self.head, part).is_covered_by(self.base, base) => Kind::CoveredSecurity,
            _ => kind_of_part(slot, part, context, owner, base),
        }
    }
}

/// The kind of a part that only one of the contracts has.
fn kind_of_part(
    slot: &Slot,
    part: &PlacePart,
    context: Context,
    owner: Option<ObjectKind>,
    other: &PlaceContent,
) -> Kind {
    let is_received = context.rules() == Some(Direction::Response);
    match slot.kind {
        Kind::Server if slot.key.ends_with(')') && other.parts.contains_key(&first_server(slot)) => {
            Kind::RepeatedServer
        }
        // Who sends a request chooses the media type of its response by `Accept`, and of nothing else that is received.
        Kind::MediaType if is_received && owner != Some(ObjectKind::Response) => Kind::FixedMediaType,
        Kind::PatternProperty if is_closed(other) => Kind::ClosedPatternProperty,
        kind => kind.of_part(part.is_required),
    }
}

/// Whether an object allows no property that it does not describe.
fn is_closed(content: &PlaceContent) -> bool {
    [Kind::ClosedObject, Kind::ClosedUnevaluated].iter().any(|kind| content.facts.contains_key(&Slot::of(*kind)))
}

/// The server of the same address that is listed first: what is listed again has its number behind the address.
fn first_server(slot: &Slot) -> Slot {
    Slot::named(slot.kind, slot.key.rsplit_once(" (").map_or(slot.key.as_str(), |(address, _)| address))
}

/// Whether those that are in both lists have another order.
fn is_reordered(old: &Node, new: &Node) -> bool {
    let list = |value: &Node| value.as_array().unwrap_or_default().to_vec();
    let (old, new) = (list(old), list(new));
    let (old_keys, new_keys): (HashSet<&Node>, HashSet<&Node>) = (old.iter().collect(), new.iter().collect());
    let kept = old.iter().filter(|key| new_keys.contains(key));
    !kept.eq(new.iter().filter(|key| old_keys.contains(key)))
}
