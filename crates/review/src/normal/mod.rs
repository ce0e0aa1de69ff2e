//! The normal form: what holds at a place, however it is written.
//!
//! References are followed, `allOf` is taken apart, what a path or the document states for an operation is put into the
//! operation, and what only repeats a default is set aside. Two documents that mean the same have the same normal form.
//!
//! | file | what is in it |
//! |---|---|
//! | `places` | what holds at a place: which of the others reads an object |
//! | `builder` | how facts and parts are put together |
//! | `objects` | the document, and objects with nothing special about them |
//! | `operations` | operations, with what paths and the document state for them |
//! | `messages` | bodies, statuses, parameters |
//! | `servers` | servers and OAuth flows |
//! | `schemas` | schemas, with all that they are composed of |
//! | `compositions` | what schemas are composed of, and which alternatives of them are none |
//! | `types` | types, null among them, and what the texts of strings encode |
//! | `keywords` | keywords of schemas that OpenAPI 3.1 has and 3.0 has not |

mod builder;
mod compositions;
mod keywords;
mod messages;
mod objects;
mod operations;
mod places;
mod schemas;
mod servers;
mod types;

pub(crate) use operations::GraphOperation;
pub(crate) use servers::{address, below};
