//! Schemas: what they say of a value.
//!
//! - `resolved`: a schema with its references followed and its `allOf` taken apart, keyword by keyword
//! - `null`: whether a schema allows null, the one statement of what `nullable` means
//! - `bounds`: the numbers, lengths and counts that a schema allows
//! - `sample`: a value made for a schema
//! - `json_schema`: a schema as JSON Schema

mod bounds;
mod json_schema;
mod null;
mod resolved;
mod sample;

pub use bounds::{Bound, Bounds};
pub use json_schema::{Direction, JsonSchema};
pub use null::allows_null;
pub use resolved::{Alternatives, Schema};
pub use sample::{Extent, NoSample, sample};
