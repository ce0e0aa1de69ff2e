//! The differences of two contracts, before they are classified.
//!
//! | file | what is in it |
//! |---|---|
//! | `comparison` | places that belong together are compared, each pair once |
//! | `pairs` | the pairs of places, and the operations that reach them |
//! | `matching` | which part of one contract is which part of the other |
//! | `base_path` | a path that servers had and operations have now, or the reverse |
//! | `requirement` | what a security requirement asks for, and whether another one asks for less |
//! | `kinds` | which kind of change a difference is, by what stands around it |
//! | `unchanged` | what is the same in both, so that nothing of it need be compared |
//! | `operation` | an operation that is new or gone |
//! | `companions` | components that come and go with what uses them |
//! | `insertion` | where in a contract something would be that only the other one has |
//! | `unused` | what differs in parts that no operation reaches |
//! | `difference` | what a difference is |

mod base_path;
mod companions;
mod comparison;
mod difference;
mod insertion;
mod kinds;
mod matching;
mod operation;
mod pairs;
mod requirement;
mod unchanged;
mod unused;

#[cfg(test)]
pub(crate) use comparison::differences_within;

pub(crate) use comparison::differences;
pub(crate) use difference::{Difference, InsertionPoint, Written};
