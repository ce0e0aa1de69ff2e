//! The files of a document that is written in several: of a folder, or of a revision of git.
//!
//! - `folder`: files of the working tree; `revision`: files of a revision, as git stores them
//! - `shown`: what errors and reports call them

mod folder;
mod revision;
mod shown;

pub use folder::FolderFiles;
pub use revision::RevisionFiles;
