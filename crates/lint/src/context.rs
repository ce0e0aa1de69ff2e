//! What every check asks of the document.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use openapi::operation::{self, Operation};
use openapi::{Document, pointer, references};
use serde_json::Value;

use crate::nodes::{self, Node, text};
use crate::outcome::Outcome;
use crate::repository::RepositoryFiles;

/// A document whose form has been checked.
pub(crate) struct Context<'a> {
    pub root: &'a Value,
    /// The objects of the document.
    pub nodes: &'a [Node<'a>],
    /// The kind of the object at each pointer.
    pub objects: HashMap<&'a str, &'static str>,
    /// The operations under `paths`.
    pub operations: Vec<Operation>,
    /// The pointers of all operations that have an id, those of callbacks too.
    pub ids: HashMap<&'a str, &'a str>,
    /// The schemas that others extend: what members of `allOf` refer to.
    pub extended: HashSet<&'a str>,
    /// The files of its repository.
    pub files: &'a RepositoryFiles,
    /// What was found about examples and defaults, once a check has asked for it.
    pub outcomes: OnceCell<Vec<Outcome>>,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Document, nodes: &'a [Node<'a>], files: &'a RepositoryFiles) -> Self {
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
            files,
            outcomes: OnceCell::new(),
        }
    }

    /// The objects of a kind.
    pub fn nodes_of(&self, kind: &str) -> impl Iterator<Item = &'a Node<'a>> {
        self.nodes.iter().filter(move |node| node.object == kind)
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
