//! A document as a graph: every object of OpenAPI 3.0 is a node, every field an entry of its node.
//!
//! It is read by the [specification](openapi::grammar) as data, so that nothing of a document is left out: what the
//! specification does not know becomes an entry of the field [`UNKNOWN`].

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use openapi::Document;
use openapi::grammar::{self as spec, Kind as Form, Named, Object};
use openapi::{Problem, Problems};
use openapi::{pointer, references};

use crate::budget::{self, Budget, BudgetExceeded};
use crate::policy::Kind;

/// The field of entries that OpenAPI 3.0 does not have; the key is the name that the document has.
pub(crate) const UNKNOWN: &str = "unknown";
/// The field of what stands beside a `$ref`, and which OpenAPI 3.0 ignores.
pub(crate) const IGNORED: &str = "ignored";
/// The field of entries whose names are patterns: paths, statuses, expressions of callbacks.
pub(crate) const PATTERNED: &str = "*";

/// The index of a node in the graph; nodes are in the order of the document.
pub(crate) type Id = usize;

pub(crate) struct Graph<'a> {
    pub document: &'a Document,
    nodes: Vec<Node<'a>>,
    bytes: usize,
}

/// An object of the document.
pub(crate) struct Node<'a> {
    /// Its name in the specification.
    pub object: &'static str,
    pub pointer: String,
    /// Its address in names alone, without the indexes that an edit elsewhere moves.
    pub stable_path: String,
    pub entries: Vec<Entry<'a>>,
}

/// A field of a node, or one member of a field that has many.
pub(crate) struct Entry<'a> {
    pub field: &'a str,
    /// The key of a map, the index of a list of objects, the text of a listed value; empty for a plain field.
    pub key: String,
    pub pointer: String,
    pub content: Content<'a>,
}

pub(crate) enum Content<'a> {
    Value(&'a Value),
    Node { target: Id, reference: Option<Cow<'a, str>> },
}

impl<'a> Entry<'a> {
    pub fn value(&self) -> Option<&'a Value> {
        match self.content {
            Content::Value(value) => Some(value),
            Content::Node { .. } => None,
        }
    }

    pub fn target(&self) -> Option<Id> {
        match self.content {
            Content::Value(_) => None,
            Content::Node { target, .. } => Some(target),
        }
    }

    /// The value that is written there: of a reference, its text; none for a node that is written there.
    pub fn written(&self) -> Option<Value> {
        self.value().cloned().or_else(|| self.reference().map(Value::from))
    }

    /// Whether it holds a value or a reference.
    pub fn is_leaf(&self) -> bool {
        self.value().is_some() || self.reference().is_some()
    }

    /// The reference by which the entry leads to its node.
    pub fn reference(&self) -> Option<&str> {
        match &self.content {
            Content::Node { reference, .. } => reference.as_deref(),
            Content::Value(_) => None,
        }
    }
}

impl<'a> Node<'a> {
    /// The entries of a field.
    pub fn all<'n>(&'n self, field: &'n str) -> impl Iterator<Item = &'n Entry<'a>> {
        self.entries.iter().filter(move |entry| entry.field == field)
    }

    /// The entry of a field that has one.
    pub fn one(&self, field: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.field == field)
    }

    /// The text of a field.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.one(field)?.value()?.as_str()
    }

    /// The kind of one of its entries.
    pub fn kind(&self, entry: &Entry<'_>) -> Kind {
        match entry.field {
            IGNORED if ["description", "summary"].iter().any(|word| entry.key.ends_with(word)) => Kind::Words,
            "x-simulator" => Kind::Simulator,
            field => Kind::of_field(self.object, field),
        }
    }

    /// Whether a field is there and true.
    pub fn is(&self, field: &str) -> bool {
        self.one(field).and_then(Entry::value) == Some(&Value::Bool(true))
    }
}

impl<'a> Graph<'a> {
    /// Reads a document of the right form.
    ///
    /// # Errors
    ///
    /// References that lead nowhere, in parts that only other references lead to, which nothing has checked yet; names
    /// that are too large in all their paths.
    pub fn read(document: &'a Document) -> Result<Self, Problems> {
        let bytes = budget::bytes(document.root());
        Self::read_within(document, bytes, Budget::new(0, bytes))
    }

    /// The same, if the budget allows it; `bytes` are those of the document.
    pub fn read_within(document: &'a Document, bytes: usize, budget: Budget) -> Result<Self, Problems> {
        let (nodes, ids, links) = (Vec::new(), HashMap::new(), Vec::new());
        let mut reader = Reader { document, nodes, ids, links, budget: Ok(budget) };
        reader.object("", String::new(), document.root(), &spec::OPENAPI);
        let problems = reader.connect();
        reader.budget.map_err(|exceeded| exceeded.problem(document))?;
        Problems::check(problems)?;
        Ok(Self { document, nodes: reader.nodes, bytes })
    }

    /// The bytes of the document.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// All nodes, in the order of the document.
    pub fn nodes(&self) -> impl Iterator<Item = (Id, &Node<'a>)> {
        self.nodes.iter().enumerate()
    }

