//! The journal: what was received.
//!
//! - `record`: the requests, byte for byte. `json`, `page`: the same for those who are not in this process.

pub(crate) mod json;
pub(crate) mod page;
pub(crate) mod record;
