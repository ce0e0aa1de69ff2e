//! The configuration of a review: what a team says of rules and extensions, in a file beside its contract.
//!
//! - `settings.rs`: what such a file says, and how it is read.
//! - `reader.rs`: fields and values, each with its place where it is wrong.
//! - `nearest.rs`: what was probably meant.
//! - `options.rs`: the options of commands, which say the same and come first.
//! - `changes.rs`: what of a file has changed since the base.
//! - `schema.rs`: the JSON Schema of the file.

mod changes;
mod nearest;
mod options;
mod reader;
mod schema;
mod settings;

pub use options::{ConfigOption, SettingsOptions};
pub use schema::schema;
