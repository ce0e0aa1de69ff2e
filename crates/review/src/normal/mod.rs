//! The normal form: what holds at a place, however it is written.
//!
//! References are followed, `allOf` is taken apart, what a path or the document passes on to an operation is put into the
//! operation, and what only repeats a default is set aside. Two documents that mean the same have the same normal form.

mod messages;
mod operations;
mod schemas;
mod servers;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use crate::graph::{self, Entry, Graph, Id, Node};
use crate::order;
use crate::policy::{self, Kind, Surface};
use openapi::grammar::METHODS;
use openapi::pointer;
use openapi::template;

/// A place of the contract: the nodes that hold there, all of them at once. No node, if the contract is silent.
pub(crate) type Place = Vec<Id>;

/// What holds at a place.
#[derive(Default)]
pub(crate) struct View<'a> {
    pub facts: BTreeMap<Slot, Fact<'a>>,
    pub parts: BTreeMap<Slot, Part>,
    /// Pointers of what is contained in the facts and parts without being one.
    pub contained: Vec<String>,
}

/// What a fact or a part is, and which of its kind.
#[derive(Clone)]
pub(crate) struct Slot {
    pub kind: &'static Kind,
    pub key: String,
}

impl Slot {
    fn order(&self) -> (&str, &str) {
        (self.kind.name, &self.key)
    }
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Slot {}

impl PartialOrd for Slot {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Slot {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// A value that holds at a place. It may be written several times, in several ways that all hold.
#[derive(Default)]
pub(crate) struct Fact<'a> {
    /// The different values, in the order of their JSON.
    pub values: BTreeMap<String, Cow<'a, Value>>,
    pub sources: Vec<Source>,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub node: Id,
    pub pointer: String,
}

/// A place within a place.
#[derive(Clone, Default)]
pub(crate) struct Part {
    pub place: Place,
    pub sources: Vec<Source>,
    /// Must be there; for what may be left out.
    pub is_required: bool,
    /// Names of the components that it is, or is composed of.
    pub names: BTreeSet<String>,
    /// Whether it was reached by the name of a component.
    pub is_named: bool,
}

impl Fact<'_> {
    /// The value, or the list of the different values.
    pub fn value(&self) -> Value {
        let mut values: Vec<Value> = self.values.values().map(|value| value.clone().into_owned()).collect();
        if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
    }
}

/// An operation: its node, and its path items (a second one if the first is a reference).
pub(crate) struct Operation {
    pub name: String,
    pub address: String,
    pub place: Place,
    pub pointer: String,
}

impl<'a> Graph<'a> {
    /// The operations that consumers call, in the order of the document.
    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.root().one("paths").and_then(Entry::target);
        let items = paths.into_iter().flat_map(|paths| self.node(paths).all(graph::PATTERNED));
        items.filter_map(Entry::target).flat_map(|item| self.operations_of(item)).collect()
    }

    /// The operations of a path item.
    fn operations_of(&self, item: Id) -> Vec<Operation> {
        let items = self.items(item);
        let path = pointer::last(&self.node(item).pointer);
        let methods = METHODS.iter().filter_map(|method| {
            let (owner, entry) = items.iter().find_map(|item| Some((*item, self.node(*item).one(method)?)))?;
            let node = entry.target()?;
            let address = format!("{} {}", method.to_uppercase(), shape(&path));
            let name = self.node(node).text("operationId").filter(|id| !id.is_empty());
            let mut place = vec![node];
            place.extend(&items);
            Some(Operation {
                name: name.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned),
                address,
                place,
                pointer: pointer::child(&self.node(owner).pointer, method),
            })
        });
        methods.collect()
    }

    /// A path item, and the one that it refers to.
    fn items(&self, item: Id) -> Vec<Id> {
        let mut items = vec![item];
        while let Some(next) = items.last().and_then(|item| self.node(*item).one("$ref")?.target())
            && !items.contains(&next)
        {
            items.push(next);
        }
        items
    }

    /// What holds at a place.
    pub fn view(&self, place: &[Id]) -> View<'a> {
        let Some(first) = place.first() else { return View::default() };
        let mut view = Builder { graph: self, view: View::default() };
        match self.node(*first).object {
            "Operation" => view.operation(place),
            "Path Item" => view.path_item(*first),
            "Schema" => view.schema(place),
            _ => place.iter().for_each(|id| view.object(*id)),
        }
        for part in view.view.parts.values_mut().filter(|part| part.place.len() > 1) {
            let mut known = HashSet::new();
            part.place.retain(|id| known.insert(*id));
        }
        view.view
    }
}

