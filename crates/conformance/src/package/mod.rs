//! Packages: what a registry of the language takes, made of the generated client by a step of its manifest.
//!
//! - `contents`: what is in a package, and how that is pinned
//! - `make`: how it is made
//! - `rules`: what is wrong with it; the same for every language

mod contents;
mod make;
mod rules;

pub use contents::PackageContents;
pub use make::{MadePackage, make, publishable};
pub use rules::PackageRules;
