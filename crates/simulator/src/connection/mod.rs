//! Connections: accepted, served by hyper, and what was received over them.
//!
//! - `accept`: the loop that accepts them. `serve`: one of them, from hyper to its end. `limits`: what it may use.
//! - `stream`: the stream below hyper. `progress`: the phase of a connection and its deadline.
//! - `exchange`: one request and its response.
//! - `capture`: received bytes, cut into requests. `head`, `chunks`: the two parts of that cut.

pub(crate) mod accept;
pub(crate) mod capture;
pub(crate) mod chunks;
pub(crate) mod exchange;
pub(crate) mod head;
pub(crate) mod limits;
pub(crate) mod progress;
pub(crate) mod serve;
pub(crate) mod stream;
