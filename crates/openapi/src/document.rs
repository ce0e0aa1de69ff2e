//! A document: a tree of JSON values that remembers where in the text each came from.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer;
use crate::problem::{Position, Problem, Problems};
use crate::yaml;

/// A YAML or JSON document.
///
/// Aliases are expanded; the tree is plain JSON. Positions are those of the keys, for members of objects, and
/// those of the values otherwise.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    root: Value,
    positions: BTreeMap<String, Position>,
}

impl Document {
    /// Reads a document; `name` is what errors call it, usually its path.
    ///
    /// # Errors
    ///
    /// The first place where the text is not YAML, or YAML that JSON cannot express, or too large or too deep.
    pub fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        match yaml::read(text) {
            Ok((root, positions)) => Ok(Self { name: name.to_owned(), root, positions }),
            // YAML readers stumble over some of JSON (surrogate pairs); such a document goes without positions.
            Err(_) if text.trim_start().starts_with('{') && serde_json::from_str::<Value>(text).is_ok() => Ok(Self {
                name: name.to_owned(),
                root: serde_json::from_str(text).unwrap_or_default(),
                positions: BTreeMap::new(),
            }),
            Err(error) => Err(Problem {
                file: name.to_owned(),
                position: Some(error.position),
                pointer: error.pointer,
                message: error.message,
                help: None,
            }
            .into()),
        }
    }

    /// Makes a document of a tree that has no text, for a contract that a program has put together.
    pub fn from_value(name: &str, root: Value) -> Self {
        Self { name: name.to_owned(), root, positions: BTreeMap::new() }
    }

    /// Name of the document, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tree.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Where a node stands in the text: the node's own position, else that of the nearest node above it.
    pub fn position(&self, pointer: &str) -> Option<Position> {
        let mut pointer = pointer;
        loop {
            if let Some(position) = self.positions.get(pointer) {
                return Some(*position);
            }
            pointer = pointer::parent(pointer)?;
        }
    }

    /// A problem at a node.
    pub fn problem(&self, pointer: &str, message: impl Into<String>) -> Problem {
        Problem {
            file: self.name.clone(),
            position: self.position(pointer),
            pointer: pointer.to_owned(),
            message: message.into(),
            help: None,
        }
    }
}
