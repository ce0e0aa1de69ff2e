//! Entries: what a reviewer reads as one thing.
//!
//! The review reports single changes, which are counted, approved and failed. One edit of a contract may be several of them: a
//! status that is gone takes its headers along, a shared schema is part of requests and responses, a value gets another
//! name, the same line is edited in many operations. An entry is such an edit. The formats for people show entries; those
//! for machines keep the changes, and say to which entry each belongs.
//!
//! | file | what it holds |
//! |---|---|
//! | `entry.rs` | [`Entry`]: the changes that belong together, and what is said of them as one |
//! | `causes.rs` | [`entries()`]: which changes belong together |
//! | `groups.rs` | [`Group`]: the entries of the same operations |

mod causes;
mod entry;
mod groups;

pub(crate) use causes::{entries, leads};
pub(crate) use entry::Entry;
pub(crate) use groups::{Group, groups};
