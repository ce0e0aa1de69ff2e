//! The matrix as a table: `snapshots/matrix.md`.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::row::Row;

/// The rows, in the order of the generators and their views.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads the table that its `Display` writes.
    ///
    /// # Errors
    ///
    /// Another head, or a line that is no row.
    pub fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(head().as_str()) || lines.next().is_none() {
            bail!("the table has another head; write it again with --accept");
        }
        let row = |line: &str| {
            let cells = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
            let mut cells = cells.unwrap_or_default().split(" | ").map(str::to_owned);
            match (cells.next(), cells.next(), cells.collect::<Vec<_>>()) {
                (Some(generator), Some(view), cells) if cells.len() == Row::heads().count() => {
                    Ok(Row { generator, view, cells })
                }
                _ => bail!("no row of the table: {line}"),
            }
        };
        Ok(Self { rows: lines.map(row).collect::<Result<_>>()? })
    }

    /// The row of a generator with a view.
    pub fn row(&self, generator: &str, view: &str) -> Option<&Row> {
        self.rows.iter().find(|row| (row.generator.as_str(), row.view.as_str()) == (generator, view))
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}\n|{}", head(), "---|".repeat(2 + Row::heads().count()))?;
        self.rows
            .iter()
            .try_for_each(|row| writeln!(f, "| {} | {} | {} |", row.generator, row.view, row.cells.join(" | ")))
    }
}

fn head() -> String {
    let mut head = "| generator | view |".to_owned();
    for column in Row::heads() {
        let _ = write!(head, " {column} |");
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &str) -> Row {
        let cells = Row::heads().map(|_| cells.to_owned()).collect();
        Row { generator: "g 1".into(), view: "portable".into(), cells }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let table = Table { rows: vec![row("yes"), Row { generator: "other".into(), ..row("2 yes, 2 no") }] };
        assert_eq!(Table::parse(&table.to_string()).unwrap(), table);
        assert!(Table::parse("| a | b |\n").is_err());
        assert!(Table::parse(&(Table::default().to_string() + "| a | b |\n")).is_err());
    }

    #[test]
    fn what_was_not_run_is_compared_with_nothing() {
        assert_eq!(row("yes").differences(&row("yes")), [""; 0]);
        assert_eq!(row("not run: no x").differences(&row("yes")), [""; 0]);
        assert_eq!(row("yes").differences(&row("not run: no x")), [""; 0]);
        let differences = row("no").differences(&row("yes"));
        assert_eq!(differences.len(), Row::heads().count());
        assert_eq!(differences[0], "generates: pinned is `yes`, and it is `no`");
        assert_eq!(row("not run: no x").or_pinned(Some(&row("yes"))), row("yes"));
    }
}
