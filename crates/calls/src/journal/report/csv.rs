//! The audit trail for spreadsheets: the rows alone.

use std::io::{self, Write};

use openapi::escape;

use super::contents::JournalReport;
use super::row::ReportRow;
use crate::journal::error::ReportError;
use crate::journal::state::RowState;

const COLUMNS: [&str; 15] = [
    "row",
    "line",
    "state",
    "calls",
    "run",
    "startedAt",
    "finishedAt",
    "operation",
    "target",
    "status",
    "actionId",
    "code",
    "message",
    "correlationId",
    "attempts",
];

impl JournalReport {
    /// Writes the rows as CSV, under the names of [`ReportRow`]'s JSON.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or the rows not be written.
    pub fn write_csv(
        &mut self,
        is_shown: impl Fn(RowState) -> bool,
        output: &mut dyn Write,
    ) -> Result<(), ReportError> {
        line(COLUMNS.map(str::to_owned), output)?;
        for row in self.rows(is_shown) {
            line(cells(&row?), output)?;
        }
        Ok(())
    }
}

fn cells(row: &ReportRow) -> [String; COLUMNS.len()] {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        row.row.to_string(),
        row.line.to_string(),
        row.state.to_string(),
        row.calls.to_string(),
        row.run.to_string(),
        row.started_at.clone(),
        row.finished_at.clone().unwrap_or_default(),
        row.operation.clone(),
        row.target_text(),
        number(row.status.map(Into::into)),
        row.action_id.clone().unwrap_or_default(),
        row.code.clone().unwrap_or_default(),
        row.message.clone(),
        row.correlation_id.clone().unwrap_or_default(),
        number(row.attempts.map(Into::into)),
    ]
}

fn line(cells: [String; COLUMNS.len()], output: &mut dyn Write) -> io::Result<()> {
    let cells = cells.map(|cell| quoted(&cell));
    write!(output, "{}\r\n", cells.join(","))
}

/// A cell. A text that a spreadsheet would take for a formula gets an apostrophe, which makes it a text.
fn quoted(cell: &str) -> String {
    let cell = escape::whole(cell);
    let is_formula = cell.starts_with(['=', '+', '-', '@']);
    let cell = if is_formula { format!("'{cell}") } else { cell };
    match cell.contains([',', '"', ';']) || is_formula {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_a_text() {
        let table = [
            ("a b", "a b"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\r\nb\u{202e}", r"a\r\nb\u{202e}"),
            ("=1+1", "\"'=1+1\""),
            ("@a", "\"'@a\""),
            ("-1", "\"'-1\""),
            ("", ""),
        ];
        for (cell, expected) in table {
            assert_eq!(quoted(cell), expected);
        }
    }
}
