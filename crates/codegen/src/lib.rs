//! The Rust client of a contract, by progenitor, and what build scripts do with it.

pub mod build_script;
pub mod rust;
