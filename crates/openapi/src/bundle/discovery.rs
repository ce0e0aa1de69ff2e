//! Which parts of files a document needs.

use std::collections::HashSet;

use document::{Node, Pointer};

use super::file_path::is_file_reference;
use super::files::{FileNode, Files, MOST_STEPS};
use super::piece::{Destination, Edit, Piece, PieceId, PieceOrigin, Pieces};
use super::refusal::Refusal;
use crate::spec::{FieldType, ObjectKind};
use crate::walk::{Entry, FieldName, Role, Walk};

/// A reference of a file that is not followed.
#[derive(Debug)]
pub(super) struct Refused {
    /// Where the reference is written.
    pub at: FileNode,
    pub reference: String,
    pub refusal: Refusal,
}

/// Finds the pieces of a document, and follows the references in each of them.
pub(super) struct Discovery<'f, 's> {
    pub files: &'f mut Files<'s>,
    pub pieces: Pieces,
    pub refused: Vec<Refused>,
    /// Where in the document a piece is, of those that are put in their place in it.
    anchors: Vec<Option<Pointer>>,
    /// What references lead to within the document, where the specification says nothing of it.
    free: HashSet<Pointer>,
    /// Those of them that have not been walked yet.
    pending: Vec<(Pointer, FieldType)>,
}

/// A reference that a walk passes.
struct Reference<'a> {
    /// The node that is a reference, or is replaced by what it leads to.
    holder: Pointer,
    /// Where its text is written.
    place: Pointer,
    text: &'a str,
    /// What stands beside the `$ref`.
    has_siblings: bool,
}

impl<'f, 's> Discovery<'f, 's> {
    pub fn of(files: &'f mut Files<'s>) -> Self {
        let pieces = Pieces::new(files.document(0));
        let mut discovery = Self {
            files,
            pieces,
            refused: Vec::new(),
            anchors: vec![Some(Pointer::root())],
            free: HashSet::new(),
            pending: Vec::new(),
        };
        let mut next = 0;
        while next < discovery.pieces.all.len() {
            let Piece { at, of, .. } = &discovery.pieces.all[next];
            discovery.walk(next, at.clone(), *of);
            while let Some((pointer, of)) = discovery.pending.pop() {
                discovery.walk(0, FileNode { file: 0, pointer }, of);
            }
            next += 1;
        }
        discovery
    }

    /// Follows the references of a piece that are at or below a node of its file.
    fn walk(&mut self, piece: PieceId, at: FileNode, of: FieldType) {
        let root = self.files.document(at.file).root().clone();
        let Some(node) = root.pointer(&at.pointer) else { return };
        for entry in Walk::of(self.pieces.version, at.pointer, node, of) {
            match entry.role {
                Role::Reference(kind) => self.reference(piece, kind, &entry, &root),
                Role::Value(FieldType::Any) => self.value(piece, &entry),
                Role::Value(_) => self.mapping(piece, &entry),
                Role::Object(kind) if self.pieces.version.object(kind).field("$ref").is_none() => {
                    self.inline(piece, FieldType::Object(kind), &entry);
                }
                Role::Map(of) => self.inline(piece, FieldType::Map(of), &entry),
                Role::Mistyped(of) => self.inline(piece, of, &entry),
                _ => {}
            }
        }
    }

    fn reference(&mut self, piece: PieceId, kind: ObjectKind, entry: &Entry<'_>, root: &Node) {
        let Some((_, place, text)) = entry.reference() else { return };
        // The `$ref` of a path item is a field of it.
        let holder =
            if entry.node.is_string() { entry.pointer.parent().unwrap_or(&entry.pointer) } else { &entry.pointer };
        let has_siblings = root.pointer(holder).and_then(Node::as_object).is_some_and(|object| object.len() > 1);
        let reference = Reference { holder: holder.clone(), place, text, has_siblings };
        if kind.section().is_none() || kind == ObjectKind::PathItem {
            self.put_in_place(piece, FieldType::Object(kind), reference);
        } else {
            self.refer(piece, FieldType::reference_to(kind), reference);
        }
    }

    /// An example, or another value that may be anything, for which a file is named; if there is none, it stands for
    /// itself.
    fn value(&mut self, piece: PieceId, entry: &Entry<'_>) {
        let from = self.pieces.all[piece].at.file;
        let text =
            entry.node.as_object().filter(|object| object.len() == 1).and_then(|object| object.get("$ref")?.as_str());
        let Some(text) = text.filter(|text| is_file_reference(text)) else { return };
        if let Some(at) = self.files.locate(from, text).ok().filter(|at| at.file != 0) {
            let origin = PieceOrigin::Inline(piece, entry.pointer.clone());
            let of = FieldType::Any;
            let inline = self.pieces.find(&at, of).unwrap_or_else(|| self.add(at, of, origin));
            self.edit(piece, entry.pointer.clone(), Edit::Inline(inline));
        }
    }

    /// A text, a list or a map, or an object that is no reference by the specification, for which a file is named.
    fn inline(&mut self, piece: PieceId, of: FieldType, entry: &Entry<'_>) {
        let Some(text) = entry.node.text("$ref").filter(|text| !text.starts_with('#') && !text.is_empty()) else {
            return;
        };
        let (holder, place) = (entry.pointer.clone(), entry.pointer.child("$ref"));
        let has_siblings = entry.node.as_object().is_some_and(|object| object.len() > 1);
        self.put_in_place(piece, of, Reference { holder, place, text, has_siblings });
    }

