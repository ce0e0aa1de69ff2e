//! The policy: what each kind of change means, as one table.
//!
//! | file | what is in it |
//! |---|---|
//! | `table` | the table: a row for each kind of fact |
//! | `row` | what a row and a cell are |
//! | `kind` | questions to the table |
//! | `effect` | the effects that the cells name, with their texts |
//! | `extension` | which extension is of which kind, by the table or by what a team says |
//! | `known_extensions` | the extensions that tools of the field read |
//! | `settings` | what a team says of rules |
//! | `rule` | the rules that follow from the cells, with their ids |
//! | `terms` | the words of the table: tiers, surfaces, verbs |

mod effect;
mod extension;
mod kind;
mod known_extensions;
mod row;
mod rule;
mod settings;
mod table;
mod terms;
#[cfg(test)]
mod tests;

pub use extension::{Treatment, Treatments};
pub use rule::{RuleId, rules};
pub use settings::{RuleSetting, Settings};
pub use terms::{Surface, Tier};

pub(crate) use table::Kind;
pub(crate) use terms::Verb;
