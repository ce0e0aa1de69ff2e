//! Reads a text, YAML 1.2 or JSON, into a tree.
//!
//! - `syntax`: which of the two a text is; `yaml`, `json`: their syntax, both for the one `builder`
//! - `builder`: makes the tree, and holds every text to the same rules and `limits`
//! - `scalar`: what a scalar of YAML means; `texts`: equal texts are stored once; `failure`: why a text cannot be read

mod builder;
mod failure;
mod json;
mod limits;
mod scalar;
mod syntax;
mod texts;
mod yaml;

pub(crate) use failure::ReadError;
pub use limits::ReadBudget;
pub(crate) use syntax::read;
