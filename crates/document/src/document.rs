//! A document: a tree of JSON values that knows where in the text each of them is.

use std::sync::Arc;

use crate::parts::{Origin, Parts};
use crate::pointer::Pointer;
use crate::position::Position;
use crate::problem::{Problem, Problems};
use crate::read::{self, ReadBudget, ReadError};
use crate::tree::Node;

/// A YAML or JSON document.
///
/// Aliases are expanded; the tree is plain JSON. Positions are those of the keys, for members of objects, and
/// those of the values otherwise. A document that was put together of several files knows them: a position is one in the
/// file that the place was read from.
#[derive(Clone, Debug)]
pub struct Document {
    name: Arc<str>,
    root: Node,
    parts: Option<Arc<Parts>>,
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
        Self::parse_within(name, text, &mut ReadBudget::default())
    }

    /// Reads one of several texts that take no more together than one alone may.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_within(name: &str, text: &str, budget: &mut ReadBudget) -> Result<Self, Problems> {
        match read::read(text, budget) {
            Ok(root) => Ok(Self::from_node(name, root)),
            Err(error) => {
                let ReadError { position, pointer, message } = error;
                Err(Problem { file: name.into(), position: Some(position), pointer, message, help: None }.into())
            }
        }
    }

    /// Makes a document of a tree that has no text, for a contract that a program has put together.
    pub fn from_node(name: &str, root: Node) -> Self {
        Self { name: name.into(), root, parts: None }
    }

    /// Makes a document of a tree that was put together of the trees of several files.
    pub fn of_parts(root: Node, parts: Parts) -> Self {
        Self { name: parts.name().into(), root, parts: Some(Arc::new(parts)) }
    }

    /// The files that the document was put together of; none if it is one file.
    pub fn files(&self) -> &[Self] {
        self.parts.as_ref().map_or(&[], |parts| parts.files())
    }

    /// Where the node at a pointer was read: the file, the place in its text, and its address there.
    pub fn origin(&self, pointer: &Pointer) -> Origin<'_> {
        match &self.parts {
            Some(parts) => parts.origin(pointer),
            None => Origin { file: &self.name, position: self.position(pointer), pointer: pointer.clone() },
        }
    }

    /// Whether the document was put together of several files, none of which gives the node at a pointer its name.
    pub fn is_unnamed(&self, pointer: &Pointer) -> bool {
        self.parts.as_ref().is_some_and(|parts| parts.is_unnamed(pointer))
    }

    /// What is wrong at a pointer since the document was put together of several files.
    pub fn problem_of_parts(&self, pointer: &Pointer) -> Option<&Problem> {
        self.parts.as_ref()?.problem(pointer)
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
    /// above it. It is a place in the file of its [origin](Self::origin).
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        if let Some(parts) = &self.parts {
            return parts.origin(pointer).position;
        }
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
        let Origin { file, position, pointer } = self.origin(pointer);
        Problem { file: file.to_owned(), position, pointer, message: message.into(), help: None }
    }
}
