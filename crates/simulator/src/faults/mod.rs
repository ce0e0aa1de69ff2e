//! How the server misbehaves, and when.
//!
//! - `fault`: what a request meets. `rule`: which requests meet it. `text`: both as text.
//! - `misbehavior`: what it makes of a request. `rate_limiter`: the count of calls.

pub(crate) mod fault;
pub(crate) mod misbehavior;
pub(crate) mod rate_limiter;
pub(crate) mod rule;
pub(crate) mod text;
