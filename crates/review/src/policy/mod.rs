//! The policy: what each kind of change means, as one table.
//!
//! | file | what is in it |
//! |---|---|
//! | `table` | the table: a row for each kind of fact |
//! | `row` | what a row and a cell are |
//! | `kind` | questions to the table |
//! | `effect` | the effects that the cells name, with their texts |
//! | `rule` | the rules that follow from the cells, with their ids |
//! | `tier`, `direction`, `surface`, `verb` | the words of the table |

mod direction;
mod effect;
mod kind;
mod row;
mod rule;
mod surface;
mod table;
#[cfg(test)]
mod tests;
mod tier;
mod verb;

pub use direction::Direction;
pub use rule::{Rule, RuleId, UnknownRule, rules};
pub use surface::Surface;
pub use tier::Tier;

pub(crate) use table::Kind;
pub(crate) use verb::Verb;
