//! The conformance run: the contract's clients in other languages, generated, compiled, driven against the simulator,
//! and compared with the Rust client and with what was sent.
//!
//! A language is a folder `clients/<name>/` with a [`Manifest`](language::Manifest) and a driver; nothing here knows
//! which languages there are. A [driver] makes the calls of the [scenarios](scenario) one by one, and
//! writes what its user has received. [`exchange`] keeps both sides of each call, [`compare`] compares them, and [`pins`]
//! compares the result with `snapshots/clients/`.

pub mod answers;
pub mod compare;
pub mod driver;
pub mod exchange;
pub mod language;
pub mod pins;
pub mod report;
pub mod run;
pub mod rust_client;
pub mod scenario;
pub mod workspace;
mod yaml;

use std::path::{Path, PathBuf};

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates.and_then(Path::parent).unwrap_or(Path::new("")).join(path)
}
