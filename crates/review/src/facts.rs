//! The facts of a contract: the contract in normal form, one fact a line.

use std::collections::{HashMap, HashSet};

use openapi::{Direction, Document, Node, ObjectKind, Pointer, Problems};

use crate::budget::{self, Bounded, Budget};
use crate::context::Context;
use crate::equivalence;
use crate::fact::Fact;
use crate::graph::{Graph, GraphEntry};
use crate::path;
use crate::place::{Place, PlaceContent, PlacePart, Slot, SourcePointer, Statement};
use crate::policy::{Kind, Surface, Treatments};
use crate::reachable::{Reached, Used};
use crate::read::read;

/// The facts of a document: the contract in normal form, sorted by their lines.
///
/// # Errors
///
/// Every place where the document is not OpenAPI 3.0, or that its facts are far larger than the document. A field that
/// OpenAPI 3.0 does not have is a fact.
///
/// ```
/// # use openapi::Document;
/// # let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
/// #   "operationId": "getA", "responses": {"200": {"description": "ok"}}}}}}"#;
/// let facts = review::facts(&Document::parse("openapi.yaml", text)?)?;
/// assert!(facts.iter().any(|fact| fact.to_string() == "wire getA response 200: success-status"));
/// # Ok::<_, openapi::Problems>(())
/// ```
pub fn facts(document: &Document) -> Result<Vec<Fact>, Problems> {
    facts_with(document, &Treatments::default())
}

/// The same, with what a team says of extensions.
///
/// # Errors
///
/// As of [`facts`].
pub fn facts_with(document: &Document, treatments: &Treatments) -> Result<Vec<Fact>, Problems> {
    let graph = read(document, treatments)?;
    let budget = Budget::new(graph.nodes().count(), graph.bytes());
    facts_within(&graph, budget).map_err(|exceeded| exceeded.problem(document))
}

/// The facts of a graph, if the budget allows them.
pub(crate) fn facts_within(graph: &Graph<'_>, mut budget: Budget) -> Bounded<Vec<Fact>> {
    let reached = Reached::of(graph, &mut budget)?;
    let contents = &reached.contents;
    let classes = equivalence::classes(contents);
    let operations = graph.operations();
    let is_large = operations.len().saturating_mul(contents.len()) > LARGE;
    let (reported, facts) = (HashMap::new(), Vec::new());
    let mut walker = Walker { graph, contents, classes: &classes, is_large, reported, facts, budget };
    for operation in operations {
        // Those of messages all the way down, those of generated code down to names.
        for surface in [Surface::Wire, Surface::Source] {
            walker.walk(Some(&operation.name), surface, Stop::start(operation.place.clone(), String::new()))?;
        }
    }
    walker.document()?;
    walker.words()?;
    walker.unused(&reached.used)?;
    let mut facts = walker.facts;
    facts.sort_by_cached_key(ToString::to_string);
    Ok(facts)
}

/// Of so many places, counted for each operation, what operations share is reported once for all of them.
const LARGE: usize = 100_000;

/// After so many steps a path starts again, at the part of the document where it is.
const DEEP: usize = 64;

/// Objects that hold texts alone.
const TEXTS: [ObjectKind; 6] = [
    ObjectKind::Info,
    ObjectKind::Contact,
    ObjectKind::License,
    ObjectKind::ExternalDocumentation,
    ObjectKind::Tag,
    ObjectKind::Example,
];

struct Walker<'r, 'a> {
    graph: &'r Graph<'a>,
    contents: &'r HashMap<Place, PlaceContent>,
    /// The equivalence class of each place that has parts.
    classes: &'r HashMap<Place, usize>,
    /// Whether what operations share is reported once for all of them.
    is_large: bool,
    /// For a direction and a class, the first place where its facts are reported.
    reported: HashMap<(Option<Direction>, usize), String>,
    facts: Vec<Fact>,
    budget: Budget,
}

/// A place on the path.
struct Stop {
    place: Place,
    context: Context,
    path: String,
    /// How many steps the path has.
    depth: usize,
}

/// The facts that are reported.
#[derive(Clone, Copy)]
struct Selection<'o> {
    /// None for the document.
    operation: Option<&'o str>,
    surface: Surface,
}

impl Stop {
    fn start(place: Place, path: String) -> Self {
        Self { place, context: Context::default(), path, depth: 0 }
    }
}

