//! The Rust client of a contract, by progenitor.

pub mod rust;
