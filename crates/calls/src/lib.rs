//! Many calls of operations: a list of them, a journal of what became of each, and the limits of the service.
//!
//! - `call.rs`: a call as data. `row.rs`: a call of a list, and where it stands.
//! - `result.rs`: how a call ended.

mod call;
mod result;
mod row;

pub use call::{Call, Service};
pub use result::{CallOutcome, CallResult};
pub use row::Row;
