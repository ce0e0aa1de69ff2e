//! What every rule asks of the document, and where each puts what it finds.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::nodes::{self, Node};
use super::{Finding, rule};
use openapi::Document;
use openapi::Problem;
use openapi::operation::{self, Operation};
use openapi::pointer;
use openapi::references;
use review::Location;

/// Characters of a message at most.
const MAX_MESSAGE: usize = 300;

/// A document whose form has been checked.
pub(super) struct Context<'a> {
    pub root: &'a Value,
    pub nodes: &'a [Node<'a>],
    /// The kind of the object at each pointer.
    pub objects: HashMap<&'a str, &'static str>,
    /// The operations under `paths`.
    pub operations: Vec<Operation>,
    /// The pointers of all operations that have an id, those of callbacks too.
    pub ids: HashMap<&'a str, &'a str>,
    /// The schemas that others extend: what members of `allOf` refer to.
    pub extended: HashSet<&'a str>,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Document, nodes: &'a [Node<'a>]) -> Self {
        let in_all_of = |node: &&Node<'_>| pointer::parent(&node.pointer).is_some_and(|list| list.ends_with("/allOf"));
        let operations = nodes.iter().filter(|node| node.object == "Operation");
        let mut ids = HashMap::new();
        for node in operations {
            if let Some(id) = text(node.value, "operationId") {
                ids.entry(id).or_insert(node.pointer.as_str());
            }
        }
        Self {
            ids,
            root: document.root(),
            nodes,
            objects: nodes::index(nodes),
            operations: operation::find(document.root()),
            extended: nodes.iter().filter(in_all_of).filter_map(|node| text(node.value, "$ref")).collect(),
        }
    }

    /// Follows the reference that a node may be.
    pub fn resolve(&self, value: &'a Value) -> &'a Value {
        references::resolve(self.root, value)
    }

    /// Follows the reference that the node at a pointer may be: where it ends, and what is there.
    pub fn follow(&self, pointer: String, value: &'a Value) -> (String, &'a Value) {
        let (mut pointer, mut value) = (pointer, value);
        // The references have been checked, and none goes round in a circle.
        while let Some(target) = text(value, "$ref").and_then(|reference| reference.strip_prefix('#')) {
            let Some(next) = self.root.pointer(target) else { break };
            (pointer, value) = (target.to_owned(), next);
        }
        (pointer, value)
    }
}

/// The findings so far.
pub(super) struct Findings<'a> {
    document: &'a Document,
    list: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self { document, list: Vec::new() }
    }

    /// Adds a finding in the contract.
    pub fn report(&mut self, id: &str, pointer: &str, message: impl Into<String>) {
        self.add(id, self.document.problem(pointer, message));
    }

    /// Adds a problem, of whatever document, as a finding.
    pub fn add(&mut self, id: &str, problem: Problem) {
        let rule = rule::find(id);
        self.list.push(Finding {
            rule: id.to_owned(),
            section: rule.and_then(|rule| rule.section).map(str::to_owned),
            message: shortened(problem.message),
            help: problem.help.or_else(|| rule.map(|rule| rule.help.to_owned())),
            location: Location {
                file: problem.file,
                line: problem.position.map(|position| position.line),
                column: problem.position.map(|position| position.column),
                pointer: problem.pointer,
            },
        });
    }

    /// Whether a rule is broken that comes from such a section of the specification.
    pub fn has_any(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.list.iter().any(|finding| finding.section.as_deref().is_some_and(&is_such))
    }

    /// All findings: those in the contract first, each file's in the order of its text, none twice.
    pub fn finish(mut self) -> Vec<Finding> {
        let contract = self.document.name();
        self.list.sort_by_cached_key(|finding| {
            let Location { file, line, column, pointer } = finding.location.clone();
            (file != contract, file, line, column, pointer, finding.rule.clone(), finding.message.clone())
        });
        self.list.dedup();
        self.list
    }
}

/// A message that quotes the document may be as long as the document.
fn shortened(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// The text of a field.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// Whether a field is true.
pub(super) fn flag(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}

/// The elements of a field that is a list.
pub(super) fn elements<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The members of a field that is an object.
pub(super) fn members<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    value.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}
