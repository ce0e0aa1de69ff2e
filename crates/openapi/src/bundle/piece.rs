//! The parts of files that a document consists of.

use std::collections::{BTreeMap, HashMap};

use document::{Document, Pointer};

use super::files::FileNode;
use crate::spec::{FieldType, ObjectKind, SpecVersion};
use crate::walk::Role;

/// The number of a piece, in the order in which they are found; the first is the document itself.
pub(super) type PieceId = usize;

/// A part of a file, as what a reference to it expects.
#[derive(Debug)]
pub(super) struct Piece {
    pub at: FileNode,
    pub of: FieldType,
    pub origin: PieceOrigin,
    /// What is written there otherwise in the document, by its address in the file.
    pub edits: BTreeMap<Pointer, Edit>,
}

/// By what a piece comes into the document.
#[derive(Clone, Debug)]
pub(super) enum PieceOrigin {
    /// It is the document.
    Document,
    /// A reference leads to it; the first of them.
    Target(FileNode),
    /// It is put in the place of a node of another piece, at this address of the file.
    Inline(PieceId, Pointer),
}

/// What is written in the document instead of a node.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// The text of a reference to a piece, instead of this text.
    Refer(Destination),
    /// The piece, instead of an object with a `$ref`.
    Inline(PieceId),
}

/// Where a reference leads.
#[derive(Clone, Debug)]
pub(super) enum Destination {
    /// To something that the document has where it is.
    Document(Pointer),
    Piece(PieceId),
    /// Nowhere: the text of the reference, which does not lead into the document either.
    Nowhere(String),
}

#[derive(Debug)]
pub(super) struct Pieces {
    pub version: SpecVersion,
    pub all: Vec<Piece>,
    known: HashMap<FileNode, Vec<PieceId>>,
    /// Targets that the document gives a name among its components: the address of the name.
    pub named: BTreeMap<PieceId, Pointer>,
}

impl Pieces {
    pub fn new(document: &Document) -> Self {
        let version = SpecVersion::of_any(document.root());
        let mut pieces = Self { version, all: Vec::new(), known: HashMap::new(), named: BTreeMap::new() };
        let at = FileNode { file: 0, pointer: Pointer::root() };
        pieces.add(at, FieldType::Object(ObjectKind::OpenApi), PieceOrigin::Document);
        pieces
    }

    pub fn add(&mut self, at: FileNode, of: FieldType, origin: PieceOrigin) -> PieceId {
        let id = self.all.len();
        self.known.entry(at.clone()).or_default().push(id);
        self.all.push(Piece { at, of, origin, edits: BTreeMap::new() });
        id
    }

    /// The piece that is there as this type.
    pub fn find(&self, at: &FileNode, of: FieldType) -> Option<PieceId> {
        self.known.get(at)?.iter().copied().find(|id| self.all[*id].of == of)
    }

    /// The pieces that hold a piece, with the nearest first, each as what the piece is.
    pub fn around<'p>(&'p self, id: PieceId, file: &'p Document) -> impl Iterator<Item = PieceId> + 'p {
        let Piece { at, of, .. } = &self.all[id];
        let tokens: Vec<String> = at.pointer.tokens().into_iter().map(str::to_owned).collect();
        let above = at.pointer.ancestors().skip(1);
        above.zip(1..).flat_map(move |(pointer, levels)| {
            let known = self.known.get(&FileNode { file: at.file, pointer: pointer.clone() });
            let below: Vec<&str> = tokens[tokens.len() - levels..].iter().map(String::as_str).collect();
            let holds = |id: &PieceId| {
                let outer = &self.all[*id];
                let node = file.node(&outer.at.pointer)?;
                let role = Role::below(self.version, node, outer.of, &below)?;
                is_of(role, *of).then_some(*id)
            };
            known.into_iter().flatten().filter_map(holds).collect::<Vec<_>>()
        })
    }
}

/// Whether what has a role is of a type.
fn is_of(role: Role, of: FieldType) -> bool {
    match (role, of) {
        (Role::Object(role), FieldType::Object(kind) | FieldType::ObjectOrReference(kind)) => role == kind,
        (Role::Object(role), FieldType::Schema) => role == ObjectKind::Schema,
        (Role::Map(role), FieldType::Map(of)) | (Role::List(role), FieldType::List(of)) => role == of,
        _ => false,
    }
}
