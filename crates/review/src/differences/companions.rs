//! Components that come and go with what uses them.

use std::collections::{HashMap, HashSet};

use super::difference::Difference;
use crate::change::Cause;
use crate::graph::{Graph, Id};
use crate::place::Place;
use crate::policy::{Kind, Verb};

/// The parts that only one of the contracts has: where components are used that may have no other use.
#[derive(Default)]
pub(super) struct Companions(Vec<Seed>);

struct Seed {
    verb: Verb,
    place: Place,
    cause: Cause,
}

impl Companions {
    /// Adds a part that is new or gone.
    pub fn add(&mut self, difference: &Difference, place: &[Id]) {
        if !place.is_empty() {
            let cause = difference.cause.unwrap_or_else(|| Cause::of(difference.fingerprint()));
            self.0.push(Seed { verb: difference.verb, place: place.to_vec(), cause });
        }
    }

    /// Says of each component that is new or gone with which part it is, if one uses it.
    pub fn mark(&self, base: &Graph<'_>, head: &Graph<'_>, differences: &mut [Difference]) {
        if self.0.is_empty() {
            return;
        }
        let (mut gone, mut new) = (None, None);
        for difference in differences.iter_mut().filter(|difference| difference.cause.is_none()) {
            let name = match difference.kind {
                Kind::SchemaName => Some(("schemas", difference.key.as_str())),
                Kind::ComponentName => difference.key.split_once(' '),
                _ => None,
            };
            let Some(name) = name else { continue };
            let used = match difference.verb {
                Verb::Removed => gone.get_or_insert_with(|| self.used(Verb::Removed, base)),
                Verb::Added => new.get_or_insert_with(|| self.used(Verb::Added, head)),
                Verb::Changed | Verb::Tightened | Verb::Loosened => continue,
            };
            difference.cause = used.get(&name).copied();
        }
    }

    /// The components that the parts use, each with the first part that does.
    fn used<'g>(&self, verb: Verb, graph: &'g Graph<'_>) -> HashMap<(&'g str, &'g str), Cause> {
        let mut used = HashMap::new();
        let mut seen: HashSet<Id> = HashSet::new();
        for seed in self.0.iter().filter(|seed| seed.verb == verb) {
            let mut pending = seed.place.clone();
            while let Some(id) = pending.pop() {
                if !seen.insert(id) {
                    continue;
                }
                let node = graph.node(id);
                if let ["components", section, name] = node.pointer.tokens()[..] {
                    used.entry((section, name)).or_insert(seed.cause);
                }
                pending.extend(node.entries.iter().filter_map(|entry| entry.target()));
            }
        }
        used
    }
}
