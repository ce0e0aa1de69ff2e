//! A document as a graph: every object of the specification is a node, every field an entry of its node.
//!
//! Nothing of a document is left out: what the specification does not know becomes an entry of the field [`UNKNOWN`].

use std::borrow::Cow;
use std::collections::HashSet;

use openapi::{Document, Node, ObjectKind, Pointer, SpecVersion};

use crate::policy::Kind;

/// The field of entries that the specification does not have; the key is the name that the document has.
pub(crate) const UNKNOWN: &str = "unknown";
/// The field of what stands beside the `$ref` of a reference, and which OpenAPI ignores.
pub(crate) const IGNORED: &str = "ignored";
/// The field of entries whose names are patterns: paths, statuses, expressions of callbacks.
pub(crate) const PATTERNED: &str = "*";

/// The index of a node in the graph; nodes are in the order of the document.
pub(crate) type Id = usize;

pub(crate) struct Graph<'a> {
    pub document: &'a Document,
    nodes: Vec<GraphNode<'a>>,
    bytes: usize,
    has_aliases: bool,
    version: SpecVersion,
}

/// An object of the document.
pub(crate) struct GraphNode<'a> {
    pub object: ObjectKind,
    pub pointer: Pointer,
    /// What is written there.
    pub written: &'a Node,
    /// Its address in names alone, without the indexes that an edit elsewhere moves.
    pub stable_path: Pointer,
    pub entries: Vec<GraphEntry<'a>>,
}

/// A field of a node, or one member of a field that has many.
pub(crate) struct GraphEntry<'a> {
    pub field: &'a str,
    /// The key of a map, the index of a list of objects, the text of a listed value; empty for a plain field.
    pub key: Cow<'a, str>,
    pub pointer: Pointer,
    pub content: EntryContent<'a>,
    /// What the policy calls it.
    pub kind: Kind,
}

pub(crate) enum EntryContent<'a> {
    Value(&'a Node),
    /// A node; and where the reference leads that names it, before further references are followed.
    Node {
        target: Id,
        reference: Option<Pointer>,
    },
}

impl<'a> GraphEntry<'a> {
    pub fn value(&self) -> Option<&'a Node> {
        match self.content {
            EntryContent::Value(value) => Some(value),
            EntryContent::Node { .. } => None,
        }
    }

    pub fn target(&self) -> Option<Id> {
        match self.content {
            EntryContent::Value(_) => None,
            EntryContent::Node { target, .. } => Some(target),
        }
    }

    /// Where the reference leads by which the entry names its node.
    pub fn reference(&self) -> Option<&Pointer> {
        match &self.content {
            EntryContent::Node { reference, .. } => reference.as_ref(),
            EntryContent::Value(_) => None,
        }
    }

    /// The reference as a text, of which there is one for all its spellings.
    pub fn reference_text(&self) -> Option<Node> {
        self.reference().map(|pointer| format!("#{pointer}").into())
    }

    /// The value that is written there: of a reference, its text; none for a node that is written there.
    pub fn written(&self) -> Option<Node> {
        self.value().cloned().or_else(|| self.reference_text())
    }

    /// Whether it holds a value or a reference.
    pub fn is_leaf(&self) -> bool {
        self.value().is_some() || self.reference().is_some()
    }

    /// Whether it is a field that holds an empty list.
    pub fn is_empty_list(&self) -> bool {
        self.key.is_empty() && self.value().and_then(Node::as_array).is_some_and(<[Node]>::is_empty)
    }
}

impl<'a> GraphNode<'a> {
    /// The entries of a field.
    pub fn all<'n>(&'n self, field: &'n str) -> impl Iterator<Item = &'n GraphEntry<'a>> {
        self.entries.iter().filter(move |entry| entry.field == field)
    }

    /// The entry of a field that has one.
    pub fn one(&self, field: &str) -> Option<&GraphEntry<'a>> {
        self.entries.iter().find(|entry| entry.field == field)
    }

    /// The text of a field.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.written.text(field)
    }

    /// Whether a field is there and true.
    pub fn is(&self, field: &str) -> bool {
        self.written.is_set(field)
    }

    /// The stable path as a text: `components/schemas/Pet`.
    pub fn place(&self) -> String {
        self.stable_path.tokens().join("/")
    }
}

impl<'a> Graph<'a> {
    /// The graph of these nodes; `bytes` are those of the document, and in one that has aliases, references lead to
    /// references.
    pub fn new(document: &'a Document, nodes: Vec<GraphNode<'a>>, bytes: usize, has_aliases: bool) -> Self {
        Self { document, nodes, bytes, has_aliases, version: SpecVersion::of_any(document.root()) }
    }

    /// Whether a reference names something that is itself a reference.
    pub fn has_aliases(&self) -> bool {
        self.has_aliases
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The version of OpenAPI of the document.
    pub fn version(&self) -> SpecVersion {
        self.version
    }

    /// The bytes of the document.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// All nodes, in the order of the document.
    pub fn nodes(&self) -> impl Iterator<Item = (Id, &GraphNode<'a>)> {
        self.nodes.iter().enumerate()
    }

    pub fn node(&self, id: Id) -> &GraphNode<'a> {
        &self.nodes[id]
    }

    /// The nodes and, through `allOf`, all that they are composed of.
    pub fn members(&self, place: &[Id]) -> Vec<Id> {
        let mut members: Vec<Id> = Vec::new();
        let mut known = HashSet::new();
        let mut pending: Vec<Id> = place.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if known.insert(id) {
                members.push(id);
                let parts: Vec<Id> = self.members_of(id).filter_map(GraphEntry::target).collect();
                pending.extend(parts.into_iter().rev());
            }
        }
        members
    }

    /// The node of the whole document.
    pub fn root(&self) -> &GraphNode<'a> {
        &self.nodes[0]
    }
}
