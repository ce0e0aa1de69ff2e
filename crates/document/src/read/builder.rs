//! Makes the tree of a document from what a syntax reports, and checks it.

use std::sync::Arc;

use super::failure::ReadError;
use super::limits::{self, MemoryLimit, ReadBudget};
use super::texts::TextTable;
use crate::pointer::Pointer;
use crate::position::Position;
use crate::tree::{Member, Node, Object};

/// A vector that is full grows by this part of itself: doubling would double the memory of large ones.
const GROWTH: usize = 4;
/// What an allocation takes besides its content.
const ALLOCATION: usize = 32;

/// Makes a tree. A syntax reports keys, scalars, and starts and ends of collections, in the order of the text.
pub(super) struct TreeBuilder {
    open: Vec<OpenCollection>,
    root: Option<Node>,
    /// What anchors name, by their numbers; none while it is read.
    anchors: Vec<Option<(Node, Size)>>,
    texts: TextTable,
    memory: MemoryLimit,
    repeated: Size,
    budget: ReadBudget,
}

/// A collection whose end is still to come.
struct OpenCollection {
    position: Position,
    anchor: usize,
    collection: Collection,
    size: Size,
}

enum Collection {
    Array(Vec<Node>),
    /// The members, and the key that waits for its value.
    Object(Vec<Member>, Option<(Arc<str>, Position)>),
}

/// Kinds of collections.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CollectionKind {
    Array,
    Object,
}

/// What a node holds, aliases expanded; larger numbers than an alias may repeat are kept as the largest.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: u32,
    bytes: u32,
    /// Collections within each other.
    depth: u32,
}

impl Size {
    fn of_scalar(bytes: usize) -> Self {
        Self { nodes: 1, bytes: u32::try_from(bytes).unwrap_or(u32::MAX), depth: 0 }
    }

    fn add(&mut self, part: Self) {
        self.nodes = self.nodes.saturating_add(part.nodes);
        self.bytes = self.bytes.saturating_add(part.bytes);
        self.depth = self.depth.max(part.depth + 1);
    }
}

impl TreeBuilder {
    /// For a text of this many bytes.
    pub(super) fn new(length: usize, budget: &ReadBudget) -> Self {
        Self {
            open: Vec::new(),
            root: None,
            anchors: Vec::new(),
            texts: TextTable::default(),
            memory: MemoryLimit::for_text(length, budget),
            repeated: Size::default(),
            budget: budget.clone(),
        }
    }

    /// The collection that what comes next belongs in.
    pub(super) fn innermost(&self) -> Option<CollectionKind> {
        self.open.last().map(|open| match open.collection {
            Collection::Array(_) => CollectionKind::Array,
            Collection::Object(..) => CollectionKind::Object,
        })
    }

