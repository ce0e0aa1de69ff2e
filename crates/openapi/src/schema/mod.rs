//! Schemas: what they say of a value.
//!
//! - `resolved`: a schema with its references followed and its `allOf` taken apart, keyword by keyword
//! - `null`: whether a schema allows null, the one statement of what `nullable` means, and `null` among the types
//! - `bounds`: the numbers, lengths and counts that a schema allows
//! - `direction`: the two directions of messages
//! - `sample`: a value made for a schema
//! - `json_schema`: a schema as JSON Schema

mod bounds;
mod direction;
mod json_schema;
mod null;
mod resolved;
mod sample;

pub use bounds::{Bound, Bounds};
pub use direction::Direction;
pub use json_schema::JsonSchema;
pub use null::{allows_null, is_null};
pub use resolved::{Alternatives, Schema};
pub use sample::{Extent, NoSample, sample};
