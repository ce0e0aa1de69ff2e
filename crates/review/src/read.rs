//! Reads a document as a graph: any document of OpenAPI 3.0 or 3.1. What only this project asks of a contract is not checked here.

use std::borrow::Cow;
use std::collections::HashMap;

use openapi::spec::{FieldType, SpecVersion};
use openapi::structure::{self, UnknownFields};
use openapi::walk::{self, FieldName, Key, Owner, Role, Walk};
use openapi::{Document, Located, Node, ObjectKind, Pointer, Problem, Problems, references};

use crate::budget::{self, Bounded, Budget};
use crate::graph::{EntryContent, Graph, GraphEntry, GraphNode, IGNORED, Id, PATTERNED, UNKNOWN};
use crate::hashing::NumberHashing;
use crate::normal::address;
use crate::policy::{Kind, Treatments};

/// The version of a contract, or nothing.
pub fn version_of(document: &Document) -> &str {
    document.root()["info"].text("version").unwrap_or_default()
}

/// The graph of a document.
///
/// # Errors
///
/// Every place where the document is not OpenAPI 3.0 or 3.1; or what aliases repeat is far larger than the document.
pub(crate) fn read<'a>(document: &'a Document, treatments: &Treatments) -> Result<Graph<'a>, Problems> {
    if !document.root().is_object() {
        return Err(document.problem(&Pointer::root(), "an OpenAPI document is an object").into());
    }
    structure::check(document, UnknownFields::Ignored).1.check_essential()?;
    let bytes = budget::bytes_of_document(document.root());
    read_within(document, treatments, bytes, Budget::new(0, bytes))
}

/// The graph of a document of the right form, if the budget allows it; `bytes` are those of the document.
pub(crate) fn read_within<'a>(
    document: &'a Document,
    treatments: &Treatments,
    bytes: usize,
    budget: Budget,
) -> Result<Graph<'a>, Problems> {
    let version = SpecVersion::of_any(document.root());
    let (nodes, links, problems) = (Vec::new(), Vec::new(), Vec::new());
    let (ids, named) = (HashMap::default(), HashMap::new());
    let mut reader = GraphReader { document, treatments, version, nodes, ids, named, links, problems, budget };
    reader.read().map_err(|exceeded| exceeded.problem(document))?;
    Problems::check(reader.problems)?;
    let has_aliases = reader.links.iter().any(|link| link.named.text("$ref").is_some());
    Ok(Graph::new(document, reader.nodes, bytes, has_aliases))
}

struct GraphReader<'a, 't> {
    document: &'a Document,
    treatments: &'t Treatments,
    version: SpecVersion,
    nodes: Vec<GraphNode<'a>>,
    /// By kind too: a reference may lead to an object as another kind than it is by its place.
    ids: HashMap<(Pointer, ObjectKind), Id, NumberHashing>,
    /// What references name, by their texts.
    named: HashMap<&'a str, Located<'a>>,
    links: Vec<Link<'a>>,
    /// References that lead nowhere, in parts that only other references lead to, which nothing has checked yet.
    problems: Vec<Problem>,
    budget: Budget,
}

/// An entry whose node is not known yet.
struct Link<'a> {
    node: Id,
    entry: usize,
    /// What the reference names, which may be a reference itself.
    named: Located<'a>,
    kind: ObjectKind,
}

/// Where an entry goes: the node, the field, the key.
struct EntrySlot<'a> {
    node: Id,
    field: &'a str,
    key: Cow<'a, str>,
}

