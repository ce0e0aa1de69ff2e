//! Rules of OpenAPI, and a few of this project, that the form of a document does not show.
//!
//! - `check.rs`: all of them.
//! - `operations.rs`: ids and responses of operations.
//! - `paths.rs`: paths and parameters.
//! - `schemas.rs`: keywords of schemas.
//! - `compositions.rs`: schemas that are composed of themselves.
//! - `security.rs`: security requirements.
//! - `servers.rs`: servers and their variables.
//! - `reporter.rs`: where the checks put what they find.

mod check;
mod compositions;
mod operations;
mod paths;
mod reporter;
mod schemas;
mod security;
mod servers;

pub(crate) use check::check;
pub use schemas::is_known_dialect;
