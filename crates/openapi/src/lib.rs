//! An OpenAPI document as data: read with positions, checked against the specification, followed.
//!
//! A [`Document`] is a tree with positions; a [`Contract`] is a document that keeps the rules of OpenAPI 3.0. What is
//! wrong is reported as [`Problems`], each with file, line, column and JSON pointer.

mod contract;
mod document;
pub mod escape;
pub mod grammar;
pub mod json_schema;
pub mod operation;
pub mod pointer;
mod problem;
pub mod references;
pub mod rules;
mod servers;
pub mod structure;
pub mod template;
mod yaml;

pub use contract::{Contract, canonical_json};
pub use document::Document;
pub use operation::Operation;
pub use problem::{Position, Problem, Problems};
pub use servers::Server;
