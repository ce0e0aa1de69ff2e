//! The audit trail for people: a table.

use std::io::{self, Write};

use openapi::escape;

use super::contents::JournalReport;
use super::row::ReportRow;
use super::summary::{RunSummary, Summary};
use crate::journal::error::ReportError;
use crate::journal::state::RowState;

/// The longest remark that is shown, in characters; JSON has all.
const LONGEST: usize = 300;

impl JournalReport {
    /// Writes what was done as a table: the runs, the counts, and the rows in states that a test accepts.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or the table not be written.
    pub fn write_text(
        &mut self,
        is_shown: impl Fn(RowState) -> bool,
        output: &mut dyn Write,
    ) -> Result<(), ReportError> {
        head(self.summary(), output)?;
        let mut is_first = true;
        for row in self.rows(is_shown) {
            let row = row?;
            if is_first {
                writeln!(output)?;
                line(["LINE", "STARTED", "OPERATION", "TARGET", "STATE", "STATUS", "ACTION", "CORRELATION"], output)?;
                is_first = false;
            }
            body(&row, output)?;
        }
        Ok(())
    }
}

fn head(summary: &Summary, output: &mut dyn Write) -> io::Result<()> {
    let mut field = |name: &str, value: String| writeln!(output, "{name:9} {}", escape::line(&value));
    let list = &summary.list;
    field("list", format!("{}, {} rows, digest {}", list.name, list.rows, list.digest))?;
    let environment = summary.environment.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    field("service", format!("{}{environment}", summary.base_url))?;
    for run in &summary.runs {
        field(&format!("run {}", run.run), run_text(run))?;
    }
    field("rows", counts(summary))?;
    if summary.is_in_use {
        field("now", "a run writes this journal: interrupted rows may be on their way".to_owned())?;
    }
    if let Some(torn) = &summary.torn_line {
        field("cut off", format!("line {} of the journal; it is left out", torn.line))?;
    }
    if let Some(damage) = &summary.damage {
        field("damaged", format!("line {} of the journal: {}; what is behind is left out", damage.line, damage.why))?;
    }
    Ok(())
}

fn run_text(run: &RunSummary) -> String {
    let owner = run.by.identity.as_ref().map(|owner| format!(", as {owner}")).unwrap_or_default();
    format!("{}, {}{owner}, {}", run.at, run.by, run.program)
}

/// The states that rows are in, with how many.
fn counts(summary: &Summary) -> String {
    let counts = RowState::ALL.into_iter().map(|state| (summary.counts.of(state), state));
    let counts: Vec<_> =
        counts.filter(|(count, _)| *count > 0).map(|(count, state)| format!("{count} {state}")).collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

fn body(row: &ReportRow, output: &mut dyn Write) -> io::Result<()> {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let cells = [
        row.line.to_string(),
        row.started_at.clone(),
        row.operation.clone(),
        row.target_text(),
        row.state.to_string(),
        or_dash(row.status.map(|status| status.to_string())),
        or_dash(row.action_id.clone()),
        or_dash(row.correlation_id.clone()),
    ];
    line(cells.each_ref().map(String::as_str), output)?;
    let remark = row.remark();
    if !remark.is_empty() {
        writeln!(output, "        {}", escape::cut(&remark, LONGEST))?;
    }
    if row.calls > 1 {
        writeln!(output, "        {} calls are on record; this is the last", row.calls)?;
    }
    Ok(())
}

/// A line of the table. Cells have the usual width of what they hold, since the rows are not known beforehand.
fn line(cells: [&str; 8], output: &mut dyn Write) -> io::Result<()> {
    const WIDTHS: [usize; 8] = [7, 24, 23, 40, 11, 6, 36, 0];
    let mut text = String::new();
    for (cell, width) in cells.iter().zip(WIDTHS) {
        let cell = escape::line(cell);
        text.push_str(&format!("{cell:width$} "));
    }
    writeln!(output, "{}", text.trim_end())
}
