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
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() { from } else { self.load(&self.paths[from].join(path)?)? };
        let written: Option<Pointer> = fragment.parse().ok();
        let is_there = |pointer: &Pointer| self.documents[file].node(pointer).is_some();
        if let Some(pointer) = written.clone().filter(is_there) {
            return Ok(FileNode { file, pointer });
        }
        // The fragment of a URI is percent-encoded (RFC 6901, section 6).
        let decoded = percent_decode_str(fragment).decode_utf8().ok().and_then(|decoded| decoded.parse().ok());
        let name = || self.documents[file].name().to_owned();
        match decoded.clone().filter(is_there).or(decoded.filter(|_| file == 0)) {
            Some(pointer) => Ok(FileNode { file, pointer }),
            None => Err(written.map_or_else(|| Refusal::NoPointer(name()), |to| Refusal::Dangling(name(), to))),
        }
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
        let document = Document::parse_within(&name, &text, &mut self.budget);
        let document = document.map_err(|problems| Refusal::Unreadable(Box::new(problems)))?;
        self.documents.push(document);
        self.paths.push(path.clone());
        self.texts.push(FileText { name, text });
        Ok(self.documents.len() - 1)
    }
}
