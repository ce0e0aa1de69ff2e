//! The specification as data: the objects of OpenAPI and their fields, what may stand where.
//!
//! - `object_kind.rs`: the [objects](ObjectKind), by name.
//! - `field_type.rs`: the [types](FieldType) of fields, and [what an object consists of](ObjectType).
//! - `version.rs`: the [versions](SpecVersion) that are known.
//! - `method.rs`: the HTTP [methods](Method), which are fields of path items.
//! - `v3_0.rs`, `v3_1.rs`: the tables of OpenAPI 3.0, and of what differs in 3.1.

mod field_type;
mod method;
mod object_kind;
mod v3_0;
mod v3_1;
mod version;

pub use field_type::{Field, FieldType, Keys, ObjectType};
pub use method::Method;
pub use object_kind::ObjectKind;
pub use version::SpecVersion;
