//! What is read of a request, and whether it is what its operation takes.
//!
//! - `routes`: which operation it is for. `authentication`: who may call it. `prefer`: which response it asks for.
//! - `parameters`, `body`: its values. `json`: the text of a body. `rules`: the rules of one schema.

pub(crate) mod authentication;
pub(crate) mod body;
pub(crate) mod json;
pub(crate) mod parameters;
pub(crate) mod prefer;
pub(crate) mod routes;
pub(crate) mod rules;
