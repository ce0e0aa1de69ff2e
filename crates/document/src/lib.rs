//! YAML and JSON documents as data: read with positions, with all digits, in memory in proportion to the text.
//!
//! A [`Document`] is a tree of [nodes](Node) that know where they are written. What is wrong with a document is reported
//! as [`Problems`], each with file, line, column and JSON pointer. This crate knows nothing of OpenAPI.
//!
//! - `document.rs`: a document; `parts.rs`: the files that it was put together of.
//! - `tree/`: the nodes of its tree. `read/`: how YAML and JSON become one.
//! - `pointer.rs`, `position.rs`: where something is, in the tree and in the text.
//! - `problem.rs`: what is wrong there. `escape.rs`: the one [escape] of text that is shown.

mod document;
pub mod escape;
mod parts;
mod pointer;
mod position;
mod problem;
mod read;
mod tree;

pub use document::Document;
pub use parts::{Origin, Parts};
pub use pointer::{NotAPointer, Pointer};
pub use position::Position;
pub use problem::{Problem, Problems, Quota};
pub use read::ReadBudget;
pub use tree::{Member, Node, Number, Object};
