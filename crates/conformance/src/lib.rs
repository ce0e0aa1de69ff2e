//! The conformance run: the contract's clients in other languages, generated, compiled, driven against the simulator,
//! and compared with the Rust client and with what was sent.
//!
//! A language is a folder `clients/<name>/` with a [`Manifest`](language::Manifest) and a driver; nothing here knows
//! which languages there are. A [driver] makes the calls of the [scenarios](scenario) one by one, and
//! writes what its user has received. [`exchange`] keeps both sides of each call, [`compare`] compares them, and [`pins`]
//! compares the result with `snapshots/clients/`, of which [`losses`] makes a table. A [sample] is the code that the README
//! of a language shows. The [matrix]
//! drives the generators of others, and asks less of them.

pub mod answers;
pub mod compare;
pub mod driver;
pub mod exchange;
pub mod language;
pub mod losses;
pub mod matrix;
pub mod package;
pub mod pins;
mod project;
pub mod report;
pub mod run;
pub mod rust_client;
pub mod sample;
pub mod scenario;
pub mod workspace;
mod yaml;

pub use project::project;
