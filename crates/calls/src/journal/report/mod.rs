//! The audit trail: what a journal says was done.
//!
//! - `contents.rs`: a journal is read: its runs, its counts, and its rows by their calls.
//! - `summary.rs`, `row.rs`: what is reported of all, and of each row; `schema.rs`: the JSON Schema of both.
//! - `names.rs`: which values name what a call acts on, and which is the id of the action: the contract says it.
//! - `text.rs`, `json.rs`, `csv.rs`: the formats.

mod contents;
mod csv;
mod json;
mod names;
mod row;
mod schema;
mod summary;
mod text;

pub use contents::JournalReport;
pub use row::ReportRow;
pub use schema::schema;
pub use summary::{Damage, RunSummary, Summary};
