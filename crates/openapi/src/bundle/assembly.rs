//! Puts the pieces of a document where they belong.

use std::collections::BTreeMap;

use document::{Document, Member, Node, Object, Parts, Pointer};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::addresses::{Addresses, Placed};
use super::discovery::{Discovery, Refused, below};
use super::file_path::{FilePath, is_file_reference};
use super::file_source::FileSource;
use super::files::{FileNode, FileText, Files};
use super::piece::{Destination, Edit, Piece, PieceId, PieceOrigin, Pieces};
use super::refusal::Refusal;
use crate::spec::{FieldType, ObjectKind};

/// What may not stand in the fragment of a URI (RFC 3986, section 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Values that may be repeated, since they are in several places of the document: as many as aliases may repeat.
const REPEATED: usize = 1_000_000;

/// Bytes of text that count as a value.
const BYTES_OF_VALUE: usize = 16;

/// Values that a piece counts as besides those that it holds: its place is kept too.
const VALUES_OF_PLACE: usize = 50;

/// Pieces within each other.
const DEPTH: usize = 100;

/// A document, and the files that it was put together of.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The document. Where a file could not be read, the reference is as it was written; a [check](crate::structure)
    /// reports it.
    pub document: Document,
    /// The other files that were read.
    pub files: Vec<FileText>,
}

/// Whether a document may refer to other files.
pub fn refers_to_files(document: &Document) -> bool {
    refers(document.root())
}

fn refers(node: &Node) -> bool {
    if let Some(object) = node.as_object() {
        return object.iter().any(|(key, value)| match (key, value.as_str()) {
            ("$ref", Some(text)) => !text.starts_with('#'),
            (_, Some(text)) => is_file_reference(text),
            (_, None) => refers(value),
        });
    }
    node.as_array().is_some_and(|elements| elements.iter().any(refers))
}

/// Puts a document together with the files that it refers to, and those that they refer to.
///
/// `path` is the path of the document in the folder that files are read from. Everything that the references within
/// files lead to is read as what they expect: of a file that is referred to in its middle, that part alone.
pub fn bundle(document: Document, path: FilePath, source: &mut dyn FileSource) -> Bundle {
    if !refers_to_files(&document) {
        return Bundle { document, files: Vec::new() };
    }
    let mut files = Files::new(document, path, source);
    let Discovery { pieces, refused, .. } = Discovery::of(&mut files);
    if files.is_one() && refused.is_empty() {
        return Bundle { document: files.document(0).clone(), files: Vec::new() };
    }
    let Placed { addresses, added } = Addresses::of(&pieces, &files);
    let (documents, texts) = files.into_parts();
    let left = documents[1..].iter().map(|file| weight(file.root())).fold(REPEATED, usize::saturating_add);
    let parts = Parts::new(documents.clone());
    let open = vec![false; pieces.all.len()];
    let built = vec![None; pieces.all.len()];
    let weights = vec![None; pieces.all.len()];
    let assembly = Assembly { documents: &documents, pieces, addresses, parts, refused, open, built, weights, left };
    let document = assembly.document(&added);
    Bundle { document, files: texts }
}

struct Assembly<'d> {
    documents: &'d [Document],
    pieces: Pieces,
    addresses: Vec<Pointer>,
    parts: Parts,
    refused: Vec<Refused>,
    /// Pieces that are being placed: what is put in place within itself is a circle.
    open: Vec<bool>,
    /// Pieces with all that is put in place in them.
    built: Vec<Option<Node>>,
    /// How many values each piece holds, once that is asked.
    weights: Vec<Option<usize>>,
    /// Values that may still be placed.
    left: usize,
}

/// What is changed at a node, and below it.
#[derive(Default)]
struct Changes {
    edit: Option<Edit>,
    below: BTreeMap<String, Changes>,
}

