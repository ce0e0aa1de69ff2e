//! Views: the contract as one generator can take it.
//!
//! A view is derived by named [fixups](Fixup), each for one thing that the generator cannot do. A view without fixups is
//! the contract itself: the generator takes it as it is.
//!
//! - `fixup`: a fixup, and where it is applied; `fixups/`: what they change, each thing once
//! - `view`: a view, and how it is derived
//! - `rust`, `typescript`, `python`, `go`, `openapi_generator`, `portable`: the views, by generator; `catalog`: all of them;
//!   `generators.md`: which view suits which generator, written by `cargo run -p conformance -- matrix --accept`
//! - `optional_collections`: what the Rust view needs besides
//! - [`swagger2`]: a view as Swagger 2.0

mod catalog;
mod fixup;
mod fixups;
mod go;
mod openapi_generator;
mod optional_collections;
mod portable;
mod python;
mod rust;
pub mod swagger2;
mod typescript;
mod view;

pub use catalog::{GENERATORS, RUST, VIEWS, view};
pub use fixup::Fixup;
pub use optional_collections::make_optional_collections_nullable;
pub use view::{Format, View};
