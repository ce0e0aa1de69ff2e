//! Markdown for a comment in a pull request on GitHub.
//!
//! | file | what it holds |
//! |---|---|
//! | `review.rs` | a review: its entries, a line each; all else is folded |
//! | `details.rs` | all of an entry |
//! | `findings.rs` | the findings of the lint |
//! | `snapshots.rs` | the differences of generated code |
//! | `comment.rs` | a comment of limited length |
//! | `markup.rs` | code, blocks, and sentences in which nothing else is markup |

mod comment;
mod details;
mod findings;
mod markup;
mod review;
mod snapshots;

pub(crate) use findings::findings;
pub(crate) use review::review;
