//! What the tests of several crates share, so that a test of every operation names none.
//!
//! | file | what |
//! |---|---|
//! | `contract.rs` | the contract that the client was compiled from, as it is or changed; the files of the project |
//! | `document.rs` | compares a document with what a test makes of it |
//! | `examples.rs` | the examples of every operation's bodies, each with its schema and its generated type |
//! | `types.rs` | the generated types by the names of their schemas: decode, encode, JSON Schema |
//! | `long.rs` | the size of a test that can be of any size |
//! | `snapshot.rs` | the one function that compares with `snapshots/` |

mod contract;
mod document;
mod examples;
mod long;
mod snapshot;
mod types;

pub use contract::{changed_contract, contract, example_target, project};
pub use document::assert_document;
pub use examples::{BodyExample, examples, examples_of};
pub use long::long;
pub use snapshot::assert_snapshots;
pub use types::{decoded, derived_schema, derived_schemas, round_trip, schemas};
