//! The difference of two contracts: places that belong together are compared pair by pair, each pair once.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::change::Direction;
use crate::effort::{Effort, Entangled};
use crate::facts::part_kind;
use crate::graph::Graph;
use crate::matching::{Match, Sides};
use crate::normal::{Fact, Part, Place, Slot, Source, View};
use crate::order;
use crate::policy::{self, Kind, Surface, Verb};
use crate::unused;
use crate::walk::{self, Side};

/// A difference, not yet judged.
pub(crate) struct Difference {
    pub kind: &'static Kind,
    /// Which of its kind.
    pub key: String,
    pub verb: Verb,
    pub direction: Option<Direction>,
    /// The direction whose rules hold, which is the other one within `not`.
    pub judged: Option<Direction>,
    pub place: String,
    pub operations: BTreeSet<String>,
    pub old: Option<Value>,
    pub new: Option<Value>,
    /// Where the old is written, and where the new is.
    pub base: Option<Source>,
    pub head: Option<Source>,
    /// Where its place is written on the side that does not have it.
    pub surroundings: Option<String>,
    /// The address of its place, in names.
    pub home: String,
}

/// Facts that tell of a whole list, and what they list: who tells the one does not tell the other.
const TOLD_BY: &[(&str, &str)] = &[
    ("enumeration", "enumeration-value"),
    ("open-enumeration", "open-enumeration-value"),
    ("server-variable-enumeration", "server-variable-value"),
    ("alternatives", "alternative"),
    ("body", "media-type"),
];

/// Everything that differs.
///
/// # Errors
///
/// The documents are too entangled.
pub(crate) fn differences(base: &Graph<'_>, head: &Graph<'_>) -> Result<Vec<Difference>, Entangled> {
    let mut effort = Effort::new(base.nodes().count() + head.nodes().count());
    let mut comparison = Comparison {
        sides: Sides { base, head },
        pairs: Vec::new(),
        index: HashMap::new(),
        pending: VecDeque::new(),
        found: Vec::new(),
    };
    comparison.operations();
    comparison.pair(None, None, vec![0], vec![0], Side::default(), String::new());
    while let Some(pair) = comparison.pending.pop_front() {
        effort.spend(comparison.pairs[pair].base.len() + comparison.pairs[pair].head.len())?;
        comparison.compare(pair);
    }
    let mut differences = comparison.reach();
    differences.extend(unused::differences(base, head)?);
    Ok(differences)
}

/// Two places that belong together.
struct Pair {
    base: Place,
    head: Place,
    side: Side,
    /// The first operation and way that led here.
    operation: Option<String>,
    way: String,
    /// The pairs that it is part of.
    parents: Vec<usize>,
}

struct Comparison<'g, 'a> {
    sides: Sides<'g, 'a>,
    pairs: Vec<Pair>,
    index: HashMap<(Place, Place, Side), usize>,
    pending: VecDeque<usize>,
    /// What differs, and the pair where.
    found: Vec<(usize, Difference)>,
}

impl Comparison<'_, '_> {
    fn operations(&mut self) {
        for (old, new) in self.sides.operations() {
            let way = String::new();
            match (old, new) {
                (Some(old), Some(new)) => {
                    self.pair(Some(new.name), None, old.place, new.place, Side::default(), way);
                }
                (old, new) => {
                    let verb = if old.is_some() { Verb::Removed } else { Verb::Added };
                    let is_gone = old.is_some();
                    let Some(operation) = old.or(new) else { continue };
                    let source = Source { node: operation.place[0], pointer: operation.pointer };
                    let (base, head) = if is_gone { (Some(source), None) } else { (None, Some(source)) };
                    let address = Some(Value::from(operation.address.clone()));
                    let (old, new) = if is_gone { (address, None) } else { (None, address) };
                    let names = BTreeSet::from([operation.name.clone()]);
                    self.found.push((
                        usize::MAX,
                        Difference {
                            kind: policy::kind("operation"),
                            key: operation.name.clone(),
                            verb,
                            direction: None,
                            judged: None,
                            place: operation.name,
                            operations: names,
                            old,
                            new,
                            base,
                            head,
                            surroundings: Some("/paths".to_owned()),
                            home: operation.address,
                        },
                    ));
                }
            }
        }
    }

