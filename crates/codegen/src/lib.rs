//! Views of a contract for generators, the contract as Swagger 2.0, and the Rust client of it by progenitor.

pub mod rust;
pub mod swagger2;
pub mod views;
