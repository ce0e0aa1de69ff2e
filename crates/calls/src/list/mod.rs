//! A list of calls: read, checked from its first row to its last, then handed out row by row.
//!
//! `docs/lists.md` says what a list may look like.
//!
//! - `checked_list.rs`: a list that was checked, and its rows. `source.rs`, `options.rs`, `error.rs`: where it comes from, how
//!   it is to be read, and what is wrong with it.
//! - From bytes to rows: `chunks.rs` (bytes that must be the same the second time), `decoder.rs` (encodings), `lines.rs`,
//!   `record.rs` (separated values), `layout.rs` (the format, the header, a plain value), `rows.rs`.
//! - From rows to calls: `plan.rs` (what all rows have in common), `operation_plan.rs`, `field.rs`, `name.rs`.
//! - `fingerprint.rs`: what makes two calls the same. `doubles.rs`: rows that repeat an earlier one.

mod checked_list;
mod chunks;
mod decoder;
mod doubles;
mod error;
mod field;
mod fingerprint;
mod layout;
mod lines;
mod name;
mod operation_plan;
mod options;
mod plan;
mod record;
mod rows;
mod source;

pub use checked_list::{List, Rows};
pub use doubles::Double;
pub use error::{ListError, ListErrors};
pub use fingerprint::ListDigest;
pub use options::{ListFormat, ListOptions};
pub use source::ListSource;
