//! A document: a tree of JSON values that knows where in the text each of them is.

use std::sync::Arc;

use crate::pointer::Pointer;
use crate::position::Position;
use crate::problem::{Problem, Problems};
use crate::read::{self, ReadError};
use crate::tree::Node;

/// A YAML or JSON document.
///
/// Aliases are expanded; the tree is plain JSON. Positions are those of the keys, for members of objects, and
/// those of the values otherwise.
#[derive(Clone, Debug)]
pub struct Document {
    name: Arc<str>,
    root: Node,
}

impl Document {
    /// Reads a document; `name` is what errors call it, usually its path.
    ///
    /// # Errors
    ///
    /// The first place where the text is neither YAML nor JSON, or says what JSON cannot, or says a key twice, or is
    /// too deep (100 levels), or would take too much memory (20 bytes for each of its own and 32 MiB, or more than a
    /// million values or 16 MiB of text that aliases repeat).
    pub fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        match read::read(text) {
            Ok(root) => Ok(Self::from_node(name, root)),
            Err(error) => {
                let ReadError { position, pointer, message } = error;
                Err(Problem { file: name.into(), position: Some(position), pointer, message, help: None }.into())
            }
        }
    }

    /// Makes a document of a tree that has no text, for a contract that a program has put together.
    pub fn from_node(name: &str, root: Node) -> Self {
        Self { name: name.into(), root }
    }

    /// Name of the document, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The node at a pointer.
    pub fn node(&self, pointer: &Pointer) -> Option<&Node> {
        self.root.pointer(pointer)
    }

    /// Where a node is written: the key of a member, the value otherwise; of a node that is not there, the nearest node
    /// above it.
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        let mut node = &self.root;
        let mut position = node.position();
        for token in pointer.tokens() {
            let member = node.as_object().and_then(|object| object.member(token));
            let Some(next) = member.map(|member| &member.value).or_else(|| node.child(token)) else { break };
            position = member.and_then(|member| member.position).or(next.position()).or(position);
            node = next;
        }
        position
    }

    /// A problem at a node.
    pub fn problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        Problem {
            file: self.name.to_string(),
            position: self.position(pointer),
            pointer: pointer.clone(),
            message: message.into(),
            help: None,
        }
    }
}