    /// Notes that two places belong together; they are compared when their turn comes.
    fn pair(
        &mut self,
        operation: Option<String>,
        parent: Option<usize>,
        base: Place,
        head: Place,
        side: Side,
        way: String,
    ) {
        let next = self.pairs.len();
        // Each operation is told on its own, also where two are written alike.
        let key = (base.clone(), head.clone(), side);
        let pair = *self.index.entry(key).or_insert(next);
        if pair == next {
            let parents = Vec::new();
            self.pairs.push(Pair { base, head, side, operation, way, parents });
            self.pending.push_back(pair);
        }
        if let Some(parent) = parent {
            self.pairs[pair].parents.push(parent);
        }
    }

    fn compare(&mut self, pair: usize) {
        let Pair { base, head, .. } = &self.pairs[pair];
        let (base, head) = (self.sides.base.view(base), self.sides.head.view(head));
        let told: HashSet<&str> = TOLD_BY
            .iter()
            .filter(|(whole, _)| {
                let slot = Slot { kind: policy::kind(whole), key: String::new() };
                base.facts.contains_key(&slot) != head.facts.contains_key(&slot)
            })
            .map(|(_, member)| *member)
            .collect();
        self.facts(pair, &base, &head, &told);
        self.parts(pair, &base, &head, &told);
    }

    fn facts(&mut self, pair: usize, base: &View<'_>, head: &View<'_>, told: &HashSet<&str>) {
        let slots: BTreeSet<&Slot> = base.facts.keys().chain(head.facts.keys()).collect();
        let is_covered = self.pairs[pair].side.is_covered;
        let is_told = |slot: &Slot| told.contains(slot.kind.name) || is_covered && slot.kind.surface == Surface::Docs;
        for slot in slots.into_iter().filter(|slot| !is_told(slot)) {
            let (old, new) = (base.facts.get(slot), head.facts.get(slot));
            let verb = match (old, new) {
                (Some(old), Some(new)) if slot.kind.name == "parameter-order" => {
                    is_reordered(&old.value(), &new.value())
                }
                (Some(old), Some(_)) if slot.kind.name == "default-server" => {
                    // A first server that is gone is told as such.
                    let key = old.value().as_str().unwrap_or_default().to_owned();
                    let slot = Slot { kind: policy::kind("server"), key };
                    let is_there = head.parts.contains_key(&slot);
                    order::verb(policy::kind("default-server"), old, new.unwrap_or(old)).filter(|_| is_there)
                }
                (Some(old), Some(new)) => order::verb(slot.kind, old, new),
                _ if ["parameter-order", "default-server"].contains(&slot.kind.name) => None,
                (Some(_), None) => Some(Verb::Removed),
                (None, _) => Some(Verb::Added),
            };
            if let Some(verb) = verb {
                self.fact(pair, slot, verb, old, new);
            }
        }
    }

    fn fact(&mut self, pair: usize, slot: &Slot, verb: Verb, old: Option<&Fact<'_>>, new: Option<&Fact<'_>>) {
        let side = self.pairs[pair].side;
        let kind = match slot.kind.name {
            "nullable" if side.is_optional => policy::kind("optional-nullable"),
            _ => slot.kind,
        };
        let source = |fact: Option<&Fact<'_>>| fact.and_then(|fact| fact.sources.first().cloned());
        let (base, head) = (source(old), source(new));
        self.found(pair, kind, &slot.key, verb, side, None, old.map(Fact::value), new.map(Fact::value), base, head);
    }

