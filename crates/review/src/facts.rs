//! The facts of a contract: the contract in normal form, one fact a line.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map};
use std::fmt;

use serde_json::Value;

use crate::change::Direction;
use crate::effort::{Effort, Entangled};
use crate::graph::{Entry, Graph, IGNORED};
use crate::normal::{Fact as Stated, Place, Slot, Source, View};
use crate::policy::{self, Kind, Surface};
use crate::shapes;
use crate::unused::{Consumed, Unused};
use crate::walk::{self, Side};
use openapi::escape;

/// One fact: a line of the contract in normal form.
///
/// Displayed as `wire blockFile request body application/json .Comment: min-length 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fact {
    /// Where it shows: in messages, in generated code, or in texts.
    pub surface: Surface,
    /// The operation; none for what belongs to the whole document.
    pub operation: Option<String>,
    /// The messages that it is part of; none for what is around them.
    pub direction: Option<Direction>,
    /// The way to it; empty for the operation itself.
    pub place: String,
    /// What is said there: a kind of fact, and which.
    pub rule: String,
    /// The value; none where being there is all.
    pub value: Option<Value>,
    /// JSON pointers of where it is written.
    pub pointers: Vec<String>,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.surface)?;
        if let Some(operation) = &self.operation {
            write!(f, " {}", escape::whole(operation))?;
        }
        if let Some(direction) = self.direction {
            write!(f, " {direction}")?;
        }
        if !self.place.is_empty() {
            write!(f, " {}", escape::whole(&self.place))?;
        }
        write!(f, ": {}", escape::whole(&self.rule))?;
        match &self.value {
            Some(value) => write!(f, " {}", escape::whole(&value.to_string())),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Wire => "wire",
            Self::Source => "source",
            Self::Docs => "docs",
        })
    }
}

/// The facts of a graph, sorted by their lines.
///
/// # Errors
///
/// The document is too entangled.
pub(crate) fn facts(graph: &Graph<'_>) -> Result<Vec<Fact>, Entangled> {
    let mut walker = Walker::new(graph)?;
    for operation in graph.operations() {
        walker.operation(&operation.name, operation.place);
    }
    walker.document();
    walker.words();
    let mut facts = walker.facts;
    // Texts that no operation uses are told among the others.
    let is_text = |unused: &Unused| {
        unused.kind(graph).surface == Surface::Docs || TEXTS.contains(&graph.node(unused.node).object)
    };
    let unused = walker.consumed.unused(graph).into_iter().filter(|unused| !is_text(unused));
    facts.extend(unused.map(|unused| unused.fact(graph)));
    facts.sort_by_cached_key(ToString::to_string);
    Ok(facts)
}

/// From so many places on, what operations share is told once for all of them.
const LARGE: usize = 2_000;

struct Walker<'g, 'a> {
    graph: &'g Graph<'a>,
    views: HashMap<Place, View<'a>>,
    shapes: HashMap<Place, usize>,
    consumed: Consumed,
    /// For a direction and a shape, the first place where it was told.
    told: HashMap<(Option<Direction>, usize), String>,
    facts: Vec<Fact>,
}

/// A place on the way.
struct Stop {
    place: Place,
    side: Side,
    way: String,
    /// How many steps the way has.
    depth: usize,
}

/// After so many steps a way begins anew, at the part of the document where it is.
const DEEP: usize = 64;

impl<'g, 'a> Walker<'g, 'a> {
    fn new(graph: &'g Graph<'a>) -> Result<Self, Entangled> {
        let views = reachable(graph, roots(graph))?;
        let mut consumed = Consumed::default();
        views.values().for_each(|view| consumed.add(graph, view));
        let shapes = shapes::shapes(&views);
        Ok(Self { graph, views, shapes, consumed, told: HashMap::new(), facts: Vec::new() })
    }

    /// The facts of an operation: those of messages all the way down, those of generated code down to names.
    fn operation(&mut self, name: &str, place: Place) {
        self.walk(
            Some(name),
            Surface::Wire,
            Stop { place: place.clone(), side: Side::default(), way: String::new(), depth: 0 },
        );
        self.walk(Some(name), Surface::Source, Stop { place, side: Side::default(), way: String::new(), depth: 0 });
    }

