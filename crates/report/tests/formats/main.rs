//! A review and findings in each format.
//!
//! | file | what it holds |
//! |---|---|
//! | `sample.rs` | a review and findings with something of everything |
//! | `snapshots.rs` | each format, as a reviewer reads it |
//! | `entries.rs` | what is shown as one thing |
//! | `page.rs` | the page that a person can send on |
//! | `behaviour.rs` | what holds for a format whatever it shows |
//! | `schema.rs` | the JSON is what its schema describes, and nothing else |
//! | `hostile.rs` | documents whose texts mean something to a terminal, a workflow, and a page |

mod behaviour;
mod entries;
mod hostile;
mod page;
mod sample;
mod schema;
mod snapshots;