    fn parts(&mut self, pair: usize, base: &View<'_>, head: &View<'_>, told: &HashSet<&str>) {
        let mut order = Vec::new();
        for Match { base: old, head: new, is_covered } in self.sides.parts(base, head) {
            let Some((slot, _)) = new.or(old) else { continue };
            let outer = self.pairs[pair].side;
            let is_required =
                old.is_some_and(|(_, part)| part.is_required) || new.is_some_and(|(_, part)| part.is_required);
            let side = outer.step(slot, is_required);
            let side = if is_covered { side.covered() } else { side };
            if outer.is_covered && slot.kind.surface == Surface::Docs {
                continue;
            }
            // A `not` turns what is within it round, not itself.
            let own = if slot.kind.name == "not" { outer } else { side };
            let source = |part: Option<(&Slot, &Part)>| part.and_then(|(_, part)| part.sources.first().cloned());
            match (old, new) {
                (Some((old_slot, old_part)), Some((new_slot, new_part))) => {
                    if is_covered {
                        let is_gone = base.parts.contains_key(old_slot) && !head.parts.contains_key(old_slot);
                        let verb = if is_gone { Verb::Removed } else { Verb::Added };
                        let slot = if is_gone { old_slot } else { new_slot };
                        let (base, head) = if is_gone { (source(old), None) } else { (None, source(new)) };
                        let kind = policy::kind("covered-status");
                        self.found(pair, kind, &slot.key, verb, side, Some(slot), None, None, base, head);
                    } else if slot.kind.name == "alternative" {
                        order.push((old_slot.key.clone(), new_slot.key.clone()));
                    }
                    self.both(pair, slot, side, old_part, new_part);
                }
                _ if told.contains(slot.kind.name) || slot.kind.name == "additional-properties" => {}
                (Some((slot, part)), None) => {
                    let kind = part_kind(slot, part.is_required);
                    self.found(pair, kind, &slot.key, Verb::Removed, own, Some(slot), None, None, source(old), None);
                }
                (_, Some((slot, part))) => {
                    let kind = self.kind_of_new(slot, part, side, base);
                    self.found(pair, kind, &slot.key, Verb::Added, own, Some(slot), None, None, None, source(new));
                }
                (None, None) => {}
            }
        }
        self.alternative_order(pair, base, head, order);
    }

    /// A property that comes to an object without others is not expected there.
    fn kind_of_new(&self, slot: &Slot, part: &Part, side: Side, base: &View<'_>) -> &'static Kind {
        let closed = Slot { kind: policy::kind("additional-properties"), key: String::new() };
        let is_closed = base.facts.get(&closed).is_some_and(|fact| fact.values.contains_key("false"));
        let is_received = side.judged() == Some(Direction::Response);
        match slot.kind.name {
            "optional-property" if is_closed && is_received => policy::kind("closed-property"),
            _ => part_kind(slot, part.is_required),
        }
    }

    /// A part that is there before and after.
    fn both(&mut self, pair: usize, slot: &Slot, side: Side, old: &Part, new: &Part) {
        let sources = (old.sources.first().cloned(), new.sources.first().cloned());
        if old.is_required != new.is_required {
            let verb = if new.is_required { Verb::Added } else { Verb::Removed };
            let base = written_required(self.sides.base, slot, old);
            let head = written_required(self.sides.head, slot, new);
            let (old, new) = (Some(old.is_required.into()), Some(new.is_required.into()));
            self.found(pair, policy::kind("required"), &slot.key, verb, side, Some(slot), old, new, base, head);
        }
        if old.names != new.names {
            let names = |part: &Part| {
                (!part.names.is_empty()).then(|| Value::from(part.names.iter().cloned().collect::<Vec<_>>().join(", ")))
            };
            let (old, new) = (names(old), names(new));
            let verb = match (&old, &new) {
                (None, _) => Verb::Added,
                (_, None) => Verb::Removed,
                _ => Verb::Changed,
            };
            let (base, head) = sources;
            // Several parts of a place may come to the same type; the fingerprint tells them apart.
            let key = if slot.key.is_empty() { slot.kind.name } else { &slot.key };
            self.found(pair, policy::kind("type-name"), key, verb, side, Some(slot), old, new, base, head);
        }
        let operation = self.pairs[pair].operation.clone();
        let way = walk::extend(&self.pairs[pair].way, slot);
        self.pair(operation, Some(pair), old.place.clone(), new.place.clone(), side, way);
    }

    /// Generated code numbers alternatives, or tries them in their order.
    fn alternative_order(&mut self, pair: usize, base: &View<'_>, head: &View<'_>, mut matches: Vec<(String, String)>) {
        let index = |key: &str| {
            let (list, index) = key.rsplit_once(' ').unwrap_or_default();
            (list.to_owned(), index.parse::<usize>().unwrap_or_default())
        };
        matches.sort_by_key(|(old, _)| index(old));
        if matches.windows(2).all(|pair| index(&pair[0].1) < index(&pair[1].1)) {
            return;
        }
        let keys = |side: fn(&(String, String)) -> &String| {
            Some(Value::from(matches.iter().map(|m| side(m).clone()).collect::<Vec<_>>()))
        };
        let source = |view: &View<'_>| {
            let mut parts = view.parts.iter().filter(|(slot, _)| slot.kind.name == "alternative");
            parts.next().and_then(|(_, part)| part.sources.first().cloned())
        };
        let (old, new) = (keys(|(old, _)| old), keys(|(_, new)| new));
        let side = self.pairs[pair].side;
        let kind = policy::kind("alternative-order");
        self.found(pair, kind, "", Verb::Changed, side, None, old, new, source(base), source(head));
    }

