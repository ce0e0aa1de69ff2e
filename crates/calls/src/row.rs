//! A call of a list, and where it stands.

use crate::call::Call;

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which row of the list it is; the first is 0. Rows that repeat an earlier one are not counted, nor lines that hold none.
    pub index: u64,
    /// The line at which it begins; the first is 1.
    pub line: u64,
    /// The call that it asks for.
    pub call: Call,
}
