//! How a list is to be read.

use serde::{Deserialize, Serialize};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListFormat {
    /// Separated values: a line with the names of the columns, then one call a row.
    Csv,
    /// JSON Lines: one object a line.
    JsonLines,
    /// One value a line.
    Plain,
}

/// How a list is to be read. The default finds the format out, has no common values, and refuses unknown columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOptions {
    /// How the list is written; none to find out.
    pub format: Option<ListFormat>,
    /// The operation of rows that name none.
    pub operation: Option<String>,
    /// Values of rows that have none of their own, by the names of their columns.
    pub values: Vec<(String, String)>,
    /// The columns to be left out; `*` stands for all that are not known.
    pub ignored_columns: Vec<String>,
    /// How many errors are kept, to be shown; the others are counted. Memory grows with them.
    pub shown_errors: usize,
}

impl Default for ListOptions {
    fn default() -> Self {
        Self { format: None, operation: None, values: Vec::new(), ignored_columns: Vec::new(), shown_errors: 10_000 }
    }
}
