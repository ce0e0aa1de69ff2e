//! The subcommands of `contract`, each in the module of its name, and what they share: the built-in contract, contracts
//! in files and revisions of git, the files that they refer to, several documents by a pattern, two contracts compared, and the option for a report's format.

mod approve;
pub mod built_in;
mod check;
mod command;
mod comparison;
mod config;
mod diff;
mod documents;
mod explain;
mod facts;
mod files;
mod format;
mod git;
mod json;
mod page;
mod release;
mod schema;
mod source;
mod view;

pub use command::ContractCommand;
pub use source::ContractSource;
