//! What is sent.
//!
//! - `documented`: the responses that an operation has. `content`, `headers`: the two parts of one. `fill`: an example, made
//!   the response to one request. `expression`: where its values are taken from.
//! - `refusal`: why a request gets none of these. `error_body`: the form of that.
//! - `plain`: what is no response of the contract.

pub(crate) mod content;
pub(crate) mod documented;
pub(crate) mod error_body;
pub(crate) mod expression;
pub(crate) mod fill;
pub(crate) mod headers;
pub(crate) mod plain;
pub(crate) mod refusal;