    fn put_in_place(&mut self, piece: PieceId, of: FieldType, reference: Reference<'_>) {
        match self.target(piece, of, &reference) {
            Ok(None) => {}
            Ok(Some(FileNode { file: 0, pointer })) => {
                let edit = Edit::Refer(Destination::Document(pointer));
                self.edit(piece, reference.place, edit);
            }
            Ok(Some(at)) => {
                let origin = PieceOrigin::Inline(piece, reference.holder.clone());
                let inline = self.pieces.find(&at, of).unwrap_or_else(|| self.add(at, of, origin));
                self.edit(piece, reference.holder, Edit::Inline(inline));
            }
            Err(refusal) => self.refuse(piece, &reference, refusal),
        }
    }

    fn refer(&mut self, piece: PieceId, of: FieldType, reference: Reference<'_>) {
        match self.target(piece, of, &reference) {
            Ok(None) => {}
            Ok(Some(FileNode { file: 0, pointer })) => {
                self.edit(piece, reference.place, Edit::Refer(Destination::Document(pointer)));
            }
            Ok(Some(at)) => {
                let first = FileNode { file: self.pieces.all[piece].at.file, pointer: reference.place.clone() };
                let target = self.pieces.find(&at, of).unwrap_or_else(|| self.add(at, of, PieceOrigin::Target(first)));
                let name = self.component(piece, &reference).filter(|_| !self.pieces.named.contains_key(&target));
                if let Some(name) = name {
                    self.pieces.named.insert(target, name);
                    self.edit(piece, reference.holder, Edit::Inline(target));
                } else {
                    self.edit(piece, reference.place, Edit::Refer(Destination::Piece(target)));
                }
            }
            Err(refusal) => self.refuse(piece, &reference, refusal),
        }
    }

    /// A value in the mapping of a discriminator that is meant as a file; one that is meant otherwise stays.
    fn mapping(&mut self, piece: PieceId, entry: &Entry<'_>) {
        let is_mapping = entry.owner.is_some_and(|owner| owner.field == FieldName::Fixed("mapping"));
        let Some(text) = entry.node.as_str().filter(|_| is_mapping) else { return };
        let is_local = text.starts_with('#') && piece != 0;
        if is_file_reference(text) || is_local {
            let (holder, place) = (entry.pointer.clone(), entry.pointer.clone());
            let of = FieldType::Schema;
            self.refer(piece, of, Reference { holder, place, text, has_siblings: true });
        }
    }

    /// What a reference leads to, once further references of other files are followed; none if it stays as it is.
    fn target(
        &mut self,
        piece: PieceId,
        of: FieldType,
        reference: &Reference<'_>,
    ) -> Result<Option<FileNode>, Refusal> {
        let from = self.pieces.all[piece].at.file;
        if from == 0 && reference.text.starts_with('#') {
            // That it leads nowhere is seen in the document too.
            if let Ok(at) = self.files.locate(from, reference.text) {
                self.within_document(of, &at.pointer);
            }
            return Ok(None);
        }
        let mut at = self.files.locate(from, reference.text)?;
        for _ in 0..MOST_STEPS {
            let node = self.files.document(at.file).node(&at.pointer).filter(|_| at.file != 0);
            let members = node.and_then(Node::as_object).filter(|object| object.len() == 1);
            let Some(next) = members.and_then(|object| object.get("$ref")?.as_str()) else {
                if at.file == 0 {
                    self.within_document(of, &at.pointer);
                }
                return Ok(Some(at));
            };
            let next = next.to_owned();
            at = self.files.locate(at.file, &next)?;
        }
        Err(Refusal::Circular)
    }

    /// A reference may lead to where the walk over the document finds nothing.
    fn within_document(&mut self, of: FieldType, pointer: &Pointer) {
        let root = self.files.document(0).root();
        let is_free = root.pointer(pointer).is_some() && Role::at(root, pointer).is_none();
        if is_free && self.free.insert(pointer.clone()) {
            self.pending.push((pointer.clone(), of));
        }
    }

    /// The name that a reference gives what it leads to: its own address, if it is a component of the document and
    /// nothing besides.
    fn component(&self, piece: PieceId, reference: &Reference<'_>) -> Option<Pointer> {
        let anchor = self.anchors[piece].as_ref().filter(|_| !reference.has_siblings)?;
        let pointer = below(&reference.holder, &self.pieces.all[piece].at.pointer, anchor);
        matches!(pointer.tokens()[..], ["components", _, _]).then_some(pointer)
    }

    fn add(&mut self, at: FileNode, of: FieldType, origin: PieceOrigin) -> PieceId {
        let anchor = match &origin {
            PieceOrigin::Inline(outer, holder) => {
                let anchor = self.anchors[*outer].as_ref();
                anchor.map(|anchor| below(holder, &self.pieces.all[*outer].at.pointer, anchor))
            }
            PieceOrigin::Document | PieceOrigin::Target(_) => None,
        };
        self.anchors.push(anchor);
        self.pieces.add(at, of, origin)
    }

    fn edit(&mut self, piece: PieceId, pointer: Pointer, edit: Edit) {
        self.pieces.all[piece].edits.insert(pointer, edit);
    }

    fn refuse(&mut self, piece: PieceId, reference: &Reference<'_>, refusal: Refusal) {
        let at = FileNode { file: self.pieces.all[piece].at.file, pointer: reference.place.clone() };
        if reference.text.starts_with('#') {
            let text = format!("{}{}", self.files.path(at.file), reference.text);
            self.edit(piece, reference.place.clone(), Edit::Refer(Destination::Nowhere(text)));
        }
        self.refused.push(Refused { at, reference: reference.text.to_owned(), refusal });
    }
}

/// An address below `from`, below `to` instead.
pub(super) fn below(pointer: &Pointer, from: &Pointer, to: &Pointer) -> Pointer {
    let skipped = from.tokens().len();
    pointer.tokens().into_iter().skip(skipped).fold(to.clone(), |pointer, token| pointer.child(token))
}
