//! Views of a contract for generators, and the Rust client of it by progenitor.

pub mod rust;
pub mod views;
