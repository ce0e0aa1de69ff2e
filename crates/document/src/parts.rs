//! The files that a document was put together of.

use std::collections::{HashMap, HashSet};

use crate::document::Document;
use crate::pointer::Pointer;
use crate::position::Position;
use crate::problem::Problem;

/// The files of a document that was put together of several, and which part of it is from which of them.
///
/// The first file is the one that gives the document its name.
#[derive(Clone, Debug)]
pub struct Parts {
    files: Vec<Document>,
    /// By its address in the document: the file of a part, and its address there. A part may be within another.
    parts: HashMap<Pointer, (usize, Pointer)>,
    /// Parts under names that no file gives them.
    unnamed: HashSet<Pointer>,
    /// What is wrong at addresses of files, and cannot be seen in the document.
    problems: HashMap<(usize, Pointer), Problem>,
}

/// Where a part of a document was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin<'d> {
    /// Name of the file.
    pub file: &'d str,
    /// Where in its text; none if the text has no place for it.
    pub position: Option<Position>,
    /// Where in its tree.
    pub pointer: Pointer,
}

impl Parts {
    /// The files, of which the first is the whole document so far.
    pub fn new(files: Vec<Document>) -> Self {
        let parts = HashMap::from([(Pointer::root(), (0, Pointer::root()))]);
        Self { files, parts, unnamed: HashSet::new(), problems: HashMap::new() }
    }

    /// The node at this address is the one at an address of the file of this number.
    pub fn add(&mut self, pointer: Pointer, file: usize, origin: Pointer) {
        self.parts.insert(pointer, (file, origin));
    }

    /// The part at this address has a name that no file gives it.
    pub fn unnamed(&mut self, pointer: Pointer) {
        self.unnamed.insert(pointer);
    }

    /// Something is wrong at an address of the file of this number.
    pub fn fail(&mut self, file: usize, pointer: &Pointer, message: impl Into<String>, help: Option<String>) {
        let mut problem = self.files[file].problem(pointer, message);
        problem.help = help;
        self.problems.insert((file, pointer.clone()), problem);
    }

    /// The names of the files.
    pub(crate) fn name(&self) -> &str {
        self.files.first().map_or("", Document::name)
    }

    pub(crate) fn files(&self) -> &[Document] {
        &self.files
    }

    pub(crate) fn is_unnamed(&self, pointer: &Pointer) -> bool {
        self.unnamed.contains(pointer)
    }

    pub(crate) fn origin(&self, pointer: &Pointer) -> Origin<'_> {
        let (file, pointer) = self.address(pointer);
        let file = &self.files[file];
        Origin { file: file.name(), position: file.position(&pointer), pointer }
    }

    pub(crate) fn problem(&self, pointer: &Pointer) -> Option<&Problem> {
        if self.problems.is_empty() { None } else { self.problems.get(&self.address(pointer)) }
    }

    /// The file that something was read from, and its address there.
    fn address(&self, pointer: &Pointer) -> (usize, Pointer) {
        let mut below = Vec::new();
        for ancestor in pointer.ancestors() {
            if let Some((file, origin)) = self.parts.get(ancestor) {
                return (*file, below.into_iter().rev().fold(origin.clone(), |pointer, token| pointer.child(token)));
            }
            below.push(ancestor.last());
        }
        (0, pointer.clone())
    }
}
