//! What the fuzz targets share.
//!
//! - `example`: the contract, and a call of each of its operations
//! - `shown`: what may be shown to people

mod example;
mod shown;

pub use example::{calls, contract};
pub use shown::assert_shown;