    pub fn node(&self, id: Id) -> &Node<'a> {
        &self.nodes[id]
    }

    /// The node of the whole document.
    pub fn root(&self) -> &Node<'a> {
        &self.nodes[0]
    }
}

/// An entry whose node is not known yet, and what it should lead to.
struct Link<'a> {
    node: Id,
    entry: usize,
    reference: Cow<'a, str>,
    object: Named,
}

struct Reader<'a> {
    document: &'a Document,
    nodes: Vec<Node<'a>>,
    ids: HashMap<String, Id>,
    links: Vec<Link<'a>>,
    /// Once it is exceeded, paths are empty, and the graph is of no use.
    budget: Result<Budget, BudgetExceeded>,
}

impl<'a> Reader<'a> {
    /// Whether there is room for so many bytes.
    fn holds(&mut self, bytes: usize) -> bool {
        if let Ok(budget) = &mut self.budget
            && let Err(exceeded) = budget.hold(bytes)
        {
            self.budget = Err(exceeded);
        }
        self.budget.is_ok()
    }

    fn push(&mut self, object: &'static str, pointer: &str, stable_path: String) -> Id {
        if !self.holds(2 * pointer.len() + stable_path.len()) {
            self.nodes.push(Node { object, pointer: String::new(), stable_path: String::new(), entries: Vec::new() });
            return self.nodes.len() - 1;
        }
        self.nodes.push(Node { object, pointer: pointer.to_owned(), stable_path, entries: Vec::new() });
        self.ids.insert(pointer.to_owned(), self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    fn object(&mut self, pointer: &str, stable_path: String, value: &'a Value, object: &'static Object) -> Id {
        let id = self.push(object.name, pointer, stable_path);
        for (key, member) in value.as_object().into_iter().flatten() {
            let place = pointer::child(pointer, key);
            if key == "$ref"
                && object.name == "Path Item"
                && let Some(text) = member.as_str()
            {
                // A text in the specification as data; it leads to the path item that this one continues with.
                self.link(id, "$ref", String::new(), &place, text.into(), || &spec::PATH_ITEM);
            } else if let Some(field) = object.fields.iter().find(|field| field.name == key) {
                self.field(id, field.name, None, &place, member, field.kind);
            } else if key.starts_with("x-") {
                // An extension that lists values is a field with many members, as `enum` is.
                let form = if key == "x-extensible-enum" { Form::List(&Form::Any) } else { Form::Any };
                self.field(id, key, None, &place, member, form);
            } else if let Some((_, form)) = object.patterned {
                self.field(id, PATTERNED, Some(key), &place, member, form);
            } else {
                self.entry(id, UNKNOWN, key.clone(), &place, Content::Value(member));
            }
        }
        id
    }

    fn entry(&mut self, node: Id, field: &'a str, key: String, pointer: &str, content: Content<'a>) {
        let pointer = if self.holds(pointer.len() + key.len()) { pointer } else { "" };
        self.nodes[node].entries.push(Entry { field, key, pointer: pointer.to_owned(), content });
    }

    fn field(&mut self, node: Id, field: &'a str, key: Option<&str>, pointer: &str, value: &'a Value, form: Form) {
        let own_key = key.unwrap_or_default().to_owned();
        match (form, value) {
            (Form::List(form), Value::Array(elements)) if !elements.is_empty() => {
                for (index, element) in elements.iter().enumerate() {
                    let place = pointer::element(pointer, index);
                    match form {
                        Form::Map(_) => self.requirement(node, field, index, &place, element),
                        Form::Text => {
                            let key = element.as_str().unwrap_or_default();
                            self.field(node, field, Some(key), &place, element, *form);
                        }
                        Form::Any => self.field(node, field, Some(&element.to_string()), &place, element, *form),
                        _ => self.field(node, field, Some(&index.to_string()), &place, element, *form),
                    }
                }
            }
            (Form::Map(form), Value::Object(members)) if !members.is_empty() && key.is_none() => {
                for (key, member) in members {
                    let place = pointer::child(pointer, key);
                    match field {
                        "mapping" => self.mapping(node, key, &place, member),
                        _ => self.field(node, field, Some(key), &place, member, *form),
                    }
                }
            }
            (Form::FlagOr(form), Value::Object(_)) => self.field(node, field, key, pointer, value, *form),
            (Form::ObjectOrReference(object, _), Value::Object(members)) if reference(members).is_some() => {
                self.reference(node, field, own_key, pointer, members, object);
            }
            (Form::Object(object) | Form::ObjectOrReference(object, _), Value::Object(_)) => {
                let object = object();
                let stable_path = self.stable_path(node, field, &own_key, value, object);
                let target = self.object(pointer, stable_path, value, object);
                self.entry(node, field, own_key, pointer, Content::Node { target, reference: None });
            }
            // Not the object that it should be; only a reference can lead here.
            (Form::Object(_) | Form::ObjectOrReference(..), _) => {
                self.entry(node, UNKNOWN, join(field, &own_key), pointer, Content::Value(value));
            }
            _ => self.entry(node, field, own_key, pointer, Content::Value(value)),
        }
    }

    fn reference(
        &mut self,
        node: Id,
        field: &'a str,
        key: String,
        pointer: &str,
        members: &'a Map<String, Value>,
        object: Named,
    ) {
        for (sibling, value) in members.iter().filter(|(sibling, _)| *sibling != "$ref") {
            let name = join(&join(field, &key), sibling);
            self.entry(node, IGNORED, name, &pointer::child(pointer, sibling), Content::Value(value));
        }
        let text = reference(members).unwrap_or_default();
        self.link(node, field, key, &pointer::child(pointer, "$ref"), text.into(), object);
    }

    /// An entry that leads to another node; to which one is found when all nodes are known.
    fn link(&mut self, node: Id, field: &'a str, key: String, pointer: &str, reference: Cow<'a, str>, object: Named) {
        // Two spellings of a reference are one reference.
        let reference = match reference.strip_prefix('#').filter(|pointer| pointer.contains('%')) {
            Some(_) => format!("#{}", references::pointer(self.document.root(), &reference)).into(),
            None => reference,
        };
        self.links.push(Link { node, entry: self.nodes[node].entries.len(), reference, object });
        self.entry(node, field, key, pointer, Content::Node { target: 0, reference: None });
    }

    /// A security requirement: the schemes that sign in together, and their scopes.
    fn requirement(&mut self, node: Id, field: &'a str, index: usize, pointer: &str, value: &'a Value) {
        let schemes: Vec<&str> = value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let stable_path = join(&self.nodes[node].stable_path, &join(field, &schemes.join(" + ")));
        let target = self.push("Security Requirement", pointer, stable_path);
        self.entry(node, field, index.to_string(), pointer, Content::Node { target, reference: None });
        for (name, scopes) in value.as_object().into_iter().flatten() {
            let place = pointer::child(pointer, name);
            let scheme = pointer::child("/components/securitySchemes", name);
            if self.document.root().pointer(&scheme).is_some_and(Value::is_object) {
                let reference = format!("#{scheme}").into();
                self.link(target, "scheme", name.clone(), &place, reference, || &spec::SECURITY_SCHEME);
            } else {
                self.entry(target, UNKNOWN, name.clone(), &place, Content::Value(scopes));
            }
            for (index, scope) in scopes.as_array().into_iter().flatten().enumerate() {
                let key = scope.as_str().unwrap_or_default().to_owned();
                self.entry(target, "scope", key, &pointer::element(&place, index), Content::Value(scope));
            }
        }
    }

    /// A value of a discriminator names a schema, by reference or by the name alone.
    fn mapping(&mut self, node: Id, key: &str, pointer: &str, value: &'a Value) {
        let text = value.as_str().unwrap_or_default();
        let by_name = format!("#{}", pointer::child("/components/schemas", text));
        let root = self.document.root();
        match [by_name, text.to_owned()].into_iter().find(|text| references::target(root, text).is_ok()) {
            Some(found) => self.link(node, "mapping", key.to_owned(), pointer, found.into(), || &spec::SCHEMA),
            None => self.entry(node, "mapping", key.to_owned(), pointer, Content::Value(value)),
        }
    }

    /// Leads every link to its node; a target that is not read yet is read now.
    fn connect(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut next = 0;
        while self.budget.is_ok()
            && let Some(Link { node, entry, reference, object }) = self.links.get(next)
        {
            let (node, entry, reference, object) = (*node, *entry, reference.clone(), *object);
            next += 1;
            let end = match references::end(self.document.root(), &reference) {
                Ok(end) => end,
                Err(message) => {
                    problems.push(self.document.problem(&self.nodes[node].entries[entry].pointer, message));
                    continue;
                }
            };
            let target = match self.ids.get(&end) {
                Some(id) => *id,
                None => {
                    let value = self.document.root().pointer(&end).unwrap_or(&Value::Null);
                    self.object(&end, end.clone(), value, object())
                }
            };
            self.nodes[node].entries[entry].content = Content::Node { target, reference: Some(reference) };
        }
        problems
    }

    fn stable_path(&self, node: Id, field: &str, key: &str, value: &Value, object: &Object) -> String {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        let key = match object.name {
            "Parameter" if self.nodes[node].object != "Components" => format!("{} {}", text("in"), text("name")),
            "Server" => text("url").to_owned(),
            "Tag" => text("name").to_owned(),
            "Operation" if !text("operationId").is_empty() => return text("operationId").to_owned(),
            _ => key.to_owned(),
        };
        join(&self.nodes[node].stable_path, &join(field, &key))
    }
}

fn reference(members: &Map<String, Value>) -> Option<&str> {
    members.get("$ref").and_then(Value::as_str)
}

fn join(parent: &str, child: &str) -> String {
    match (parent.is_empty(), child.is_empty()) {
        (true, _) => child.to_owned(),
        (_, true) => parent.to_owned(),
        _ => format!("{parent}/{child}"),
    }
}
