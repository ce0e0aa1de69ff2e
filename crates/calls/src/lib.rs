//! Many calls of operations: a list of them, a journal of what became of each, and the limits of the service.
//!
//! - `call.rs`: a call as data. `row.rs`: a call of a list, and where it stands.
//! - `result.rs`: how a call ended. `cause.rs`: why it failed, where the cause lies outside of it. `client_service.rs`: calls with the client.
//! - `check/`: whether values are what a contract takes.
//! - `journal/`: what was sent, and what became of it, on disk.
//! - `list/`: a list of calls in a file, read and checked.

mod call;
mod cause;
pub mod check;
mod client_service;
pub mod journal;
pub mod list;
mod result;
mod row;
pub mod run;

/// Written by the build script; the lints that are off concern the style of generated code.
#[allow(clippy::all, deprecated, missing_docs, unused_imports)]
mod generated {
    use defender_actions::{Client, Error};

    use crate::call::Call;
    use crate::client_service::{body, known, parameter, received, unknown};
    use crate::result::CallResult as Received;

    include!(concat!(env!("OUT_DIR"), "/calls.rs"));
}

pub use call::{Call, Service};
pub use cause::Cause;
pub use client_service::ClientService;
pub use result::{CallOutcome, CallResult};
pub use row::Row;
