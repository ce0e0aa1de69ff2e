//! The contract as data: load it, check it, derive views of it, and generate Rust from it. No network.
//!
//! A [`Document`] is a tree with positions; a [`Contract`] is a document that keeps the rules of OpenAPI 3.0. What is
//! wrong is told as [`Problems`], each with file, line, column and JSON pointer.

mod contract;
mod document;
#[cfg(feature = "review")]
pub mod formats;
mod grammar;
mod json_schema;
#[cfg(feature = "review")]
pub mod lint;
mod operation;
pub mod pointer;
mod problem;
mod references;
#[cfg(feature = "review")]
pub mod review;
mod rules;
#[cfg(feature = "rust")]
pub mod rust;
mod servers;
mod structure;
pub mod template;
pub mod views;
mod yaml;

pub use contract::{Contract, canonical_json};
pub use document::Document;
pub use operation::Operation;
pub use problem::{Position, Problem, Problems};
pub use servers::Server;