    /// The facts that belong to the document: names of components and what each is made of, and what nobody knows.
    fn document(&mut self) {
        for surface in [Surface::Wire, Surface::Source] {
            self.walk(None, surface, Stop { place: vec![0], side: Side::default(), way: String::new(), depth: 0 });
        }
        let components = self.graph.root().one("components").and_then(Entry::target);
        let schemas = components.into_iter().flat_map(|components| self.graph.node(components).all("schemas"));
        let stops: Vec<_> = schemas
            .filter_map(|entry| {
                let place = vec![entry.target()?];
                let way = format!("schemas {}", entry.key);
                self.views.contains_key(&place).then_some(Stop { place, side: Side::default(), way, depth: 0 })
            })
            .collect();
        stops.into_iter().for_each(|stop| self.walk(None, Surface::Source, stop));
    }

    /// Tells the facts of a surface from a place on. What has been told of an equal place is not told again.
    fn walk(&mut self, operation: Option<&str>, surface: Surface, start: Stop) {
        // A small document says of each operation all there is to say; in a large one that would be without measure.
        let is_large = self.views.len() > LARGE;
        if !is_large {
            self.told.clear();
        }
        let mut visited: HashSet<Place> = HashSet::new();
        let mut pending = vec![start];
        while let Some(Stop { place, side, mut way, mut depth }) = pending.pop() {
            let Some(view) = self.views.get(&place) else { continue };
            if surface == Surface::Wire
                && let Some(shape) = self.shapes.get(&place)
            {
                if let Some(first) = self.told.get(&(side.direction, *shape)) {
                    let rule = format!("as {first}");
                    self.facts.push(fact(surface, operation, side, &way, rule, None, Vec::new()));
                    continue;
                }
                let owner = operation.filter(|_| is_large).map(|operation| format!("{operation} ")).unwrap_or_default();
                self.told.insert((side.direction, *shape), format!("{owner}{way}"));
            }
            if surface == Surface::Source && !visited.insert(place.clone()) {
                continue;
            }
            if let Some(first) = place.first().filter(|_| depth >= DEEP) {
                let home = self.graph.node(*first).home.clone();
                self.facts.push(fact(surface, operation, side, &way, format!("goes on at {home}"), None, Vec::new()));
                (way, depth) = (home, 0);
            }
            for (slot, stated) in view.facts.iter().filter(|(slot, _)| slot.kind.surface == surface) {
                let (rule, value) = told_as(slot, stated);
                self.facts.push(fact(surface, operation, side, &way, rule, value, pointers(&stated.sources)));
            }
            let mut next = Vec::new();
            for (slot, part) in view.parts.iter().filter(|(slot, _)| slot.kind.surface != Surface::Docs) {
                let side = side.step(slot, part.is_required);
                let way = walk::extend(&way, slot);
                if surface == Surface::Wire && slot.kind.name != "schema" {
                    let rule = part_kind(slot, part.is_required).name.to_owned();
                    self.facts.push(fact(surface, operation, side, &way, rule, None, pointers(&part.sources)));
                }
                if surface == Surface::Source && !part.names.is_empty() {
                    let names: Vec<&str> = part.names.iter().map(String::as_str).collect();
                    let rule = format!("type-name {}", names.join(", "));
                    self.facts.push(fact(surface, operation, side, &way, rule, None, pointers(&part.sources)));
                }
                if surface == Surface::Wire || !part.is_named {
                    next.push(Stop { place: part.place.clone(), side, way, depth: depth + 1 });
                }
            }
            pending.extend(next.into_iter().rev());
        }
    }

