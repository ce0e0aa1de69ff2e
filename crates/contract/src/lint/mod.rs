//! The lint: what is wrong with a contract, or missing from it.

mod finding;

pub use finding::Finding;
