//! The lint: what is wrong with an OpenAPI contract, or missing from it.
//!
//! [`check`] returns all [findings](Finding) of a document; [`rules`] lists what is checked. Rules of the OpenAPI
//! specification name its section; the others are this project's. Whatever the document holds, the check ends, in time
//! and memory that grow with its size.
//!
//! | file | what it holds |
//! |---|---|
//! | `check.rs` | [`check`]: runs the check of each rule |
//! | `registry.rs` | [`rules`]: the list of all rules |
//! | `rule.rs` | [`Rule`]: what a rule is, and where its checks report to |
//! | `section.rs` | the sections of the specification that rules come from |
//! | `rules/` | the rules, by subject: each with its texts and its check |
//! | `severity.rs` | [`Severity`]: how grave a finding is; [`Settings`]: what a team says of it |
//! | `finding.rs` | [`Finding`]: what a check has found |
//! | `broken_form.rs` | what is not judged, since the form of the document is wrong there |
//! | `context.rs` | what checks ask of the document |
//! | `values.rs`, `misfit.rs`, `budget.rs` | examples and defaults, held against their schemas, within a budget |
//! | `repository.rs` | [`RepositoryFiles`]: the files of the repository that are checked with the contract |
//!
//! To find the code of a rule, search for its id. To add a rule, write it beside its check in `rules/`, and name it in
//! the list of its file; a rule that no list names does not compile.

// A rule or a check that no list names is dead code.
#![deny(dead_code)]

mod broken_form;
mod budget;
mod check;
mod context;
mod finding;
mod misfit;
mod registry;
mod repository;
mod rule;
mod rules;
mod section;
mod severity;
mod values;

pub use check::{Checked, RuleOff, check, check_with};
pub use finding::Finding;
pub use registry::rules;
pub use repository::{File, RepositoryFiles};
pub use rule::Rule;
pub use severity::{Profile, RuleSetting, Settings, Severity, UnknownRule};