    pub(super) fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(OpenCollection { collection: Collection::Object(_, None), .. }))
    }

    /// Whether the document is complete.
    pub(super) fn is_complete(&self) -> bool {
        self.root.is_some()
    }

    /// The key of the value that comes next.
    pub(super) fn key(&mut self, text: &str, at: Position) -> Result<(), ReadError> {
        let key = self.text(text, at)?;
        if let Some(OpenCollection { collection: Collection::Object(_, waiting), size, .. }) = self.open.last_mut() {
            *waiting = Some((key, at));
            size.bytes = size.bytes.saturating_add(Size::of_scalar(text.len()).bytes);
        }
        Ok(())
    }

    /// A scalar: its value, or none if it is the string of this text.
    pub(super) fn scalar(
        &mut self,
        value: Option<Node>,
        text: &str,
        anchor: usize,
        at: Position,
    ) -> Result<(), ReadError> {
        let node = self.scalar_node(value, text, at)?;
        self.place(node, Size::of_scalar(text.len()), anchor, at)
    }

    /// What an anchor names that stands on the key that waits for its value.
    pub(super) fn anchor_key(
        &mut self,
        value: Option<Node>,
        text: &str,
        anchor: usize,
        at: Position,
    ) -> Result<(), ReadError> {
        let node = self.scalar_node(value, text, at)?;
        self.name(anchor, node, Size::of_scalar(text.len()), at)
    }

    fn scalar_node(&mut self, value: Option<Node>, text: &str, at: Position) -> Result<Node, ReadError> {
        Ok(match value {
            Some(node) => {
                if node.is_decimal() {
                    self.spend(ALLOCATION + text.len(), at)?;
                }
                node
            }
            None => self.text(text, at)?.into(),
        }
        .at(at))
    }

    pub(super) fn start(&mut self, kind: CollectionKind, anchor: usize, at: Position) -> Result<(), ReadError> {
        if self.open.len() >= limits::DEPTH {
            return Err(self.too_deep(at));
        }
        self.spend(ALLOCATION, at)?;
        let collection = match kind {
            CollectionKind::Array => Collection::Array(Vec::new()),
            CollectionKind::Object => Collection::Object(Vec::new(), None),
        };
        self.open.push(OpenCollection {
            position: at,
            anchor,
            collection,
            size: Size { nodes: 1, bytes: 0, depth: 1 },
        });
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        let Some(OpenCollection { position, anchor, collection, size }) = self.open.pop() else { return Ok(()) };
        let node: Node = match collection {
            Collection::Array(elements) => elements.into(),
            Collection::Object(members, _) => {
                let (object, second) = Object::checked(members);
                if let Some(Member { key, position: at, .. }) = second.map(|index| &object.as_slice()[index]) {
                    return Err(ReadError {
                        position: at.unwrap_or(position),
                        pointer: self.next_pointer().child(key),
                        message: format!("the key `{key}` stands here twice"),
                    });
                }
                object.into()
            }
        };
        self.place(node.at(position), size, anchor, position)
    }

    /// An alias: the node of its anchor once more, which is shared. What it repeats counts, since a walk over the
    /// document passes it again.
    pub(super) fn alias(&mut self, anchor: usize, at: Position) -> Result<(), ReadError> {
        let Some((node, size)) = self.anchors.get(anchor).cloned().flatten() else {
            return Err(self.error(at, "this alias stands inside the node that it names"));
        };
        self.repeat(size, at)?;
        if self.expects_key() {
            return match node.as_str() {
                Some(text) => self.key(text, at),
                None => Err(self.error(at, "this alias is a key, and what it names is no string")),
            };
        }
        if self.open.len() + size.depth as usize > limits::DEPTH {
            let limit = limits::DEPTH;
            return Err(self.error(at, format!("nested more than {limit} levels deep once aliases are expanded")));
        }
        self.place(node, size, 0, at)
    }

    fn repeat(&mut self, size: Size, at: Position) -> Result<(), ReadError> {
        self.repeated.add(size);
        if self.repeated.nodes as usize > self.budget.values {
            let limit = limits::REPEATED_VALUES;
            return Err(self.error(at, format!("more than {limit} values are repeated once aliases are expanded")));
        }
        if self.repeated.bytes as usize > self.budget.bytes {
            let limit = limits::REPEATED_BYTES >> 20;
            return Err(self.error(at, format!("aliases repeat more than {limit} MiB of text")));
        }
        Ok(())
    }

    /// The tree of a text that has ended, and what is left of the budget.
    pub(super) fn finish(self) -> Result<(Node, ReadBudget), ReadError> {
        let left = ReadBudget {
            memory: self.memory.rest(&self.budget),
            values: self.budget.values.saturating_sub(self.repeated.nodes as usize),
            bytes: self.budget.bytes.saturating_sub(self.repeated.bytes as usize),
        };
        self.root.map(|root| (root, left)).ok_or_else(|| ReadError {
            position: Position::new(1, 1),
            pointer: Pointer::root(),
            message: "the document is empty".to_owned(),
        })
    }

    /// An error at the value, or in the key, that comes next.
    pub(super) fn error(&self, position: Position, message: impl Into<String>) -> ReadError {
        ReadError { position, pointer: self.next_pointer(), message: message.into() }
    }

    pub(super) fn too_deep(&self, at: Position) -> ReadError {
        self.error(at, format!("nested more than {} levels deep", limits::DEPTH))
    }

    fn next_pointer(&self) -> Pointer {
        self.open.iter().fold(Pointer::root(), |pointer, open| match &open.collection {
            Collection::Array(elements) => pointer.index(elements.len()),
            Collection::Object(_, Some((key, _))) => pointer.child(key),
            Collection::Object(_, None) => pointer,
        })
    }

    fn text(&mut self, text: &str, at: Position) -> Result<Arc<str>, ReadError> {
        let (text, is_new) = self.texts.share(text);
        if is_new {
            self.spend(ALLOCATION + text.len(), at)?;
        }
        Ok(text)
    }

    /// Puts a node where it belongs.
    fn place(&mut self, node: Node, size: Size, anchor: usize, at: Position) -> Result<(), ReadError> {
        if anchor != 0 {
            self.name(anchor, node.clone(), size, at)?;
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size.add(size);
        let taken = match &mut open.collection {
            Collection::Array(elements) => push(elements, node),
            Collection::Object(members, waiting) => match waiting.take() {
                Some((key, at)) => push(members, Member { key, position: Some(at), value: node }),
                None => 0,
            },
        };
        self.spend(taken, at)
    }

    fn name(&mut self, anchor: usize, node: Node, size: Size, at: Position) -> Result<(), ReadError> {
        while self.anchors.len() <= anchor {
            let taken = push(&mut self.anchors, None);
            self.spend(taken, at)?;
        }
        self.anchors[anchor] = Some((node, size));
        Ok(())
    }

    fn spend(&mut self, bytes: usize, at: Position) -> Result<(), ReadError> {
        if self.memory.take(bytes) {
            return Ok(());
        }
        let (per_byte, of_any) = (limits::MEMORY_PER_BYTE, limits::MEMORY_OF_ANY >> 20);
        let message = format!(
            "the document holds so many small values that it takes more memory than {per_byte} times its size and \
             {of_any} MiB"
        );
        Err(self.error(at, message))
    }
}

/// Adds to a vector, and returns the bytes that the item takes there.
fn push<T>(items: &mut Vec<T>, item: T) -> usize {
    if items.len() == items.capacity() {
        items.reserve_exact((items.len() / GROWTH).max(4));
    }
    items.push(item);
    size_of::<T>() + size_of::<T>() / GROWTH
}
