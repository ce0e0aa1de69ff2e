//! A value made for a schema.
//!
//! - `value`: which value, by type and composition
//! - `number`: numbers within bounds
//! - `text`: strings by format and length

mod number;
mod text;
mod value;

pub use value::{Extent, NoSample, sample};