struct Builder<'g, 'a> {
    graph: &'g Graph<'a>,
    view: View<'a>,
}

impl<'g, 'a> Builder<'g, 'a> {
    fn node(&self, id: Id) -> &'g Node<'a> {
        self.graph.node(id)
    }

    fn fact(&mut self, kind: &'static Kind, key: &str, value: &'a Value, source: Source) {
        self.put_fact(kind, key, Cow::Borrowed(value), source);
    }

    /// A fact whose value is not written as it is told.
    fn derived(&mut self, kind: &'static str, key: &str, value: Value, source: Source) {
        self.put_fact(policy::kind(kind), key, Cow::Owned(value), source);
    }

    fn put_fact(&mut self, kind: &'static Kind, key: &str, value: Cow<'a, Value>, source: Source) {
        let value = plain(value);
        let fact = self.view.facts.entry(Slot { kind, key: key.to_owned() }).or_default();
        fact.values.insert(value.to_string(), value);
        fact.sources.push(source);
    }

    fn part(&mut self, kind: &'static Kind, key: &str, entry: &Entry<'a>, source: Source) -> Slot {
        let names = entry.target().map(|target| self.names(entry, target)).unwrap_or_default();
        let is_named = self.is_named(entry);
        let slot = Slot { kind, key: key.to_owned() };
        let part = self.view.parts.entry(slot.clone()).or_default();
        part.place.extend(entry.target());
        part.is_named |= is_named;
        part.names.extend(names);
        part.sources.push(source);
        slot
    }

    /// The name of the schema that an entry refers to; of one that is written out, the names that it is composed of.
    fn names(&self, entry: &Entry<'a>, target: Id) -> BTreeSet<String> {
        if let Some(reference) = entry.reference() {
            return component(reference, "schemas").into_iter().collect();
        }
        let members = self.node(target).all("allOf");
        members.filter_map(|member| Some(self.names(member, member.target()?))).flatten().collect()
    }

    /// Whether an entry is a schema with a name, and nothing besides.
    fn is_named(&self, entry: &Entry<'a>) -> bool {
        if let Some(reference) = entry.reference() {
            return component(reference, "schemas").is_some();
        }
        let Some(node) = entry.target().map(|target| self.node(target)) else { return false };
        let mut rest =
            node.entries.iter().filter(|entry| policy::kind_of(node.object, entry.field).surface != Surface::Docs);
        match (rest.next(), rest.next()) {
            (Some(member), None) => member.field == "allOf" && self.is_named(member),
            _ => false,
        }
    }

    fn contained(&mut self, pointer: &str) {
        self.view.contained.push(pointer.to_owned());
    }

    /// An entry as the policy has it, with nothing special about it.
    fn entry(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let object = self.node(id).object;
        if entry.field == graph::IGNORED {
            let is_words = ["description", "summary"].iter().any(|word| entry.key.ends_with(word));
            let kind = policy::kind(if is_words { "words" } else { "unknown" });
            return self.value(kind, &format!("beside $ref {}", entry.key), entry, source);
        }
        if entry.field == "x-simulator" {
            return self.value(policy::kind("simulator"), "", entry, source);
        }
        let kind = policy::kind_of(object, entry.field);
        if kind.name == "server"
            && let Some(target) = entry.target()
        {
            // As elsewhere, a server is its address.
            let key = shape(self.node(target).text("url").unwrap_or_default());
            self.part(kind, &key, entry, source);
            return;
        }
        // Kinds that judge several fields tell them apart by the key.
        let key = match (kind.fields.len(), entry.key.is_empty()) {
            (0 | 1, _) if kind.name != "unknown" => entry.key.clone(),
            (_, true) => entry.field.to_owned(),
            (_, false) if entry.field == graph::UNKNOWN => entry.key.clone(),
            (_, false) => format!("{} {}", entry.field, entry.key),
        };
        if entry.target().is_some() {
            self.part(kind, &key, entry, source);
        } else {
            self.value(kind, &key, entry, source);
        }
    }

    /// What is false, or at least nothing, or empty, holds without being written.
    fn value(&mut self, kind: &'static Kind, key: &str, entry: &Entry<'a>, source: Source) {
        let Some(value) = entry.value() else { return };
        let repeats = match value {
            Value::Bool(false) => entry.field != "explode" && !is_free(entry),
            Value::Number(number) => {
                ["minLength", "minItems", "minProperties"].contains(&entry.field) && is_zero(number)
            }
            Value::Array(list) => list.is_empty() && !is_free(entry),
            Value::Object(map) => map.is_empty() && !is_free(entry),
            _ => false,
        };
        let (kind, key) = if repeats { (policy::kind("stated-default"), entry.field) } else { (kind, key) };
        // A name that is listed says no more than that it is there.
        if !repeats && value.as_str() == Some(&entry.key) {
            self.derived(kind.name, &entry.key, json!(true), source);
        } else {
            self.fact(kind, key, value, source);
        }
    }

