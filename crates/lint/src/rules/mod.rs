//! The rules, by subject. Each is a `static` beside its check, and is named in `RULES` of its file.
//!
//! | file | rules about |
//! |---|---|
//! | `form.rs` | the version, the form of objects, references |
//! | `document.rs` | tags, names of components |
//! | `servers.rs` | servers and their variables |
//! | `paths.rs` | paths and path items |
//! | `operations.rs` | operations and their responses |
//! | `parameters.rs` | parameters and headers |
//! | `bodies.rs` | media types, encodings, headers of responses |
//! | `links.rs` | links, callbacks, runtime expressions |
//! | `schemas.rs`, `keywords.rs`, `nullable.rs`, `dialect.rs`, `discriminators.rs` | schemas |
//! | `texts.rs` | URLs, e-mail addresses, scripts in texts |
//! | `security.rs` | security schemes and requirements |
//! | `examples.rs` | examples and defaults |
//! | `unused.rs` | components that nothing uses |
//! | `quirks.rs`, `example_files.rs` | the files of the repository |
//! | `typed.rs` | the document as the crate `openapiv3` reads it |
//! | `omitted.rs` | findings that are not listed |

pub(crate) mod bodies;
pub(crate) mod dialect;
pub(crate) mod discriminators;
pub(crate) mod document;
pub(crate) mod example_files;
pub(crate) mod examples;
pub(crate) mod form;
pub(crate) mod keywords;
pub(crate) mod links;
pub(crate) mod nullable;
pub(crate) mod omitted;
pub(crate) mod operations;
pub(crate) mod parameters;
pub(crate) mod paths;
pub(crate) mod quirks;
pub(crate) mod schemas;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod texts;
pub(crate) mod typed;
pub(crate) mod unused;
