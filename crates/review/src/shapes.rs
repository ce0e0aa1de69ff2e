//! Which places are alike: those from which the same facts of messages follow, however they are written.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::normal::{Place, Slot, View};
use crate::policy::Surface;

/// More steps than this are not spent on finding equal places.
const MAX_STEPS: usize = 2_000_000;

/// Numbers the places that have parts, equal ones alike: those from which the same facts of messages follow.
pub(crate) fn shapes(views: &HashMap<Place, View<'_>>) -> HashMap<Place, usize> {
    let places: Vec<&Place> = views.keys().collect();
    let index: HashMap<&Place, usize> = places.iter().enumerate().map(|(index, place)| (*place, index)).collect();
    let is_wire = |slot: &Slot| slot.kind.surface == Surface::Wire;
    let own: Vec<u64> = places
        .iter()
        .map(|place| {
            let view = &views[*place];
            let facts = view.facts.iter().filter(|(slot, _)| is_wire(slot));
            let facts: Vec<_> =
                facts.map(|(slot, fact)| (slot.kind.name, &slot.key, fact.values.keys().collect::<Vec<_>>())).collect();
            let parts = view.parts.iter().filter(|(slot, _)| is_wire(slot));
            let parts: Vec<_> = parts.map(|(slot, part)| (slot.kind.name, &slot.key, part.is_required)).collect();
            digest(&(facts, parts))
        })
        .collect();
    let parts: Vec<Vec<usize>> = places
        .iter()
        .map(|place| {
            let parts = views[*place].parts.iter().filter(|(slot, _)| is_wire(slot));
            parts.filter_map(|(_, part)| index.get(&part.place).copied()).collect()
        })
        .collect();
    // What looks alike is told apart by its parts, until nothing more is told apart.
    let mut shapes = own.clone();
    let mut count = shapes.iter().collect::<HashSet<_>>().len();
    let mut steps = 0;
    let is_settled = loop {
        shapes = (0..places.len())
            .map(|index| digest(&(own[index], parts[index].iter().map(|part| shapes[*part]).collect::<Vec<_>>())))
            .collect();
        let next = shapes.iter().collect::<HashSet<_>>().len();
        steps += places.len();
        if next == count || steps > MAX_STEPS {
            break next == count;
        }
        count = next;
    };
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    let mut result = HashMap::new();
    for (index, place) in places.iter().enumerate().filter(|(index, _)| !parts[*index].is_empty()) {
        let number = numbers.len();
        let number = if is_settled { *numbers.entry(shapes[index]).or_insert(number) } else { index };
        result.insert((*place).clone(), number);
    }
    result
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
