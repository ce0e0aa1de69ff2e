//! Every rule of the lint finds the mistake that it is for, at its place, and nothing in a document without mistakes.
//!
//! | file | what it holds |
//! |---|---|
//! | `sound.rs` | a document without mistakes, and its repository files |
//! | `mistakes.rs`, `repository_mistakes.rs` | for each rule, mistakes in it, and where they are found |
//! | `dialect.rs` | mistakes in documents of OpenAPI 3.1 |
//! | `twins.rs` | what is close to a mistake, and is none |
//! | `values.rs` | examples and defaults |
//! | `faults.rs` | faults that the lint once had |
//! | `limits.rs` | documents that would take for ever, and documents of any form |
//! | `project.rs` | the contract of this project |
//! | `expect.rs` | how findings are compared with what is expected |

mod dialect;
mod expect;
mod faults;
mod limits;
mod mistakes;
mod project;
mod repository_mistakes;
mod sound;
mod twins;
mod values;
