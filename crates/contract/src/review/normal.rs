//! The normal form: what holds at a place, however it is written.
//!
//! References are followed, `allOf` is taken apart, what a path or the document passes on to an operation is put into the
//! operation, and what only repeats a default is set aside. Two documents that mean the same have the same normal form.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use crate::grammar::METHODS;
use crate::pointer;
use crate::review::graph::{self, Entry, Graph, Id, Node};
use crate::review::order;
use crate::review::policy::{self, Kind, Surface};
use crate::template;

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

/// An operation: its node, its path items (a second one if the first is a reference), and whether the service calls it.
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

    // Operations

    fn path_item(&mut self, item: Id) {
        for operation in self.graph.operations_of(item) {
            let source = Source { node: item, pointer: operation.pointer.clone() };
            let method = operation.address.split(' ').next().unwrap_or_default().to_owned();
            let slot = Slot { kind: policy::kind("operation"), key: method };
            self.view.parts.insert(slot, Part { place: operation.place, sources: vec![source], ..Part::default() });
        }
        for item in self.graph.items(item) {
            self.words_of_item(item);
        }
    }

    fn words_of_item(&mut self, item: Id) {
        for entry in &self.node(item).entries {
            match entry.field {
                "summary" | "description" => self.entry(item, entry),
                "$ref" => self.contained(&entry.pointer),
                "servers" | "parameters" if is_empty_list(entry) => self.entry(item, entry),
                graph::UNKNOWN => self.entry(item, entry),
                extension if extension.starts_with("x-") => self.entry(item, entry),
                _ => {}
            }
        }
    }

    fn operation(&mut self, place: &[Id]) {
        let (id, items) = (place[0], &place[1..]);
        let node = self.node(id);
        self.address(id, items);
        for item in items {
            self.words_of_item(*item);
        }
        self.parameters(id, items);
        self.servers(id, items);
        self.security(id);
        for entry in &node.entries {
            match entry.field {
                "parameters" | "servers" | "security" if !is_empty_list(entry) => {}
                "requestBody" if entry.target().is_some() => self.request_body(id, entry),
                "responses" => {
                    self.contained(&entry.pointer);
                    entry.target().into_iter().for_each(|responses| self.responses(responses));
                }
                "callbacks" if entry.target().is_some() => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    self.part(policy::kind("callback"), &entry.key, entry, source);
                }
                "operationId" => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    entry.value().into_iter().for_each(|value| {
                        self.fact(policy::kind("operation-id"), "", value, source.clone());
                    });
                }
                _ => self.entry(id, entry),
            }
        }
    }

    fn address(&mut self, id: Id, items: &[Id]) {
        let Some(item) = items.first() else { return };
        let pointer = &self.node(id).pointer;
        let method = pointer::last(pointer).to_uppercase();
        let path = pointer::last(&self.node(*item).pointer);
        let source = Source { node: id, pointer: pointer.clone() };
        self.derived("address", "", json!(format!("{method} {}", shape(&path))), source);
    }

    /// The parameters of the operation, and those of its path that it does not override.
    fn parameters(&mut self, id: Id, items: &[Id]) {
        let path = items.first().map(|item| pointer::last(&self.node(*item).pointer)).unwrap_or_default();
        let names = template::names(&path).unwrap_or_default();
        let mut order = Vec::new();
        for owner in std::iter::once(id).chain(items.iter().copied()) {
            let mut own = Vec::new();
            for entry in self.node(owner).all("parameters") {
                let Some(target) = entry.target() else {
                    continue;
                };
                let parameter = self.node(target);
                let (name, place) =
                    (parameter.text("name").unwrap_or_default(), parameter.text("in").unwrap_or_default());
                let key = match (place, names.iter().position(|known| *known == name)) {
                    ("path", Some(index)) => format!("path {}", index + 1),
                    ("header", _) => format!("header {}", name.to_lowercase()),
                    _ => format!("{place} {name}"),
                };
                let slot = Slot { kind: policy::kind("optional-parameter"), key: key.clone() };
                if self.view.parts.contains_key(&slot) && owner != id {
                    continue;
                }
                let source = Source { node: owner, pointer: entry.pointer.clone() };
                let slot = self.part(slot.kind, &key, entry, source);
                if let Some(part) = self.view.parts.get_mut(&slot) {
                    part.is_required = parameter.is("required");
                }
                if own.iter().all(|(known, _)| *known != key) {
                    own.push((key, entry.pointer.clone()));
                }
            }
            // Those of the path come first, as in its document.
            own.append(&mut order);
            order = own;
        }
        if order.len() > 1 {
            let keys: Vec<&str> = order.iter().map(|(key, _)| key.as_str()).collect();
            let source = Source { node: id, pointer: order[0].1.clone() };
            self.derived("parameter-order", "", json!(keys), source);
        }
    }

    /// The servers of the operation, else those of its path, else those of the document, else the document's host.
    fn servers(&mut self, id: Id, items: &[Id]) {
        let (graph, root) = (self.graph, 0);
        // The address of a callback comes with the request; the servers of the document are none of it.
        let is_callback =
            items.first().is_some_and(|item| pointer::parent(&self.node(*item).pointer) != Some("/paths"));
        let own = std::iter::once(id).chain(items.iter().copied());
        let owners = own.chain((!is_callback).then_some(root));
        let owner = owners.into_iter().find(|owner| self.node(*owner).one("servers").is_some());
        let mut first = None;
        let mut times = Times::default();
        for entry in owner.into_iter().flat_map(|owner| graph.node(owner).all("servers")) {
            let Some(target) = entry.target() else { continue };
            let key = times.next(shape(self.node(target).text("url").unwrap_or_default()));
            let source = Source { node: owner.unwrap_or(id), pointer: entry.pointer.clone() };
            first.get_or_insert((key.clone(), source.clone()));
            self.part(policy::kind("server"), &key, entry, source);
        }
        match first {
            Some((key, source)) => self.derived("default-server", "", json!(key), source),
            None if is_callback => {}
            None => self.silent_part("server", "/", id),
        }
    }

    /// The ways to sign in, of the operation or else of the document; none is a way too.
    fn security(&mut self, id: Id) {
        let root = 0;
        let owner = if self.node(id).one("security").is_some() { id } else { root };
        let mut is_silent = true;
        let mut times = Times::default();
        for entry in self.node(owner).all("security") {
            let Some(target) = entry.target() else { continue };
            is_silent = false;
            let schemes: BTreeSet<&str> = self
                .node(target)
                .entries
                .iter()
                .filter(|entry| entry.field != "scope")
                .map(|entry| entry.key.as_str())
                .collect();
            let mut key = schemes.into_iter().collect::<Vec<_>>().join(" + ");
            if key.is_empty() {
                key = "none".to_owned();
            }
            let key = times.next(key);
            let source = Source { node: owner, pointer: entry.pointer.clone() };
            self.part(policy::kind("security"), &key, entry, source);
        }
        if is_silent {
            self.silent_part("security", "none", id);
        }
    }

    /// A part that holds because nothing is said.
    fn silent_part(&mut self, kind: &'static str, key: &str, id: Id) {
        let source = Source { node: id, pointer: self.node(id).pointer.clone() };
        let slot = Slot { kind: policy::kind(kind), key: key.to_owned() };
        self.view.parts.insert(slot, Part { sources: vec![source], ..Part::default() });
    }

    // Requests and responses

    fn request_body(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let slot = self.part(policy::kind("optional-body"), "", entry, source);
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        if let Some(part) = self.view.parts.get_mut(&slot) {
            part.is_required = is_required;
        }
    }

    fn responses(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            let is_status = [graph::PATTERNED, "default"].contains(&entry.field) && entry.target().is_some();
            if is_status {
                let status = if entry.key.is_empty() { entry.field } else { &entry.key };
                let source = Source { node: id, pointer: entry.pointer.clone() };
                let kind = if status.starts_with('2') { "success-status" } else { "error-status" };
                self.part(policy::kind(kind), &status.to_uppercase().replace("DEFAULT", "default"), entry, source);
            } else {
                self.entry(id, entry);
            }
        }
    }

    fn response(&mut self, id: Id) {
        let content = self.node(id).all("content").find(|entry| entry.target().is_some());
        if let Some(entry) = content {
            let pointer = pointer::child(&self.node(id).pointer, "content");
            let pointer = if entry.pointer.starts_with(&pointer) { pointer } else { entry.pointer.clone() };
            self.derived("body", "", json!(true), Source { node: id, pointer });
        }
        self.whole(id, &[]);
    }

    fn parameter(&mut self, id: Id) {
        let node = self.node(id);
        let place = node.text("in").unwrap_or_default();
        if let Some(entry) = node.one("name").filter(|_| place == "path") {
            let source = Source { node: id, pointer: entry.pointer.clone() };
            entry
                .value()
                .into_iter()
                .for_each(|name| self.fact(policy::kind("parameter-name"), "", name, source.clone()));
        }
        let default_style = if ["query", "cookie"].contains(&place) { "form" } else { "simple" };
        self.styled(id, default_style, &["name", "in", "required"]);
    }

    /// A node with a style, which has a default; what others have told is left out.
    fn styled(&mut self, id: Id, default_style: &str, told: &[&str]) {
        let style = self.node(id).text("style").unwrap_or(default_style);
        for entry in &self.node(id).entries {
            match entry.field {
                field if told.contains(&field) => self.contained(&entry.pointer),
                "style" if style == default_style => self.stated_default(id, entry),
                "explode" if entry.value() == Some(&json!(style == "form")) => self.stated_default(id, entry),
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    fn stated_default(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        entry.value().into_iter().for_each(|value| {
            self.fact(policy::kind("stated-default"), entry.field, value, source.clone());
        });
    }

    // Servers and security

    fn server(&mut self, id: Id) {
        let node = self.node(id);
        let names = template::names(node.text("url").unwrap_or_default()).unwrap_or_default();
        for entry in &node.entries {
            match entry.field {
                "url" => {
                    self.contained(&entry.pointer);
                    for (index, name) in names.iter().enumerate() {
                        if !node.all("variables").any(|variable| variable.key == *name) {
                            let source = Source { node: id, pointer: entry.pointer.clone() };
                            self.derived("server-variable-name", &(index + 1).to_string(), json!(name), source);
                        }
                    }
                }
                "variables" if entry.target().is_some() => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    let position = names.iter().position(|name| *name == entry.key);
                    let key = position.map_or_else(|| entry.key.clone(), |index| (index + 1).to_string());
                    if position.is_some() {
                        self.derived("server-variable-name", &key, json!(entry.key), source.clone());
                    }
                    self.part(policy::kind("server-variable"), &key, entry, source);
                }
                _ => self.entry(id, entry),
            }
        }
    }

    fn server_variable(&mut self, id: Id) {
        self.enumeration(&[id], "enum", "server-variable-enumeration", "server-variable-value");
        for entry in self.node(id).entries.iter().filter(|entry| entry.field != "enum") {
            self.entry(id, entry);
        }
    }

    /// A scope is what a consumer asks for; its description is words.
    fn flow(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            match entry.value().filter(|_| entry.field == "scopes" && !entry.key.is_empty()) {
                Some(words) => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    self.derived("flow-scope", &entry.key, json!(true), source.clone());
                    self.fact(policy::kind("words"), &format!("scope {}", entry.key), words, source);
                }
                None => self.entry(id, entry),
            }
        }
    }

    // Schemas

    fn schema(&mut self, place: &[Id]) {
        let nodes = self.members(place);
        self.enumeration(&nodes, "enum", "enumeration", "enumeration-value");
        self.enumeration(&nodes, "x-extensible-enum", "open-enumeration", "open-enumeration-value");
        self.nullable(&nodes);
        self.bound(&nodes, "maximum", "exclusiveMaximum");
        self.bound(&nodes, "minimum", "exclusiveMinimum");
        let mut alternatives = 0;
        for id in &nodes {
            let offset = alternatives;
            for entry in &self.node(*id).entries {
                match entry.field {
                    "enum" | "x-extensible-enum" | "nullable" | "maximum" | "minimum" | "exclusiveMaximum"
                    | "exclusiveMinimum" | "required" => {}
                    "allOf" if entry.target().is_some() => self.member(*id, entry),
                    "additionalProperties" => self.additional_properties(*id, entry),
                    "oneOf" | "anyOf" if entry.target().is_some() => {
                        alternatives += 1;
                        self.alternative(*id, entry, offset);
                    }
                    "properties" | "items" | "not" | "discriminator" if entry.target().is_some() => {
                        let kind = match entry.field {
                            "properties" => "optional-property",
                            field => field,
                        };
                        let source = Source { node: *id, pointer: entry.pointer.clone() };
                        self.part(policy::kind(kind), &entry.key, entry, source);
                    }
                    _ => self.entry(*id, entry),
                }
            }
        }
        self.required(&nodes);
        for (slot, fact) in &mut self.view.facts {
            order::keep_tightest(slot.kind.name, &mut fact.values);
        }
    }

    /// The nodes and, through `allOf`, all that they are composed of.
    fn members(&self, place: &[Id]) -> Vec<Id> {
        let mut members: Vec<Id> = Vec::new();
        let mut known = HashSet::new();
        let mut pending: Vec<Id> = place.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if known.insert(id) {
                members.push(id);
                let parts: Vec<Id> = self.node(id).all("allOf").filter_map(Entry::target).collect();
                pending.extend(parts.into_iter().rev());
            }
        }
        members
    }

    /// What a named schema is composed of is part of the code that is generated.
    fn member(&mut self, id: Id, entry: &Entry<'a>) {
        self.contained(&entry.pointer);
        let is_component = component(&self.node(id).pointer, "schemas").is_some();
        if let Some(name) = entry.reference().and_then(|reference| component(reference, "schemas"))
            && is_component
        {
            let source = Source { node: id, pointer: entry.pointer.clone() };
            self.derived("type-name", &format!("composed of {name}"), json!(true), source);
        }
    }

    /// The values of a closed or an open list; what two lists close must be in both.
    fn enumeration(&mut self, nodes: &[Id], field: &'static str, kind: &'static str, value_kind: &'static str) {
        let mut common: Option<BTreeSet<String>> = None;
        for id in nodes {
            let values: Vec<_> = self.node(*id).all(field).collect();
            if values.is_empty() {
                continue;
            }
            let list = pointer::parent(&values[0].pointer).unwrap_or_default();
            let pointer = if values[0].key.is_empty() && is_empty_list(values[0]) { &values[0].pointer } else { list };
            let source = Source { node: *id, pointer: pointer.to_owned() };
            self.derived(kind, "", json!(true), source);
            let own: BTreeSet<String> = values.iter().map(|entry| entry.key.clone()).collect();
            common = Some(match common {
                Some(common) if field == "enum" => common.intersection(&own).cloned().collect(),
                Some(common) => common.union(&own).cloned().collect(),
                None => own,
            });
        }
        let common = common.unwrap_or_default();
        for id in nodes {
            for entry in self.node(*id).all(field).filter(|entry| common.contains(&entry.key) && !is_empty_list(entry))
            {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                self.derived(value_kind, &entry.key, json!(true), source);
            }
        }
    }

    /// Null is allowed if all that state a type allow it; `in part` if only some do.
    fn nullable(&mut self, nodes: &[Id]) {
        let stated = |node: &Node<'_>| node.is("nullable");
        let is_refused = nodes.iter().any(|id| self.node(*id).one("type").is_some() && !stated(self.node(*id)));
        for id in nodes {
            if let Some(entry) = self.node(*id).one("nullable") {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                if stated(self.node(*id)) {
                    let value = if is_refused { json!("in part") } else { json!(true) };
                    self.derived("nullable", "", value, source);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// A bound, and whether it is itself excluded, are one fact.
    fn bound(&mut self, nodes: &[Id], field: &'static str, exclusive: &'static str) {
        for id in nodes {
            let node = self.node(*id);
            let is_exclusive = node.is(exclusive);
            if let Some(entry) = node.one(field)
                && let Some(bound) = entry.value()
            {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                let value = if is_exclusive { json!({ "exclusive": bound }) } else { bound.clone() };
                self.derived(field, "", value, source);
            }
            if let Some(entry) = node.one(exclusive) {
                if is_exclusive && node.one(field).is_some() {
                    self.contained(&entry.pointer);
                } else {
                    self.stated_default(*id, entry);
                }
            }
        }
    }

    /// Other properties are allowed unless something is said.
    fn additional_properties(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let kind = policy::kind("additional-properties");
        match entry.target() {
            // Says nothing, but generators keep the others if it is written.
            None if entry.value() == Some(&json!(true)) => {
                self.derived("additional-properties-stated", "", json!(true), source);
            }
            Some(target) if self.node(target).entries.is_empty() && entry.reference().is_none() => {
                self.derived("additional-properties-stated", "", json!({}), source);
            }
            None => entry.value().into_iter().for_each(|value| self.fact(kind, "", value, source.clone())),
            Some(_) => {
                self.derived(kind.name, "", json!("of a schema"), source.clone());
                self.derived("additional-properties-stated", "", json!("of a schema"), source.clone());
                self.part(kind, "", entry, source);
            }
        }
    }

    fn alternative(&mut self, id: Id, entry: &Entry<'a>, offset: usize) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        self.derived("alternatives", "", json!(entry.field), source.clone());
        let index = entry.key.parse::<usize>().unwrap_or_default() + offset;
        self.part(policy::kind("alternative"), &format!("{} {index}", entry.field), entry, source);
    }

    fn required(&mut self, nodes: &[Id]) {
        for id in nodes {
            for entry in self.node(*id).all("required") {
                let source = Source { node: *id, pointer: entry.pointer.clone() };
                let slot = Slot { kind: policy::kind("optional-property"), key: entry.key.clone() };
                if is_empty_list(entry) {
                    self.stated_default(*id, entry);
                } else if let Some(part) = self.view.parts.get_mut(&slot) {
                    part.is_required = true;
                    self.contained(&entry.pointer);
                } else {
                    self.derived("required", &entry.key, json!(true), source);
                }
            }
        }
    }
}

/// Tells apart what is listed several times.
#[derive(Default)]
struct Times(HashMap<String, usize>);

impl Times {
    fn next(&mut self, key: String) -> String {
        let times = self.0.entry(key.clone()).or_default();
        *times += 1;
        if *times == 1 { key } else { format!("{key} ({times})") }
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