impl Walker<'_, '_> {
    /// The facts that belong to the document: names of components and what each is made of, and what is unknown.
    fn document(&mut self) -> Bounded {
        for surface in [Surface::Wire, Surface::Source] {
            self.walk(None, surface, Stop::start(vec![0], String::new()))?;
        }
        let graph = self.graph;
        let components = graph.root().one("components").and_then(GraphEntry::target);
        let schemas = components.into_iter().flat_map(|components| graph.node(components).all("schemas"));
        for entry in schemas {
            let Some(place) = entry.target().map(|target| vec![target]) else { continue };
            if self.contents.contains_key(&place) {
                self.walk(None, Surface::Source, Stop::start(place, format!("schemas {}", entry.key)))?;
            }
        }
        Ok(())
    }

    /// Reports the facts of a surface from a place on. What is reported of an equivalent place is not reported again.
    fn walk(&mut self, operation: Option<&str>, surface: Surface, start: Stop) -> Bounded {
        // In a small document each operation has all its facts; in a large one they would grow without bounds.
        if !self.is_large {
            self.reported.clear();
        }
        let (contents, walk) = (self.contents, Selection { operation, surface });
        let mut visited: HashSet<Place> = HashSet::new();
        let mut pending = vec![start];
        while let Some(mut stop) = pending.pop() {
            let Some(content) = contents.get(&stop.place) else { continue };
            if walk.surface == Surface::Wire && self.is_reported(walk, &stop)? {
                continue;
            }
            if walk.surface == Surface::Source && !visited.insert(stop.place.clone()) {
                continue;
            }
            if let Some(first) = stop.place.first().filter(|_| stop.depth >= DEEP) {
                let stable_path = self.graph.node(*first).place();
                self.push(walk, &stop, format!("continues at {stable_path}"), None, &[])?;
                (stop.path, stop.depth) = (stable_path, 0);
            }
            for (slot, fact) in content.facts.iter().filter(|(slot, _)| slot.kind.surface() == walk.surface) {
                let (rule, value) = rule_and_value(slot, fact);
                // A default of what is always there is documentation.
                let is_docs = slot.kind == Kind::Default && !stop.context.is_optional;
                let walk = Selection { surface: if is_docs { Surface::Docs } else { walk.surface }, ..walk };
                self.push(walk, &stop, rule, value, &fact.sources)?;
            }
            let next = self.parts(walk, content, &stop)?;
            pending.extend(next.into_iter().rev());
        }
        Ok(())
    }

    /// Whether an equivalent place is reported already, which is then all that there is to report.
    fn is_reported(&mut self, walk: Selection<'_>, stop: &Stop) -> Bounded<bool> {
        let Some(class) = self.classes.get(&stop.place) else { return Ok(false) };
        let key = (stop.context.direction, *class);
        if let Some(first) = self.reported.get(&key) {
            let rule = format!("same as {first}");
            self.push(walk, stop, rule, None, &[])?;
            return Ok(true);
        }
        let owner = walk.operation.filter(|_| self.is_large).map(|operation| format!("{operation} "));
        let first = format!("{}{}", owner.unwrap_or_default(), stop.path);
        self.budget.hold(first.len())?;
        self.reported.insert(key, first);
        Ok(false)
    }

    /// Reports the parts of a place; those to go on with.
    fn parts(&mut self, walk: Selection<'_>, content: &PlaceContent, stop: &Stop) -> Bounded<Vec<Stop>> {
        let mut next = Vec::new();
        let direction = stop.context.rules();
        let is_part = |slot: &Slot, part: &PlacePart| slot.kind.surface() != Surface::Docs && part.is_sent(direction);
        for (slot, part) in content.parts.iter().filter(|(slot, part)| is_part(slot, part)) {
            let context = stop.context.step(slot, part.is_required);
            let path = path::extend(&stop.path, slot);
            self.budget.hold(path.len())?;
            let part_stop = Stop { place: part.place.clone(), context, path, depth: stop.depth + 1 };
            if walk.surface == Surface::Wire && slot.kind != Kind::Schema {
                let rule = slot.kind.of_part(part.is_required).name().to_owned();
                self.push(walk, &part_stop, rule, None, &part.sources)?;
                for (kind, direction) in [(Kind::ReadOnly, Direction::Request), (Kind::WriteOnly, Direction::Response)]
                {
                    let sources = part.withheld_from(direction);
                    if !sources.is_empty() {
                        self.push(walk, &part_stop, kind.name().to_owned(), None, sources)?;
                    }
                }
            }
            if walk.surface == Surface::Source && !part.names.is_empty() {
                let names: Vec<&str> = part.names.iter().map(String::as_str).collect();
                let rule = format!("{} {}", Kind::TypeName.name(), names.join(", "));
                self.push(walk, &part_stop, rule, None, &part.sources)?;
            }
            if walk.surface == Surface::Wire || !part.is_named {
                next.push(part_stop);
            }
        }
        Ok(next)
    }

