//! The audit trail for programs: one JSON value, written as it is read.

use std::io::Write;

use openapi::escape;

use super::contents::JournalReport;
use crate::journal::error::ReportError;
use crate::journal::state::RowState;

impl JournalReport {
    /// Writes what was done as one JSON value: the summary with `rows`, a line each.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or the value not be written.
    pub fn write_json(
        &mut self,
        is_shown: impl Fn(RowState) -> bool,
        output: &mut dyn Write,
    ) -> Result<(), ReportError> {
        let summary = serde_json::to_string_pretty(self.summary()).map_err(std::io::Error::from)?;
        // An object with properties ends so.
        let summary = summary.strip_suffix("\n}").unwrap_or(&summary);
        write!(output, "{},\n  \"rows\": [", escape::json(summary))?;
        let mut separator = "";
        for row in self.rows(is_shown) {
            let row = serde_json::to_string(&row?).map_err(std::io::Error::from)?;
            write!(output, "{separator}\n    {}", escape::json(&row))?;
            separator = ",";
        }
        writeln!(output, "{}]\n}}", if separator.is_empty() { "" } else { "\n  " })?;
        Ok(())
    }
}
