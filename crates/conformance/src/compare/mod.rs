//! The comparison of exchanges: what was sent with what the Rust client sends, and what a caller receives with what was
//! answered.
//!
//! - `requests`, `headers`: what was sent; `outcome`, `difference`: what a caller receives
//! - `failure`: what is not as it should be

mod difference;
mod failure;
mod headers;
mod outcome;
mod requests;

pub use difference::{AS_NOTHING, losses};
pub use failure::ConformanceFailure;
pub use headers::Headers;
pub use outcome::{LOST, LossKind, outcome};
pub use requests::requests;
