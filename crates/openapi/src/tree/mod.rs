//! The tree of a document: JSON values that are shared, keep all digits, and know where they are written.
//!
//! - `node`: a value; `elements` and `object`: what arrays and objects hold; `number`: numbers with all digits
//! - `json`: values as JSON text, and as `serde_json` has them

mod elements;
mod json;
mod node;
mod number;
mod object;

pub use node::Node;
pub use number::Number;
pub use object::{Member, Object};
