//! The files that have been read.

use std::collections::HashMap;

use document::{Document, Pointer, ReadBudget};
use percent_encoding::percent_decode_str;

use super::file_path::FilePath;
use super::file_source::FileSource;
use super::refusal::Refusal;

/// Files that a document may have.
const MOST: usize = 10_000;

/// Bytes that the files of a document may have besides its own.
const LARGEST: usize = 64 << 20;

/// References that are followed one after the other.
pub(super) const MOST_STEPS: usize = 100;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// What errors and reports call it.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// The files of a document, each of which is read once; the first is the document itself.
pub(super) struct Files<'s> {
    source: &'s mut dyn FileSource,
    paths: Vec<FilePath>,
    documents: Vec<Document>,
    texts: Vec<FileText>,
    known: HashMap<FilePath, Result<usize, Refusal>>,
    bytes: usize,
    budget: ReadBudget,
}

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FileNode {
    pub file: usize,
    pub pointer: Pointer,
}

impl<'s> Files<'s> {
    pub fn new(document: Document, path: FilePath, source: &'s mut dyn FileSource) -> Self {
        Self {
            source,
            known: HashMap::from([(path.clone(), Ok(0))]),
            paths: vec![path],
            documents: vec![document],
            texts: Vec::new(),
            bytes: LARGEST,
            budget: ReadBudget::default(),
        }
    }

    /// Whether no other file was read.
    pub fn is_one(&self) -> bool {
        self.documents.len() == 1
    }

    pub fn document(&self, file: usize) -> &Document {
        &self.documents[file]
    }

    pub fn path(&self, file: usize) -> &FilePath {
        &self.paths[file]
    }

    /// All files, and the texts of those besides the first.
    pub fn into_parts(self) -> (Vec<Document>, Vec<FileText>) {
        (self.documents, self.texts)
    }

    /// Where a reference leads that is written in a file. What it leads to in the document's own file need not be there.
    pub fn locate(&mut self, from: usize, reference: &str) -> Result<FileNode, Refusal> {
        let mut left = MOST_STEPS;
        self.locate_within(from, reference, &mut left)
    }

    /// The same, within so many other references.
    fn locate_within(&mut self, from: usize, reference: &str, left: &mut usize) -> Result<FileNode, Refusal> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        // Many write `file.yaml#/` for the whole file.
        let fragment = if path.is_empty() || fragment != "/" { fragment } else { "" };
        let file = if path.is_empty() { from } else { self.load(&self.paths[from].join(path)?)? };
        let written: Option<Pointer> = fragment.parse().ok();
        // The fragment of a URI is percent-encoded (RFC 6901, section 6).
        let decoded: Option<Pointer> =
            percent_decode_str(fragment).decode_utf8().ok().and_then(|decoded| decoded.parse().ok());
        let is_there = |pointer: &&Pointer| self.documents[file].node(pointer).is_some();
        if let Some(pointer) = written.as_ref().filter(is_there).or(decoded.as_ref().filter(is_there)) {
            return Ok(FileNode { file, pointer: pointer.clone() });
        }
        let name = self.documents[file].name().to_owned();
        let Some(pointer) = decoded else { return Err(Refusal::NoPointer(name)) };
        if file == 0 {
            return Ok(FileNode { file, pointer });
        }
        let through = self.through(file, &pointer, left);
        through.ok_or_else(|| Refusal::Dangling(name, written.unwrap_or(pointer)))
    }

    /// What is at an address of a file that leads through references.
    fn through(&mut self, file: usize, pointer: &Pointer, left: &mut usize) -> Option<FileNode> {
        let mut at = FileNode { file, pointer: Pointer::root() };
        for token in pointer.tokens() {
            loop {
                let node = self.documents[at.file].node(&at.pointer)?;
                if node.child(token).is_some() {
                    at.pointer = at.pointer.child(token);
                    break;
                }
                let reference = node.text("$ref")?.to_owned();
                *left = left.checked_sub(1)?;
                at = self.locate_within(at.file, &reference, left).ok()?;
            }
        }
        Some(at)
    }

    fn load(&mut self, path: &FilePath) -> Result<usize, Refusal> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let loaded = self.read(path);
        self.known.insert(path.clone(), loaded.clone());
        loaded
    }

    fn read(&mut self, path: &FilePath) -> Result<usize, Refusal> {
        if self.documents.len() > MOST {
            return Err(Refusal::TooMany(MOST));
        }
        let name = self.source.name(path);
        let text = self.source.read(path, self.bytes).map_err(|error| Refusal::Unread(name.clone(), error))?;
        self.bytes = self.bytes.saturating_sub(text.len());
        // The text of a description may be in a file of its own.
        let document = match path.as_str().ends_with(".md") {
            true => Ok(Document::from_node(&name, text.as_str().into())),
            false => Document::parse_within(&name, &text, &mut self.budget),
        };
        let document = document.map_err(|problems| Refusal::Unreadable(Box::new(problems)))?;
        self.documents.push(document);
        self.paths.push(path.clone());
        self.texts.push(FileText { name, text });
        Ok(self.documents.len() - 1)
    }
}
