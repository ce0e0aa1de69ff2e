//! Retries that cannot do harm: when a call is repeated, and after which wait.
//!
//! - `policy.rs`: what a caller allows ([`RetryPolicy`]).
//! - `decision.rs`: whether to repeat, a decision without input and output.
//! - `notice.rs`: what a caller is shown before each repetition ([`Retry`]).
//! - `repeat.rs`: the attempts of a call.
//!
//! What is known after several attempts is in `error/`.

mod decision;
mod notice;
mod policy;
mod repeat;

pub use notice::{Retry, RetryReason};
pub use policy::RetryPolicy;

pub(crate) use notice::OnRetry;
