//! The one walk over a document: everything in it, with what the [specification](crate::spec) says that it is.
//!
//! The walk is in the order of the document, outer things first. It follows no reference and no alias; what a reference
//! leads to and the walk does not pass can be walked from there, as what the reference expects.
//!
//! - `iterator.rs`: the [walk](Walk).
//! - `entry.rs`: [what it passes](Entry), and where in an object that is.
//! - `role.rs`: [what it is](Role).

mod entry;
mod iterator;
mod role;

pub use entry::{Entry, Key, Owner};
pub use iterator::Walk;
pub use role::{FieldName, Role};
