//! A value made for a schema.
//!
//! - `value`: which value, by type and composition; `no_sample`: why there is none
//! - `number`: numbers within bounds
//! - `text`: strings by format and length

mod no_sample;
mod number;
mod text;
mod value;

pub use no_sample::NoSample;
pub use value::{Extent, sample};