    /// Every text of the document, wherever it stands, and what nobody knows among texts; and what is written although it
    /// holds anyway.
    fn words(&mut self) {
        let mut told: BTreeMap<(&str, &str), (Surface, Value)> = BTreeMap::new();
        for (_, node) in self.graph.nodes() {
            for entry in &node.entries {
                // The words of a scope are its value; the scope is its key.
                let is_scope = entry.field == "scopes" && node.object == "OAuth Flow" && !entry.key.is_empty();
                let kind = if is_scope { policy::kind("words") } else { kind_of(node.object, entry) };
                let value = entry.value().cloned().or_else(|| entry.reference().map(Value::from));
                let is_told = kind.surface == Surface::Docs || TEXTS.contains(&node.object);
                if let Some(value) = value.filter(|_| is_told) {
                    told.insert((&entry.pointer, kind.name), (kind.surface, value));
                }
            }
        }
        for (slot, stated) in self.views.values().flat_map(|view| &view.facts) {
            if slot.kind.name == "stated-default" {
                let sources = stated.sources.iter().map(|source| (source.pointer.as_str(), slot.kind.name));
                told.extend(sources.map(|source| (source, (Surface::Docs, stated.value()))));
            }
        }
        for ((pointer, rule), (surface, mut value)) in told {
            value.sort_all_objects();
            let (pointers, value) = (vec![pointer.to_owned()], Some(value));
            self.facts.push(fact(surface, None, Side::default(), pointer, rule.to_owned(), value, pointers));
        }
    }
}

/// Objects that hold texts alone.
const TEXTS: [&str; 6] = ["Info", "Contact", "License", "External Documentation", "Tag", "Example"];

/// The kind of an entry that stands for itself.
pub(crate) fn kind_of(object: &str, entry: &Entry<'_>) -> &'static Kind {
    match entry.field {
        IGNORED if ["description", "summary"].iter().any(|word| entry.key.ends_with(word)) => policy::kind("words"),
        "x-simulator" => policy::kind("simulator"),
        field => policy::kind_of(object, field),
    }
}

/// The kind of a part, which is another if it must be there.
pub(crate) fn part_kind(slot: &Slot, is_required: bool) -> &'static Kind {
    match slot.kind.name {
        "optional-property" if is_required => policy::kind("required-property"),
        "optional-parameter" if is_required => policy::kind("required-parameter"),
        "optional-body" if is_required => policy::kind("required-body"),
        "optional-header" if is_required => policy::kind("required-header"),
        _ => slot.kind,
    }
}

fn told_as(slot: &Slot, stated: &Stated<'_>) -> (String, Option<Value>) {
    let value = stated.value();
    let is_plain = slot.key.is_empty() || slot.key == slot.kind.name;
    let rule = if is_plain { slot.kind.name.to_owned() } else { format!("{} {}", slot.kind.name, slot.key) };
    (rule, (value != Value::Bool(true)).then_some(value))
}

fn pointers(sources: &[Source]) -> Vec<String> {
    sources.iter().map(|source| source.pointer.clone()).collect()
}

pub(crate) fn fact(
    surface: Surface,
    operation: Option<&str>,
    side: Side,
    place: &str,
    rule: String,
    value: Option<Value>,
    pointers: Vec<String>,
) -> Fact {
    let operation = operation.map(str::to_owned);
    Fact { surface, operation, direction: side.direction, place: place.to_owned(), rule, value, pointers }
}

/// The places where reading begins: the operations, and the document itself.
pub(crate) fn roots(graph: &Graph<'_>) -> Vec<Place> {
    graph.operations().into_iter().map(|operation| operation.place).chain([vec![0]]).collect()
}

/// The views of all places that can be reached.
///
/// # Errors
///
/// There are too many.
pub(crate) fn reachable<'a>(graph: &Graph<'a>, roots: Vec<Place>) -> Result<HashMap<Place, View<'a>>, Entangled> {
    let mut effort = Effort::new(graph.nodes().count());
    let mut views = HashMap::new();
    let mut pending = roots;
    while let Some(place) = pending.pop() {
        if let hash_map::Entry::Vacant(free) = views.entry(place) {
            effort.spend(free.key().len())?;
            let view = graph.view(free.key());
            pending.extend(view.parts.values().map(|part| part.place.clone()));
            free.insert(view);
        }
    }
    Ok(views)
}
