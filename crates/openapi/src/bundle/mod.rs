//! Puts a document that is written in several files together: references to other files become references within.
//!
//! What a reference to a file leads to becomes a component under its own name, as a person would write the document in
//! one file: so all that reads a document reads one of several files alike. Path items, and lists and maps for which a
//! file is named, are put in place. Each node [knows](crate::Document::origin) the file that it was read from.
//!
//! - `file_path.rs`: the paths of files, and which references name one. `file_source.rs`: from where files are read.
//! - `refusal.rs`: why a reference to a file is not followed.
//! - `files.rs`: the files that have been read, each once, all of them within the bounds of one document.
//! - `piece.rs`: the parts of files that the document consists of. `discovery.rs`: which ones it needs.
//! - `addresses.rs`: where in the document they are, and under which name. `assembly.rs`: puts them there.

mod addresses;
mod assembly;
mod discovery;
mod file_path;
mod file_source;
mod files;
mod piece;
#[cfg(test)]
mod random_tests;
mod refusal;
#[cfg(test)]
mod tests;

pub use assembly::{Bundle, bundle, refers_to_files};
pub use file_path::FilePath;
pub use file_source::{FileError, FileSource};
pub use files::FileText;