impl Assembly<'_> {
    fn document(mut self, added: &[(PieceId, Pointer)]) -> Document {
        self.place_all(added);
        // What is refused for what is repeated is in no place where it was before.
        (self.parts, self.left) = (Parts::new(self.documents.to_vec()), usize::MAX);
        self.place_all(added);
        let mut sections: Vec<(String, Vec<Member>)> = Vec::new();
        for (piece, pointer) in added {
            let [_, section, name] = pointer.tokens()[..] else { continue };
            let member = Member { key: name.into(), position: None, value: self.build(*piece) };
            match sections.iter_mut().find(|(known, _)| known == section) {
                Some((_, members)) => members.push(member),
                None => sections.push((section.to_owned(), vec![member])),
            }
        }
        let root = self.build(0);
        let components = sections.into_iter().fold(root["components"].clone(), |components, (section, members)| {
            let all = extended(&components[section.as_str()], members);
            extended(&components, vec![Member { key: section.into(), position: None, value: all }])
        });
        let components = Member { key: "components".into(), position: None, value: components };
        let root = if added.is_empty() { root } else { extended(&root, vec![components]) };
        for Refused { at, reference, refusal } in &self.refused {
            self.parts.fail(at.file, &at.pointer, format!("`{reference}` {refusal}"), refusal.help());
        }
        Document::of_parts(root, self.parts)
    }

    fn place_all(&mut self, added: &[(PieceId, Pointer)]) {
        self.place(0, &Pointer::root(), 0);
        for (piece, pointer) in added {
            if self.takes(*piece) {
                self.place(*piece, pointer, 0);
                self.parts.unnamed(pointer.clone());
            } else if let PieceOrigin::Target(reference) = self.pieces.all[*piece].origin.clone() {
                self.refuse(reference, Refusal::Repeated);
            }
        }
    }

    /// Whether there is room for a piece, which is then taken.
    fn takes(&mut self, piece: PieceId) -> bool {
        let at = &self.pieces.all[piece].at;
        let weigh = || self.documents[at.file].node(&at.pointer).map_or(0, weight);
        let weight = *self.weights[piece].get_or_insert_with(weigh);
        let left = self.left.checked_sub(weight.saturating_add(VALUES_OF_PLACE));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// Notes where a piece is, and where the pieces are that are put in place in it.
    fn place(&mut self, piece: PieceId, address: &Pointer, depth: usize) {
        let FileNode { file, pointer } = self.pieces.all[piece].at.clone();
        self.parts.add(address.clone(), file, pointer.clone());
        self.open[piece] = true;
        let edits = self.pieces.all[piece].edits.iter();
        let inner: Vec<_> = edits
            .filter_map(|(holder, edit)| match edit {
                Edit::Inline(inner) => Some((holder.clone(), *inner)),
                Edit::Refer(_) => None,
            })
            .collect();
        for (holder, inner) in inner {
            let target = below(&holder, &pointer, address);
            let refusal = if self.open[inner] {
                Some(Refusal::Circular)
            } else if depth >= DEPTH || target.tokens().len() >= DEPTH || !self.takes(inner) {
                Some(Refusal::Repeated)
            } else {
                None
            };
            let Some(refusal) = refusal else {
                self.place(inner, &target, depth + 1);
                self.siblings(file, &holder, &target);
                continue;
            };
            let reference = holder.child("$ref");
            let edits = &mut self.pieces.all[piece].edits;
            edits.remove(&holder);
            // A path item may refer to another one, so that a circle of them is none of the document.
            if matches!(refusal, Refusal::Circular)
                && self.pieces.all[inner].of == FieldType::Object(ObjectKind::PathItem)
            {
                self.pieces.all[piece].edits.insert(reference, Edit::Refer(Destination::Piece(inner)));
            } else {
                self.refuse(FileNode { file, pointer: reference }, refusal);
            }
        }
        self.open[piece] = false;
    }

    /// What stands beside a `$ref` is from where it is written.
    fn siblings(&mut self, file: usize, holder: &Pointer, address: &Pointer) {
        let object = self.documents[file].node(holder).and_then(Node::as_object);
        for key in object.into_iter().flat_map(Object::keys).filter(|key| *key != "$ref") {
            self.parts.add(address.child(key), file, holder.child(key));
        }
    }

    fn refuse(&mut self, at: FileNode, refusal: Refusal) {
        let reference = self.documents[at.file].node(&at.pointer).and_then(Node::as_str).unwrap_or_default().to_owned();
        self.refused.push(Refused { at, reference, refusal });
    }

    /// A piece with all that is put in place in it.
    fn build(&mut self, piece: PieceId) -> Node {
        if let Some(built) = &self.built[piece] {
            return built.clone();
        }
        let Piece { at, edits, .. } = &self.pieces.all[piece];
        let (file, pointer) = (at.file, at.pointer.clone());
        let skipped = pointer.tokens().len();
        let mut changes = Changes::default();
        for (pointer, edit) in edits {
            let at = pointer.tokens().into_iter().skip(skipped);
            let at = at.fold(&mut changes, |changes, token| changes.below.entry(token.to_owned()).or_default());
            at.edit = Some(edit.clone());
        }
        let node = self.documents[file].node(&pointer).cloned().unwrap_or_default();
        let built = self.changed(&node, &changes);
        self.built[piece] = Some(built.clone());
        built
    }

    fn changed(&mut self, node: &Node, changes: &Changes) -> Node {
        if let Some(Edit::Refer(destination)) = &changes.edit {
            return positioned(Node::from(self.reference(destination)), node);
        }
        let own = if changes.below.is_empty() { node.clone() } else { self.changed_below(node, changes) };
        let Some(Edit::Inline(piece)) = changes.edit else { return own };
        let built = self.build(piece);
        let siblings = own.as_object().map(Object::as_slice).unwrap_or_default().iter();
        let siblings: Vec<Member> = siblings.filter(|member| &*member.key != "$ref").cloned().collect();
        let Some(members) = built.as_object().filter(|_| !siblings.is_empty()) else { return built };
        let is_own = |key: &str| siblings.iter().any(|sibling| &*sibling.key == key);
        let others = members.as_slice().iter().filter(|member| !is_own(&member.key)).cloned();
        let all: Vec<Member> = others.chain(siblings.iter().cloned()).collect();
        positioned(Object::new(all).into(), &built)
    }

    fn changed_below(&mut self, node: &Node, changes: &Changes) -> Node {
        if let Some(object) = node.as_object() {
            let members = object.as_slice().iter().map(|member| {
                let value = match changes.below.get(&*member.key) {
                    Some(changes) => self.changed(&member.value, changes),
                    None => member.value.clone(),
                };
                Member { value, ..member.clone() }
            });
            let members = members.collect();
            return positioned(Object::new(members).into(), node);
        }
        let elements = node.as_array().unwrap_or_default().iter().enumerate();
        let elements: Vec<Node> = elements
            .map(|(index, element)| match changes.below.get(&index.to_string()) {
                Some(changes) => self.changed(element, changes),
                None => element.clone(),
            })
            .collect();
        positioned(elements.into(), node)
    }

    fn reference(&self, destination: &Destination) -> String {
        let pointer = match destination {
            Destination::Document(pointer) => pointer,
            Destination::Piece(piece) => &self.addresses[*piece],
            Destination::Nowhere(text) => return text.clone(),
        };
        format!("#{}", utf8_percent_encode(&pointer.to_string(), FRAGMENT))
    }
}

fn positioned(new: Node, old: &Node) -> Node {
    match old.position() {
        Some(position) => new.at(position),
        None => new,
    }
}

/// The object with these members, in place of those of the same keys. Null counts as an empty one; what is no object is
/// left.
fn extended(object: &Node, new: Vec<Member>) -> Node {
    if object.as_object().is_none() && !object.is_null() {
        return object.clone();
    }
    let mut members = object.as_object().map(Object::as_slice).unwrap_or_default().to_vec();
    for member in new {
        // Where several are added, they are new.
        let known = object.get(&member.key).and_then(|_| members.iter_mut().find(|known| known.key == member.key));
        match known {
            Some(known) => known.value = member.value,
            None => members.push(member),
        }
    }
    positioned(Object::new(members).into(), object)
}

/// How many values a node holds, with its text in values.
fn weight(node: &Node) -> usize {
    let text = node.as_str().map_or(0, str::len);
    let object = node.as_object().into_iter().flat_map(Object::iter);
    let members = object.map(|(key, value)| (key.len() / BYTES_OF_VALUE).saturating_add(weight(value)));
    let elements = node.as_array().unwrap_or_default().iter().map(weight);
    members.chain(elements).fold(1 + text / BYTES_OF_VALUE, usize::saturating_add)
}
