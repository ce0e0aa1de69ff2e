//! Tokens of the simulator's own.
//!
//! - `issuer`: issued, and recognized. `endpoint`: where clients get them.

pub(crate) mod endpoint;
pub(crate) mod issuer;