impl<'a> GraphReader<'a, '_> {
    /// Reads all nodes, and leads every link to its node; a target that is not read yet is read then.
    fn read(&mut self) -> Bounded {
        self.walk(Walk::document(self.document.root()), Pointer::root())?;
        let mut next = 0;
        while let Some(Link { node, entry, named, kind }) = self.links.get(next) {
            let (node, entry, named, kind) = (*node, *entry, named.clone(), *kind);
            next += 1;
            let end = match kind {
                ObjectKind::Schema => named.follow_schema(),
                // One that refers to another is a path item too, to which the other one adds.
                ObjectKind::PathItem => Ok(named.clone()),
                _ => named.follow(),
            };
            let end = match end {
                Ok(end) => end,
                Err(error) => {
                    self.problem(&self.nodes[node].entries[entry].pointer.clone(), error.to_string());
                    continue;
                }
            };
            let target = match self.ids.get(&(end.pointer.clone(), kind)) {
                Some(id) => *id,
                None => {
                    let stable_path = end.pointer.below(&Pointer::of([""]));
                    self.walk(Walk::from(self.version, end.pointer, end.node, kind), stable_path)?
                }
            };
            self.nodes[node].entries[entry].content = EntryContent::Node { target, reference: Some(named.pointer) };
        }
        Ok(())
    }

    /// Reads what a walk passes; the node of that from which it starts.
    fn walk(&mut self, walk: Walk<'a>, start: Pointer) -> Bounded<Id> {
        // The walk counts its objects in the order in which they become nodes.
        let first = self.nodes.len();
        for entry in walk {
            let Some(owner) = entry.owner else {
                self.object(&entry, start.clone())?;
                continue;
            };
            let slot = self.slot(first + owner.object, owner, &entry);
            match entry.role {
                Role::Object(kind) => {
                    let stable_path = self.stable_path(&slot, kind, entry.node);
                    let target = self.object(&entry, stable_path)?;
                    self.entry(slot, entry.pointer, EntryContent::Node { target, reference: None })?;
                }
                Role::Reference(_) => self.reference(slot, &entry)?,
                Role::List(_) if self.nodes[slot.node].object == ObjectKind::SecurityRequirement => {
                    self.scheme(slot, &entry)?;
                }
                // What they hold follows.
                Role::List(_) | Role::Map(_) if !is_empty(entry.node) => {}
                Role::Value(_) if slot.field == "mapping" => self.mapping(slot, &entry)?,
                // An extension that lists values is a field with many members, as `enum` is.
                Role::Extension
                    if slot.field == "x-extensible-enum" && entry.node.is_array() && !is_empty(entry.node) =>
                {
                    for (index, value) in entry.node.as_array().unwrap_or_default().iter().enumerate() {
                        let slot = EntrySlot { key: value.normal_json().into(), ..slot };
                        self.entry(slot, entry.pointer.index(index), EntryContent::Value(value))?;
                    }
                }
                // OpenAPI 3.1 gives it no meaning, as neither gives `x-nullable` one; both are read alike.
                Role::Unknown if slot.field == "nullable" && self.nodes[slot.node].object == ObjectKind::Schema => {
                    self.entry(slot, entry.pointer, EntryContent::Value(entry.node))?;
                }
                Role::Unknown | Role::Mistyped(_) => self.unknown(slot, entry.pointer, entry.node)?,
                Role::List(_) | Role::Map(_) | Role::Value(_) | Role::Extension => {
                    self.entry(slot, entry.pointer, EntryContent::Value(entry.node))?;
                }
            }
        }
        Ok(first)
    }

    /// Where something goes that the walk passes.
    fn slot(&self, node: Id, owner: Owner<'a>, entry: &walk::Entry<'a>) -> EntrySlot<'a> {
        let (field, key) = match (owner.field, owner.key) {
            (FieldName::Patterned(name), None) => (PATTERNED, name.into()),
            (field, None) => (field.name(), "".into()),
            (field, Some(Key::Name(name))) => (field.name(), name.into()),
            (field, Some(Key::Index(index))) => match entry.role {
                Role::Value(FieldType::Text) => {
                    let text = entry.node.as_str().unwrap_or_default();
                    match (field, entry.pointer.parent().map(Pointer::last)) {
                        (FieldName::Patterned(_), _) => ("scope", text.into()),
                        // A list that has a name in a map.
                        (field, Some(name)) if name != field.name() => (field.name(), format!("{name} {text}").into()),
                        (field, _) => (field.name(), text.into()),
                    }
                }
                Role::Value(_) => (field.name(), entry.node.normal_json().into()),
                _ => (field.name(), index.to_string().into()),
            },
        };
        EntrySlot { node, field, key }
    }

    fn object(&mut self, entry: &walk::Entry<'a>, stable_path: Pointer) -> Bounded<Id> {
        let id = self.nodes.len();
        self.budget.hold(size_of::<GraphNode<'_>>() + 2 * entry.pointer.last().len() + stable_path.last().len())?;
        let object = entry.object().unwrap_or(ObjectKind::Reference);
        self.ids.insert((entry.pointer.clone(), object), id);
        let (pointer, written) = (entry.pointer.clone(), entry.node);
        self.nodes.push(GraphNode { object, pointer, written, stable_path, entries: Vec::new() });
        Ok(id)
    }

    fn entry(&mut self, slot: EntrySlot<'a>, pointer: Pointer, content: EntryContent<'a>) -> Bounded {
        let EntrySlot { node, field, key } = slot;
        self.budget.hold(size_of::<GraphEntry<'_>>() + key.len() + pointer.last().len())?;
        let kind = self.kind(self.nodes[node].object, field, &key);
        self.nodes[node].entries.push(GraphEntry { field, key, pointer, content, kind });
        Ok(())
    }

    /// What the policy calls an entry.
    fn kind(&self, object: ObjectKind, field: &str, key: &str) -> Kind {
        match field {
            IGNORED => match key.rsplit('/').next().unwrap_or_default() {
                "description" | "summary" => Kind::Words,
                extension if extension.starts_with("x-") => self.treatments.kind_of_extension(extension),
                _ => Kind::Unknown,
            },
            field => self.treatments.kind(object, field),
        }
    }

    fn unknown(&mut self, slot: EntrySlot<'a>, pointer: Pointer, value: &'a Node) -> Bounded {
        let key = join(slot.field, &slot.key).into();
        self.entry(EntrySlot { field: UNKNOWN, key, ..slot }, pointer, EntryContent::Value(value))
    }

    fn reference(&mut self, slot: EntrySlot<'a>, entry: &walk::Entry<'a>) -> Bounded {
        for (sibling, value) in entry.ignored() {
            let key = join(&join(slot.field, &slot.key), sibling).into();
            let ignored = EntrySlot { node: slot.node, field: IGNORED, key };
            self.entry(ignored, entry.pointer.child(sibling), EntryContent::Value(value))?;
        }
        let Some((kind, pointer, text)) = entry.reference() else {
            return self.unknown(slot, entry.pointer.clone(), entry.node);
        };
        if let Some(named) = self.named.get(text) {
            return self.link(slot, pointer, named.clone(), kind);
        }
        match references::step(&self.located(entry), text) {
            Ok(named) => {
                self.named.insert(text, named.clone());
                self.link(slot, pointer, named, kind)
            }
            Err(error) => {
                self.problem(&pointer, error.to_string());
                Ok(())
            }
        }
    }

    /// An entry that leads to another node; to which one is found when all nodes are known.
    fn link(&mut self, slot: EntrySlot<'a>, pointer: Pointer, named: Located<'a>, kind: ObjectKind) -> Bounded {
        self.budget.hold(size_of::<Link<'_>>())?;
        self.links.push(Link { node: slot.node, entry: self.nodes[slot.node].entries.len(), named, kind });
        self.entry(slot, pointer, EntryContent::Node { target: 0, reference: None })
    }

    /// A scheme of a security requirement.
    fn scheme(&mut self, slot: EntrySlot<'a>, entry: &walk::Entry<'a>) -> Bounded {
        let scheme = Pointer::of(["components", "securitySchemes", &slot.key]);
        match Located::root(self.document.root()).at(&scheme).filter(|scheme| scheme.is_object()) {
            Some(scheme) => {
                let slot = EntrySlot { field: "scheme", ..slot };
                self.link(slot, entry.pointer.clone(), scheme, ObjectKind::SecurityScheme)
            }
            None => {
                self.entry(EntrySlot { field: UNKNOWN, ..slot }, entry.pointer.clone(), EntryContent::Value(entry.node))
            }
        }
    }

    /// A value of a discriminator, which names a schema.
    fn mapping(&mut self, slot: EntrySlot<'a>, entry: &walk::Entry<'a>) -> Bounded {
        let named = references::mapped(&self.located(entry), entry.node.as_str().unwrap_or_default());
        match named.and_then(|named| named.follow_schema().map(|_| named)) {
            Ok(named) => self.link(slot, entry.pointer.clone(), named, ObjectKind::Schema),
            Err(_) => self.entry(slot, entry.pointer.clone(), EntryContent::Value(entry.node)),
        }
    }

    fn located(&self, entry: &walk::Entry<'a>) -> Located<'a> {
        Located { root: self.document.root(), pointer: entry.pointer.clone(), node: entry.node }
    }

    fn problem(&mut self, pointer: &Pointer, message: String) {
        self.problems.push(self.document.problem(pointer, message));
    }

    fn stable_path(&self, slot: &EntrySlot<'_>, kind: ObjectKind, object: &Node) -> Pointer {
        let owner = &self.nodes[slot.node];
        let text = |key: &str| object.text(key).unwrap_or_default();
        let key: Cow<'_, str> = match kind {
            ObjectKind::Operation if !text("operationId").is_empty() => return Pointer::of([text("operationId")]),
            ObjectKind::Parameter if owner.object != ObjectKind::Components => {
                format!("{} {}", text("in"), text("name")).into()
            }
            ObjectKind::Server => address(text("url")).into(),
            ObjectKind::Tag => text("name").into(),
            ObjectKind::SecurityRequirement => {
                let schemes = object.as_object().into_iter().flat_map(|schemes| schemes.keys());
                schemes.collect::<Vec<_>>().join(" + ").into()
            }
            _ => slot.key.as_ref().into(),
        };
        let names = [slot.field, &key].into_iter().filter(|name| !name.is_empty());
        names.fold(owner.stable_path.clone(), |path, name| path.child(name))
    }
}

fn is_empty(value: &Node) -> bool {
    value.as_array().is_some_and(<[Node]>::is_empty) || value.as_object().is_some_and(openapi::Object::is_empty)
}

fn join(parent: &str, child: &str) -> String {
    match (parent.is_empty(), child.is_empty()) {
        (true, _) => child.to_owned(),
        (_, true) => parent.to_owned(),
        _ => format!("{parent}/{child}"),
    }
}
