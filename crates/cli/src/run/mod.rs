//! `run`: the calls of a list. The list, the journal and the loop are in the crate `calls`.
//!
//! - `arguments.rs`: what it takes. `common_values.rs`: the arguments for values that all rows have.
//! - `session.rs`: a run, from its list to its summary. `dry_run.rs`: what a run would do. `ending.rs`: what is left to do.
//! - `display.rs`: how far it is, on a terminal and elsewhere. `run_json.rs`: what it prints for programs.

mod arguments;
mod common_values;
mod display;
mod dry_run;
mod ending;
mod run_json;
mod session;

pub use arguments::Run;
pub use run_json::schema;
pub use session::run;
