//! An OpenAPI document as data: read with positions, checked against the specification, followed.
//!
//! A [`Document`] is a tree with positions; a [`Contract`] is a document that satisfies the constraints of OpenAPI 3.0 or 3.1.
//! What is wrong is reported as [`Problems`], each with file, line, column and JSON pointer.
//!
//! A document is read by the crate `document`, which knows nothing of OpenAPI; what it has is here too.
//!
//! Checking:
//! - `spec/`: the [specification](spec) as a table of objects and fields.
//! - `walk/`: the one [walk] over a document by that table.
//! - `structure.rs`, `objects.rs`: whether a document has the right form, and the [objects](Objects) that it consists of.
//! - `constraints/`, `violation.rs`: the other [constraints](Constraint), and what breaks them.
//!
//! Files:
//! - `bundle/`: a document of [several files](bundle) becomes one.
//!
//! The model:
//! - `contract.rs`: a [contract](Contract).
//! - `located.rs`, `references.rs`: [nodes that know where they are](Located), and how a `$ref` is followed.
//! - `operation.rs`: an [operation](Operation), from which all that is its own can be reached:
//!   `parameter.rs` ([parameters](Parameter) and headers), `response.rs` ([responses](Response) and the request body),
//!   `body.rs` ([content](Content) by media type), `example.rs` ([examples](Example)), `operation_example.rs`
//!   ([all examples](OperationExample) of an operation), `security.rs` ([security](Security)), `servers.rs`
//!   ([servers](Server)).
//! - `rate_limit.rs`: how often an operation may be called ([`RateLimit`]).
//! - `path_template.rs`, `media_type.rs`, `status_key.rs`: [paths](PathTemplate), [media types](MediaType) and
//!   [statuses](StatusKey).
//! - `schema/`: a [schema](Schema), resolved keyword by keyword; null, bounds, a [`sample`]; as JSON Schema ([`JsonSchema`]).

mod body;
pub mod bundle;
mod constraints;
mod contract;
mod example;
mod located;
mod media_type;
mod objects;
mod operation;
mod operation_example;
mod parameter;
mod path_template;
mod rate_limit;
pub mod references;
mod response;
mod schema;
mod security;
pub mod servers;
pub mod spec;
mod status_key;
pub mod structure;
mod violation;
pub mod walk;

pub use body::{Body, Content};
pub use constraints::is_known_dialect;
pub use contract::Contract;
pub use document::{
    Document, Member, Node, NotAPointer, Number, Object, Origin, Pointer, Position, Problem, Problems, escape,
};
pub use example::{Example, ExampleOrigin};
pub use located::Located;
pub use media_type::{MediaType, NotAMediaType, is_token};
pub use objects::{ObjectNode, Objects};
pub use operation::Operation;
pub use operation_example::{OperationExample, Part};
pub use parameter::{Header, Parameter, ParameterLocation, ParameterStyle};
pub use path_template::{PathTemplate, PathTemplateError, Rank};
pub use rate_limit::RateLimit;
pub use response::{RequestBody, Response};
pub use schema::{
    Alternatives, Bound, Bounds, Direction, Extent, JsonSchema, NoSample, Schema, allows_null, is_null, sample,
};
pub use security::{RequiredScheme, Security, SecurityRequirement};
pub use servers::Server;
pub use spec::{Method, ObjectKind, SpecVersion};
pub use status_key::{NotAStatusKey, StatusKey};
pub use violation::{Constraint, Violation, Violations};
