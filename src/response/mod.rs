//! Responses: reading and decoding them.
//!
//! - `read.rs`: the body, up to a limit, as text. `coding.rs`: its content codings.
//! - `decode.rs`: the value of a success, and what of it does not decode. `value.rs`: a success.

pub(crate) mod coding;
pub(crate) mod decode;
pub(crate) mod read;
mod value;

pub use decode::Deviation;
pub use value::ResponseValue;
