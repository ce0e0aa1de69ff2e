//! Errors of calls.
//!
//! - `call_error.rs`: the error, and what it reports. `credential.rs`: no token. `transport.rs`: no response.
//!   `failed_response.rs`: one that is no success that decodes. `repeated.rs`, `history.rs`: several attempts.
//! - Decisions: `outcome.rs`, what is known about the action; `explanation.rs`, code and message of any body;
//!   `correlation.rs`, whom to ask; `retry_after.rs`, how long to wait; `error_type.rs`, the class of an error for statistics.
//! - For people: `report.rs`, `advice.rs`; `printable.rs`, text that was received.

mod advice;
mod call_error;
mod correlation;
mod credential;
mod error_type;
mod explanation;
mod failed_response;
mod history;
mod outcome;
mod printable;
mod repeated;
mod report;
mod retry_after;
mod transport;

pub(crate) use correlation::correlation_id;
#[cfg(feature = "identity")]
pub(crate) use credential::Parts as CredentialFailure;
#[cfg(feature = "identity")]
pub(crate) use error_type::CREDENTIAL_FAILED;
pub(crate) use error_type::error_type;
pub(crate) use explanation::is_error_object;
#[cfg(feature = "identity")]
pub(crate) use explanation::{Explanation, of_body};
pub(crate) use failed_response::Reason;
pub(crate) use history::History;
pub(crate) use printable::excerpt;
pub(crate) use repeated::StopReason;

pub use call_error::Error;
pub use credential::CredentialError;
pub use failed_response::FailedResponse;
pub use history::UnknownAttempt;
pub use outcome::Outcome;
pub use repeated::Repeated;
pub use report::Report;
pub use transport::TransportError;
#[cfg(feature = "identity")]
pub(crate) use transport::causes;
