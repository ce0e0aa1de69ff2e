//! Which places are equivalent: those from which the same facts of messages follow, however they are written.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use openapi::Direction;

use crate::place::{Place, PlaceContent, PlacePart, Slot};
use crate::policy::Surface;

/// More steps than this are not spent on finding equal places.
const MAX_STEPS: usize = 2_000_000;

/// The equivalence class of each place that has parts, as a number.
pub(crate) fn classes(contents: &HashMap<Place, PlaceContent>) -> HashMap<Place, usize> {
    let places: Vec<&Place> = contents.keys().collect();
    let index: HashMap<&Place, usize> = places.iter().enumerate().map(|(index, place)| (*place, index)).collect();
    let is_wire = |slot: &Slot| slot.kind.surface() == Surface::Wire;
    let own: Vec<u64> = places
        .iter()
        .map(|place| {
            let content = &contents[*place];
            let facts = content.facts.iter().filter(|(slot, _)| is_wire(slot));
            let facts: Vec<_> =
                facts.map(|(slot, fact)| (slot.kind, &slot.key, fact.values.keys().collect::<Vec<_>>())).collect();
            let parts = content.parts.iter().filter(|(slot, _)| is_wire(slot));
            let is_sent = |part: &PlacePart, direction| part.is_sent(Some(direction));
            let parts: Vec<_> = parts
                .map(|(slot, part)| {
                    let sent = [Direction::Request, Direction::Response].map(|direction| is_sent(part, direction));
                    (slot.kind, &slot.key, part.is_required, sent)
                })
                .collect();
            digest(&(facts, parts))
        })
        .collect();
    let parts: Vec<Vec<usize>> = places
        .iter()
        .map(|place| {
            let parts = contents[*place].parts.iter().filter(|(slot, _)| is_wire(slot));
            parts.filter_map(|(_, part)| index.get(&part.place).copied()).collect()
        })
        .collect();
    // Places with the same facts are distinguished by their parts, until nothing more is distinguished.
    let mut classes = own.clone();
    let mut count = classes.iter().collect::<HashSet<_>>().len();
    let mut steps = 0;
    let is_stable = loop {
        classes = (0..places.len())
            .map(|index| digest(&(own[index], parts[index].iter().map(|part| classes[*part]).collect::<Vec<_>>())))
            .collect();
        let next = classes.iter().collect::<HashSet<_>>().len();
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
        let number = if is_stable { *numbers.entry(classes[index]).or_insert(number) } else { index };
        result.insert((*place).clone(), number);
    }
    result
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
