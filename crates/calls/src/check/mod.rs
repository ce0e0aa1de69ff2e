//! Whether values are what a contract takes, said as their writer can mend them.
//!
//! - `encoding.rs`: the text of a file, in the encodings that editors and shells write.
//! - `text_rules.rs`: what is wrong with a text. `json.rs`: what is wrong with a JSON value, and with all that is in it.
//! - `compiled.rs`: a schema that many values are held against.

mod compiled;
pub(crate) mod encoding;
mod json;
mod text_rules;

pub use compiled::CompiledSchema;
pub use encoding::{Encoding, decode};
pub use json::{check_json, parse_json, value_problems};
pub use text_rules::{Patterns, text_problem, trimmed};
