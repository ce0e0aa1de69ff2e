//! The formats in which a review and the findings of the lint are shown, to people and machines.
//!
//! The text of documents is not trusted: no format lets it change what a terminal, a workflow's log or a page shows
//! beside it. All of it is [escaped](openapi::escape).
//!
//! | file | what it holds |
//! |---|---|
//! | `render.rs` | [`review()`], [`findings`]: one entry for all formats |
//! | `format.rs` | [`Format`]: the formats and their names |
//! | `sources.rs` | [`Sources`]: the texts that are quoted, by file name |
//! | `entries/` | what a reviewer reads as one thing: changes that belong together |
//! | `text/` | for a terminal |
//! | `json.rs`, `form.rs`, `findings_form.rs`, `node_form.rs` | for programs: JSON, its shape, and its schemas |
//! | `markdown/` | for a comment in a pull request |
//! | `html/` | a page that a person can send on |
//! | `github.rs` | for the log of a workflow on GitHub |
//! | `sarif.rs` | for code scanning |
//! | `finding_entry.rs` | findings as people read them: the gravest first, many of one rule in one entry |
//! | `configured.rs` | what a team's configuration did to a review |
//! | `phrases.rs`, `explanations.rs`, `place.rs`, `quote.rs` | what several formats share: phrases, places, quoted lines |

mod configured;
mod entries;
mod explanations;
mod finding_entry;
mod findings_form;
mod form;
mod format;
mod github;
mod html;
mod json;
mod markdown;
mod node_form;
mod phrases;
mod place;
mod quote;
mod render;
mod sarif;
mod sources;
mod text;

pub use format::{Format, UnknownFormat};
pub use github::invalid_input;
pub use json::{findings_schema, review_schema};
pub use render::{Display, findings, review};
pub use sources::Sources;