    fn push(
        &mut self,
        walk: Selection<'_>,
        stop: &Stop,
        rule: String,
        value: Option<Node>,
        sources: &[SourcePointer],
    ) -> Bounded {
        let pointers = sources.iter().map(|source| source.pointer.clone()).collect();
        let fact = Fact {
            operation: walk.operation.map(str::to_owned),
            direction: stop.context.direction,
            ..fact(walk.surface, stop.path.clone(), rule, value, pointers)
        };
        push(&mut self.facts, &mut self.budget, fact)
    }

    /// Every text of the document, wherever it stands, and what is unknown among texts; and what is written although it
    /// holds anyway, or does not hold.
    fn words(&mut self) -> Bounded {
        let mut words: HashMap<(&Pointer, Kind), Node> = HashMap::new();
        for (_, node) in self.graph.nodes() {
            for entry in &node.entries {
                // The words of a scope are its value; the scope is its key.
                let is_scope = entry.field == "scopes" && node.object == ObjectKind::OAuthFlow && !entry.key.is_empty();
                let kind = if is_scope { Kind::Words } else { entry.kind };
                let is_text = kind.surface() == Surface::Docs || TEXTS.contains(&node.object);
                if let Some(value) = entry.written().filter(|_| is_text) {
                    words.insert((&entry.pointer, kind), value);
                }
            }
        }
        for (slot, fact) in self.contents.values().flat_map(|content| &content.facts) {
            if [Kind::StatedDefault, Kind::StatedAccess, Kind::IgnoredHeader].contains(&slot.kind) {
                words.extend(fact.sources.iter().map(|source| ((&source.pointer, slot.kind), fact.value())));
            }
        }
        for ((pointer, kind), value) in words {
            let (place, rule) = (pointer.to_string(), kind.name().to_owned());
            let fact = fact(kind.surface(), place, rule, Some(value), vec![pointer.clone()]);
            push(&mut self.facts, &mut self.budget, fact)?;
        }
        Ok(())
    }

    /// What no operation uses, except for texts, which are reported among the others.
    fn unused(&mut self, used: &Used) -> Bounded {
        for (id, entry) in used.unused(self.graph, |_| true) {
            let node = self.graph.node(id);
            let kind = entry.kind;
            if kind.surface() == Surface::Docs || TEXTS.contains(&node.object) {
                continue;
            }
            let kind = if kind == Kind::Unknown { kind } else { Kind::Unused };
            let rule = format!("{} {} {}", kind.name(), entry.field, entry.key).trim_end().to_owned();
            let pointers = vec![entry.pointer.clone()];
            let fact = fact(kind.surface(), node.place(), rule, entry.written(), pointers);
            push(&mut self.facts, &mut self.budget, fact)?;
        }
        Ok(())
    }
}

fn fact(surface: Surface, place: String, rule: String, value: Option<Node>, pointers: Vec<Pointer>) -> Fact {
    Fact { surface, operation: None, direction: None, place, rule, value, pointers }
}

fn push(facts: &mut Vec<Fact>, budget: &mut Budget, fact: Fact) -> Bounded {
    let texts = [Some(&fact.place), Some(&fact.rule), fact.operation.as_ref()].into_iter().flatten();
    let texts: usize = texts.map(String::len).sum();
    budget.hold(texts + fact.pointers.len() * size_of::<Pointer>() + fact.value.as_ref().map_or(0, budget::bytes))?;
    facts.push(fact);
    Ok(())
}

fn rule_and_value(slot: &Slot, fact: &Statement) -> (String, Option<Node>) {
    let (name, value) = (slot.kind.name(), fact.value());
    let is_plain = slot.key.is_empty() || slot.key == name;
    let rule = if is_plain { name.to_owned() } else { format!("{name} {}", slot.key) };
    (rule, (value != true).then_some(value))
}
