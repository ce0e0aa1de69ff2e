//! The matrix: generators of others, each with the views that might suit it, and what their clients do.
//!
//! A generator is a folder `clients/matrix/<name>/` with a [`Manifest`] and a driver, which is made and driven as the
//! clients of `clients/` are. It is asked less: `clients/matrix/scenarios.yaml`. What its callers get is a row of cells,
//! pinned in `snapshots/matrix.md`.
//!
//! - `manifest`: a generator; `questions`: the columns, and the cell of each; `row`, `table`: a row, and all of them
//! - `command`: `conformance matrix`; `run`: the run; `pins`: what it is compared with; `advice`: which view suits which generator best

mod advice;
mod command;
mod manifest;
mod pins;
mod questions;
mod row;
mod run;
mod table;

pub use advice::advice;
pub use command::MatrixArguments;
pub use manifest::{Generator, Manifest, select};
pub use pins::MatrixPins;
pub use row::Row;
pub use run::MatrixRun;
pub use table::Table;
