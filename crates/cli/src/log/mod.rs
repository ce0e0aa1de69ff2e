//! The log: what happens while the command works, on stderr, for those who ask for it.
//!
//! - `options.rs`: the arguments, and which events they ask for. `layer.rs`: collects the events.
//! - `record.rs`: an event with its attributes. `text.rs`, `json.rs`: as a line for people and for programs.

mod json;
mod layer;
mod options;
mod record;
mod text;

pub use json::{TARGET, message};
pub use options::{HELP, LogFormat, LogOptions};
