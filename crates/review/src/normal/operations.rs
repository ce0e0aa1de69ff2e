//! Operations: what a path and the document state for them is theirs.

use std::collections::{BTreeSet, HashMap};

use openapi::{Method, Node, Pointer};

use super::builder::{PlaceBuilder, template};
use crate::graph::{self, Graph, GraphEntry, Id};
use crate::place::{Place, PlacePart, Slot, SourcePointer};
use crate::policy::Kind;

/// Header parameters that OpenAPI 3.0 ignores (4.7.12.1): what they hold is said elsewhere.
const IGNORED_HEADERS: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// An operation: its node, and its path items (a second one if the first is a reference).
pub(crate) struct GraphOperation {
    pub name: String,
    pub address: String,
    /// The address as it is written, with the names of its parameters.
    pub written_address: String,
    pub place: Place,
    pub pointer: Pointer,
}

impl<'a> Graph<'a> {
    /// The operations that consumers call, in the order of the document.
    pub fn operations(&self) -> Vec<GraphOperation> {
        let paths = self.root().one("paths").and_then(GraphEntry::target);
        let items = paths.into_iter().flat_map(|paths| self.node(paths).all(graph::PATTERNED));
        items.filter_map(GraphEntry::target).flat_map(|item| self.operations_of(item)).collect()
    }

    /// The operations of a path item.
    fn operations_of(&self, item: Id) -> Vec<GraphOperation> {
        let items = self.items(item);
        let path = self.node(item).pointer.last();
        let methods = Method::ALL.into_iter().filter_map(|method| {
            let entry = items.iter().find_map(|item| self.node(*item).one(method.field()))?;
            let node = entry.target()?;
            let name = self.node(node).text("operationId").filter(|id| !id.is_empty());
            let mut place = vec![node];
            place.extend(&items);
            Some(GraphOperation {
                name: name.map_or_else(|| format!("{method} {path}"), str::to_owned),
                address: format!("{method} {}", template(path).shape()),
                written_address: format!("{method} {path}"),
                place,
                pointer: entry.pointer.clone(),
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
}

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn path_item(&mut self, item: Id) {
        for operation in self.graph.operations_of(item) {
            let source = SourcePointer { node: item, pointer: operation.pointer.clone() };
            let method = operation.address.split(' ').next().unwrap_or_default().to_owned();
            let slot = Slot::named(Kind::Operation, method);
            self.content
                .parts
                .insert(slot, PlacePart { place: operation.place, sources: vec![source], ..PlacePart::default() });
        }
        for item in self.graph.items(item) {
            self.words_of_item(item);
        }
    }

    fn words_of_item(&mut self, item: Id) {
        for entry in &self.node(item).entries {
            match entry.field {
                "summary" | "description" => self.entry(item, entry),
                "$ref" => self.contained(entry),
                "servers" | "parameters" if entry.is_empty_list() => self.entry(item, entry),
                graph::UNKNOWN => self.entry(item, entry),
                extension if extension.starts_with("x-") => self.entry(item, entry),
                _ => {}
            }
        }
    }

    pub fn operation(&mut self, place: &[Id]) {
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
                "parameters" | "servers" | "security" if !entry.is_empty_list() => {}
                "requestBody" if entry.target().is_some() => self.request_body(id, entry),
                "responses" => {
                    self.contained(entry);
                    entry.target().into_iter().for_each(|responses| self.responses(responses));
                }
                "callbacks" if entry.target().is_some() => {
                    self.part(Kind::Callback, &entry.key, id, entry);
                }
                "operationId" => self.fact(Kind::OperationId, "", id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    fn address(&mut self, id: Id, items: &[Id]) {
        let Some(item) = items.first() else { return };
        let pointer = &self.node(id).pointer;
        let (method, path) = (pointer.last().to_uppercase(), template(self.node(*item).pointer.last()));
        let source = SourcePointer { node: id, pointer: pointer.clone() };
        self.derived(Kind::Address, "", format!("{method} {}", path.shape()), source);
    }

    /// The parameters of the operation, and those of its path that it does not override.
    fn parameters(&mut self, id: Id, items: &[Id]) {
        let path = template(items.first().map_or("", |item| self.node(*item).pointer.last()));
        let names: Vec<&str> = path.names().collect();
        let mut order = Vec::new();
        for owner in std::iter::once(id).chain(items.iter().copied()) {
            let mut own = Vec::new();
            for entry in self.node(owner).all("parameters") {
                let Some(target) = entry.target() else { continue };
                let parameter = self.node(target);
                let (name, place) =
                    (parameter.text("name").unwrap_or_default(), parameter.text("in").unwrap_or_default());
                let key = match (place, names.iter().position(|known| *known == name)) {
                    ("path", Some(index)) => format!("path {}", index + 1),
                    ("header", _) => format!("header {}", name.to_lowercase()),
                    _ => format!("{place} {name}"),
                };
                if place == "header" && IGNORED_HEADERS.iter().any(|ignored| name.eq_ignore_ascii_case(ignored)) {
                    self.ignored_header(&key, owner, entry);
                    continue;
                }
                let is_known = self.content.parts.contains_key(&Slot::named(Kind::OptionalParameter, key.clone()));
                if is_known && owner != id {
                    continue;
                }
                self.part(Kind::OptionalParameter, &key, owner, entry).is_required = parameter.is("required");
                if !is_known {
                    own.push((key, entry.pointer.clone()));
                }
            }
            // Those of the path come first, as in its document.
            own.append(&mut order);
            order = own;
        }
        if order.len() > 1 {
            let source = SourcePointer { node: id, pointer: order[0].1.clone() };
            let keys: Vec<Node> = order.into_iter().map(|(key, _)| key.into()).collect();
            self.derived(Kind::ParameterOrder, "", keys, source);
        }
    }

    /// The servers of the operation, else those of its path, else those of the document, else the document's host.
    fn servers(&mut self, id: Id, items: &[Id]) {
        let graph = self.graph;
        let place = [&[id], items].concat();
        let mut first = None;
        let mut times = Times::default();
        for (owner, entry) in graph.server_entries(&place) {
            let key = times.next(graph.address_of(entry));
            first.get_or_insert_with(|| (key.clone(), SourcePointer::of(owner, entry)));
            self.part(Kind::Server, &key, owner, entry);
        }
        match first {
            Some((key, source)) => self.derived(Kind::DefaultServer, "", key, source),
            None if graph.is_called_back(&place) => {}
            // Nothing is stated for all operations of the document that have nothing of their own.
            None => self.silent_part(Kind::Server, "/", 0, "servers"),
        }
    }

    /// The security requirements of the operation, or else of the document; no authentication is one too.
    fn security(&mut self, id: Id) {
        let root = 0;
        let owner = if self.node(id).one("security").is_some() { id } else { root };
        let mut is_silent = true;
        let mut times = Times::default();
        for entry in self.node(owner).all("security") {
            let Some(target) = entry.target() else { continue };
            is_silent = false;
            let schemes = self.node(target).entries.iter().filter(|entry| entry.field != "scope");
            let schemes: BTreeSet<&str> = schemes.map(|entry| &*entry.key).collect();
            let key = match schemes.is_empty() {
                true => "none".to_owned(),
                false => schemes.into_iter().collect::<Vec<_>>().join(" + "),
            };
            self.part(Kind::Security, &times.next(key), owner, entry);
        }
        if is_silent {
            self.silent_part(Kind::Security, "none", owner, "security");
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
