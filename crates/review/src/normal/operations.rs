//! Operations: what a path and the document pass on to them is theirs.

use super::*;

impl<'g, 'a> Builder<'g, 'a> {
    pub(super) fn path_item(&mut self, item: Id) {
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

    pub(super) fn words_of_item(&mut self, item: Id) {
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

    pub(super) fn operation(&mut self, place: &[Id]) {
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

    pub(super) fn address(&mut self, id: Id, items: &[Id]) {
        let Some(item) = items.first() else { return };
        let pointer = &self.node(id).pointer;
        let method = pointer::last(pointer).to_uppercase();
        let path = pointer::last(&self.node(*item).pointer);
        let source = Source { node: id, pointer: pointer.clone() };
        self.derived("address", "", json!(format!("{method} {}", shape(&path))), source);
    }

    /// The parameters of the operation, and those of its path that it does not override.
    pub(super) fn parameters(&mut self, id: Id, items: &[Id]) {
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
    pub(super) fn servers(&mut self, id: Id, items: &[Id]) {
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
    pub(super) fn security(&mut self, id: Id) {
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
    pub(super) fn silent_part(&mut self, kind: &'static str, key: &str, id: Id) {
        let source = Source { node: id, pointer: self.node(id).pointer.clone() };
        let slot = Slot { kind: policy::kind(kind), key: key.to_owned() };
        self.view.parts.insert(slot, Part { sources: vec![source], ..Part::default() });
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
