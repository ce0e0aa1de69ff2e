//! Swagger 2.0, made of OpenAPI 3.0.
//!
//! What Swagger 2.0 says in another way is said in that way. Of what it cannot say,
//!
//! - what a caller needs to know is an error: a parameter in a cookie, one that is an object or is written in the styles
//!   `label`, `matrix`, `deepObject` or as JSON, a range of statuses, `TRACE`, an operation that is not
//!   served by the first server of the document, a reference to a schema without a name;
//! - what describes values more closely becomes an extension: `nullable`, `oneOf`, `anyOf`, `not`, `writeOnly`,
//!   `deprecated` of a schema and a `discriminator` with a mapping have an `x-` before their names, and the list of several
//!   servers, of which the first is the host, is `x-servers`, with `x-variables`;
//! - what is a help only is left out: links, callbacks, the encoding of parts, texts of a path, examples beside the first,
//!   bodies that have another schema than that of JSON.
//!
//! A bearer token is an `apiKey` in the header `Authorization`, since there is no other way to say it.
//!
//! - `document`: the document, its paths and operations; `unsupported`: what is an error
//! - `servers`, `security`, `parameters`, `bodies`, `schemas`: their parts

mod bodies;
mod document;
mod parameters;
mod schemas;
mod security;
mod servers;
mod unsupported;

pub use document::convert;
pub use unsupported::Unsupported;
