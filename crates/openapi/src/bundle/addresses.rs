//! Where in the document the pieces of other files are, and under which name.

use std::collections::{BTreeSet, HashMap};

use document::{Node, Pointer};

use super::discovery::below;
use super::files::Files;
use super::piece::{Piece, PieceId, PieceOrigin, Pieces};
use crate::spec::{FieldType, ObjectKind};

/// The addresses of pieces in the document.
pub(super) struct Addresses<'p, 'f, 's> {
    pieces: &'p Pieces,
    files: &'f Files<'s>,
    known: Vec<State>,
    /// The names of components, by their section.
    names: HashMap<&'static str, BTreeSet<String>>,
    /// How often a name was wanted, by section and name.
    wanted: HashMap<(&'static str, String), usize>,
    /// Pieces that have become components under a name that no file gives them, in the order of their references.
    added: Vec<(PieceId, Pointer)>,
}

#[derive(Clone)]
enum State {
    Unknown,
    /// It is being found: what leads back here is of no use.
    Asked,
    Known(Pointer),
}

/// Where pieces are.
pub(super) struct Placed {
    /// The address of each piece; of one that is in several places, the first.
    pub addresses: Vec<Pointer>,
    /// Pieces that have become components under a name that no file gives them.
    pub added: Vec<(PieceId, Pointer)>,
}

impl<'p, 'f, 's> Addresses<'p, 'f, 's> {
    pub fn of(pieces: &'p Pieces, files: &'f Files<'s>) -> Placed {
        let known = vec![State::Unknown; pieces.all.len()];
        let mut addresses =
            Self { pieces, files, known, names: HashMap::new(), wanted: HashMap::new(), added: Vec::new() };
        addresses.take_names();
        let found = (0..pieces.all.len()).map(|id| addresses.find(id).unwrap_or_default()).collect();
        Placed { addresses: found, added: addresses.added }
    }

    /// The names that components have already.
    fn take_names(&mut self) {
        let root = self.files.document(0).root();
        let sections = ObjectKind::ALL.iter().filter_map(|kind| kind.section());
        for section in sections {
            let mut names = names(&root["components"][section]);
            let named = self.pieces.named.values().map(Pointer::tokens);
            names.extend(named.filter(|tokens| tokens[1] == section).map(|tokens| tokens[2].to_owned()));
            self.names.insert(section, names);
        }
        // Those of lists of components that are in files of their own.
        for Piece { at, origin, .. } in &self.pieces.all {
            let PieceOrigin::Inline(0, holder) = origin else { continue };
            let node = self.files.document(at.file).node(&at.pointer);
            match (holder.tokens()[..].split_first(), node) {
                (Some((&"components", [])), Some(node)) => {
                    for (section, taken) in &mut self.names {
                        taken.extend(names(&node[*section]));
                    }
                }
                (Some((&"components", [section])), Some(node)) => {
                    if let Some((_, taken)) = self.names.iter_mut().find(|(known, _)| *known == section) {
                        taken.extend(names(node));
                    }
                }
                _ => {}
            }
        }
    }

    /// The address of a piece; none if it is being found.
    fn find(&mut self, id: PieceId) -> Option<Pointer> {
        match std::mem::replace(&mut self.known[id], State::Asked) {
            State::Known(pointer) => {
                self.known[id] = State::Known(pointer.clone());
                return Some(pointer);
            }
            State::Asked => return None,
            State::Unknown => {}
        }
        let pointer = self.address(id);
        self.known[id] = State::Known(pointer.clone());
        Some(pointer)
    }

    fn address(&mut self, id: PieceId) -> Pointer {
        let pieces = self.pieces;
        let Piece { at, of, origin, .. } = &pieces.all[id];
        if let Some(name) = pieces.named.get(&id) {
            return name.clone();
        }
        match origin {
            PieceOrigin::Document => Pointer::root(),
            PieceOrigin::Inline(outer, holder) => {
                let from = &pieces.all[*outer].at.pointer;
                self.find(*outer).map(|to| below(holder, from, &to)).unwrap_or_default()
            }
            PieceOrigin::Target(_) => {
                let around: Vec<PieceId> = pieces.around(id, self.files.document(at.file)).collect();
                for outer in around {
                    if let Some(address) = self.find(outer) {
                        return below(&at.pointer, &pieces.all[outer].at.pointer, &address);
                    }
                }
                self.component(id, *of)
            }
        }
    }

    /// A component of the document for a piece that is in no other: it is named as it is in its file, or as the file.
    fn component(&mut self, id: PieceId, of: FieldType) -> Pointer {
        let at = &self.pieces.all[id].at;
        let name = if at.pointer.is_root() { self.files.path(at.file).stem() } else { at.pointer.last() };
        let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
        let name: String = name.chars().map(|it| if is_plain(it) { it } else { '_' }).collect();
        let section = match of {
            FieldType::ObjectOrReference(kind) | FieldType::Object(kind) => kind.section().unwrap_or_default(),
            FieldType::Schema => ObjectKind::Schema.section().unwrap_or_default(),
            _ => "",
        };
        let taken = self.names.entry(section).or_default();
        let number = self.wanted.entry((section, name.clone())).or_default();
        let name = loop {
            *number += 1;
            let numbered = if *number == 1 { name.clone() } else { format!("{name}-{number}") };
            if !numbered.is_empty() && taken.insert(numbered.clone()) {
                break numbered;
            }
        };
        let pointer = Pointer::of(["components", section, &name]);
        self.added.push((id, pointer.clone()));
        pointer
    }
}

fn names(section: &Node) -> BTreeSet<String> {
    section.as_object().into_iter().flat_map(|names| names.keys()).map(str::to_owned).collect()
}
