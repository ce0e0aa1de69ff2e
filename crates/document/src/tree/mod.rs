//! The tree of a document: JSON values that are shared, keep all digits, and know where they are written.
//!
//! - `data`: the types; `node`: what a value can be asked; `elements` and `object`: what arrays and objects hold
//! - `number`: numbers with all digits
//! - `json`: values as JSON text, and as `serde_json` has them

mod data;
mod elements;
mod json;
mod node;
mod number;
mod object;

pub use data::{Member, Node, Object};
pub use number::Number;