    fn object(&mut self, id: Id) {
        let node = self.node(id);
        match node.object {
            "OpenAPI" => self.root(id),
            "Parameter" => self.parameter(id),
            "Header" => self.styled(id, "simple", &["required"]),
            "Encoding" => self.styled(id, "form", &[]),
            "Server" => self.server(id),
            "Server Variable" => self.server_variable(id),
            "OAuth Flow" => self.flow(id),
            "Response" => self.response(id),
            "Request Body" => self.whole(id, &["required"]),
            _ => self.whole(id, &[]),
        }
    }

    /// Every entry of a node, but for those that others have told.
    fn whole(&mut self, id: Id, told: &[&str]) {
        for entry in &self.node(id).entries {
            match entry.field {
                field if told.contains(&field) => self.contained(&entry.pointer),
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    /// What is told of the document itself: words, and the names of its components.
    fn root(&mut self, id: Id) {
        let graph = self.graph;
        for entry in &self.node(id).entries {
            match entry.field {
                "paths" => {}
                "servers" | "security" if !is_empty_list(entry) => {}
                "components" => {
                    let components = entry.target().into_iter().flat_map(|components| &graph.node(components).entries);
                    components.filter(|entry| entry.target().is_some()).for_each(|entry| self.component_name(entry));
                }
                _ => self.entry(id, entry),
            }
        }
    }

    fn component_name(&mut self, entry: &Entry<'a>) {
        let (kind, key) = match entry.field {
            "schemas" => ("schema-name", entry.key.clone()),
            "examples" => return,
            section => ("component-name", format!("{section} {}", entry.key)),
        };
        // A component may be another name of another one.
        let value = entry.reference().map_or(json!(true), Value::from);
        let source = Source { node: entry.target().unwrap_or_default(), pointer: entry.pointer.clone() };
        self.derived(kind, &key, value, source);
    }

    /// Media types and headers, whose names have no letter case.
    fn named_part(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        let kind = match (entry.field, is_required) {
            ("content", _) => "media-type",
            (_, true) => "required-header",
            (_, false) => "optional-header",
        };
        // Both kinds of header share a slot; the part knows which it is.
        let slot = if entry.field == "content" { kind } else { "optional-header" };
        let slot = self.part(policy::kind(slot), &entry.key.to_lowercase(), entry, source);
        if let Some(part) = self.view.parts.get_mut(&slot) {
            part.is_required = kind == "required-header";
        }
    }
}

/// The name of the component that a pointer or a reference leads to.
pub(crate) fn component(pointer: &str, section: &str) -> Option<String> {
    let rest =
        pointer.trim_start_matches('#').strip_prefix("/components/")?.strip_prefix(section)?.strip_prefix('/')?;
    (!rest.contains('/')).then(|| pointer::last(rest))
}

/// A template without the names of its variables, which no message shows.
pub(crate) fn shape(template: &str) -> String {
    let names = template::names(template).unwrap_or_default();
    names.iter().fold(template.to_owned(), |shape, name| shape.replacen(&format!("{{{name}}}"), "{}", 1))
}

/// A number is the same with and without a fraction of nothing.
fn plain(value: Cow<'_, Value>) -> Cow<'_, Value> {
    // The keys of a value have no order.
    if value.is_object() || value.is_array() {
        let mut value = value.into_owned();
        value.sort_all_objects();
        return Cow::Owned(value);
    }
    match value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < 1e15) {
        // It is whole, and small enough to be exact.
        #[allow(clippy::cast_possible_truncation)]
        Some(number) => Cow::Owned(json!(number as i64)),
        None => value,
    }
}

fn is_zero(number: &serde_json::Number) -> bool {
    number.as_f64() == Some(0.0)
}

/// Fields whose value may be anything, so that an empty one is a value too.
fn is_free(entry: &Entry<'_>) -> bool {
    let is_argument = entry.field == "parameters" && !entry.key.is_empty();
    let free = ["example", "default", "value", "enum", "requestBody", graph::UNKNOWN, graph::IGNORED];
    free.contains(&entry.field) || entry.field.starts_with("x-") || is_argument
}

fn is_empty_list(entry: &Entry<'_>) -> bool {
    entry.value().and_then(Value::as_array).is_some_and(Vec::is_empty) && entry.key.is_empty()
}
