//! What is wrong with a list.

use std::fmt;

use openapi::escape;
use schemars::JsonSchema;
use serde::Serialize;

/// The most characters of a value that an error shows.
const SHOWN_VALUE: usize = 120;

/// Something that is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListError {
    /// The line at which the row begins; the first is 1. Null for what is wrong with no line of the list.
    pub line: Option<u64>,
    /// The column, as the list names it; for a common value, the name it was given by. Null if it is not of a column.
    pub column: Option<String>,
    /// The value, or its start; not escaped. Null if there is none.
    pub value: Option<String>,
    /// What is wrong with it, and what is right.
    pub message: String,
}

/// Why a list cannot be used: everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListErrors {
    /// What the list is called: the path of its file, or `-`.
    pub list: String,
    /// The first errors, in the order of the list: 10,000, unless another number was asked for.
    pub errors: Vec<ListError>,
    /// How many there are.
    pub total: u64,
    /// Whether these are all. If not, a part of the list was not checked, and there may be more.
    pub is_complete: bool,
}

impl ListError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { line: None, column: None, value: None, message: message.into() }
    }

    pub(crate) fn at_line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    pub(crate) fn of_column(self, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..self }
    }

    pub(crate) fn with_value(self, value: &str) -> Self {
        let mut characters = value.chars();
        let mut start: String = characters.by_ref().take(SHOWN_VALUE).collect();
        if characters.next().is_some() {
            start.push('…');
        }
        Self { value: Some(start), ..self }
    }
}

impl ListErrors {
    /// All that is wrong with a list which has no rows to check.
    pub(crate) fn of_no_rows(list: &str, message: impl Into<String>) -> Self {
        Self { list: list.to_owned(), errors: vec![ListError::new(message)], total: 1, is_complete: true }
    }

    /// The lines for a person, each escaped: `list.csv:7: column `sha1`, `275a…`: this is an MD5`.
    pub fn lines(&self) -> Vec<String> {
        let list = escape::line(&self.list);
        let line = |error: &ListError| match error.line {
            Some(line) => format!("{list}:{line}: {}", error.text()),
            None => format!("{list}: {}", error.text()),
        };
        let mut lines: Vec<String> = self.errors.iter().map(line).collect();
        let others = self.total - self.errors.len() as u64;
        if others > 0 {
            lines.push(format!("and {others} more {}", if others == 1 { "error" } else { "errors" }));
        }
        if !self.is_complete {
            lines.push("what follows was not checked".to_owned());
        }
        lines
    }
}

impl ListError {
    /// Without the place.
    fn text(&self) -> String {
        let column = self.column.as_ref().map(|column| format!("column `{}`", escape::line(column)));
        let value = self.value.as_ref().map(|value| format!("`{}`", escape::line(value)));
        let subject = [column, value].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if subject.is_empty() { self.message.clone() } else { format!("{subject}: {}", self.message) }
    }
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.text())
    }
}

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

impl std::error::Error for ListError {}

impl std::error::Error for ListErrors {}
