//! The journal of a run: what was sent, and what became of it, on disk before and after each call.
//!
//! A run that is killed at any instant can be started again: the journal says which rows are finished, and which were
//! interrupted. The format is described in `docs/journal.md`.
//!
//! - `handle.rs`: the journal while it is written. `open.rs`: it is created, or read and continued.
//! - `header.rs`: what a journal is of. `who.rs`: who runs. `entry.rs`: its lines; `schema.rs`: their JSON Schema. `time.rs`: their times.
//! - `checksum.rs`: the number and the checksum of each line. `reader.rs`: lines that are read and checked.
//! - `state.rs`: where each row stands. `recent.rs`: the calls that were made last.
//! - `replay.rs`: the lines in order make the states.
//! - `storage.rs`: the file. `writer.rs`: one writer for all calls in flight.
//! - `report/`: the audit trail. `error.rs`: what can be wrong.

mod checksum;
mod entry;
mod error;
mod handle;
mod header;
mod open;
mod reader;
mod recent;
mod replay;
mod report;
mod schema;
mod state;
mod storage;
mod time;
mod who;
mod writer;

pub use error::{JournalError, ReportError, Unwritten};
pub use handle::{Commit, Journal};
pub use header::{Difference, Header, ListIdentity};
pub use recent::RecentCall;
pub use report::{Damage, JournalReport, ReportRow, RunSummary, Summary, schema as report_schema};
pub use schema::schema;
pub use state::{Counts, RowState, States, TornLine};
pub use who::Who;