    // Both sides of a difference are told at once, so that none is told without its other side.
    #[allow(clippy::too_many_arguments)]
    fn found(
        &mut self,
        pair: usize,
        kind: &'static Kind,
        key: &str,
        verb: Verb,
        side: Side,
        slot: Option<&Slot>,
        old: Option<Value>,
        new: Option<Value>,
        base: Option<Source>,
        head: Option<Source>,
    ) {
        let at = &self.pairs[pair];
        let way = slot.map_or_else(|| at.way.clone(), |slot| walk::extend(&at.way, slot));
        let direction = side.direction.map(|direction| direction.to_string());
        let words = [at.operation.clone().unwrap_or_default(), direction.unwrap_or_default(), way];
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let (graph, source) = match (&base, &head) {
            (Some(source), _) => (self.sides.base, Some(source)),
            (None, source) => (self.sides.head, source.as_ref()),
        };
        let (other, graph_of_other) =
            if head.is_none() { (&at.head, self.sides.head) } else { (&at.base, self.sides.base) };
        let surroundings = other.first().map(|id| graph_of_other.node(*id).pointer.clone());
        let difference = Difference {
            kind,
            key: key.to_owned(),
            verb,
            direction: side.direction,
            judged: side.judged(),
            place: words.join(" "),
            operations: BTreeSet::new(),
            old,
            new,
            surroundings,
            home: source.map(|source| graph.node(source.node).home.clone()).unwrap_or_default(),
            base,
            head,
        };
        self.found.push((pair, difference));
    }

    /// Finds for each difference the operations that reach it.
    fn reach(&mut self) -> Vec<Difference> {
        let mut reached: HashMap<usize, BTreeSet<String>> = HashMap::new();
        let found = std::mem::take(&mut self.found);
        let mut differences = Vec::new();
        for (pair, mut difference) in found {
            if pair != usize::MAX {
                difference.operations = reached.entry(pair).or_insert_with(|| self.operations_above(pair)).clone();
            }
            differences.push(difference);
        }
        differences
    }

    fn operations_above(&self, pair: usize) -> BTreeSet<String> {
        let mut operations = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut pending = vec![pair];
        while let Some(pair) = pending.pop() {
            if seen.insert(pair) {
                let at = &self.pairs[pair];
                if at.way.is_empty() {
                    operations.extend(at.operation.clone());
                }
                pending.extend(&at.parents);
            }
        }
        operations
    }
}

/// Where it is written that a part must be there: in a shared part itself, once for all that use it.
fn written_required(graph: &Graph<'_>, slot: &Slot, part: &Part) -> Option<Source> {
    match part.place.first() {
        Some(id) if slot.kind.name != "optional-property" => {
            let node = graph.node(*id);
            let pointer = node.one("required").map_or(&node.pointer, |entry| &entry.pointer);
            Some(Source { node: *id, pointer: pointer.clone() })
        }
        _ => part.sources.first().cloned(),
    }
}

/// Whether those that are in both lists stand in another order.
fn is_reordered(old: &Value, new: &Value) -> Option<Verb> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (old, new) = (list(old), list(new));
    let in_old = new.iter().filter(|key| old.contains(key));
    let in_new = old.iter().filter(|key| new.contains(key));
    (!in_old.eq(in_new)).then_some(Verb::Changed)
}
