//! What the matrix is compared with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::advice::advice;
use super::manifest::Generator;
use super::row::Row;
use super::table::Table;

/// The files in which the matrix is pinned.
pub struct MatrixPins {
    /// The whole table.
    table: PathBuf,
    /// What of it the command and the documentation say.
    advice: PathBuf,
}

impl MatrixPins {
    /// Those in files, which need not be there yet.
    pub fn new(table: PathBuf, advice: PathBuf) -> Self {
        Self { table, advice }
    }

    /// Where rows are not as they are pinned, as sentences.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub fn differences(&self, rows: &[Row]) -> Result<Vec<String>> {
        let pinned = self.read()?;
        let mut differences = Vec::new();
        for row in rows {
            let title = format!("{} with {}", row.generator, row.view);
            match pinned.row(&row.generator, &row.view) {
                Some(known) => differences.extend(row.differences(known).iter().map(|it| format!("{title}: {it}"))),
                None => differences.push(format!("{title} is not pinned; --accept writes it")),
            }
        }
        Ok(differences)
    }

    /// Pins rows, and keeps those of the generators that were not run.
    ///
    /// # Errors
    ///
    /// A table that cannot be read or written.
    pub fn accept(&self, generators: &[Generator], rows: Vec<Row>) -> Result<()> {
        let pinned = self.read()?;
        let run = Table { rows };
        let mut table = Table::default();
        for generator in generators {
            for view in generator.views() {
                let of = |table: &Table| table.row(&generator.manifest.generator, view.name).cloned();
                let known = of(&pinned);
                table.rows.extend(of(&run).map(|row| row.or_pinned(known.as_ref())).or(known));
            }
        }
        write(&self.table, &table.to_string())?;
        write(&self.advice, &advice(&table))
    }

    /// The pinned table; empty if there is none yet.
    ///
    /// # Errors
    ///
    /// What is no table.
    fn read(&self) -> Result<Table> {
        match fs::read_to_string(&self.table) {
            Ok(text) => Table::parse(&text).with_context(|| self.table.display().to_string()),
            Err(_) => Ok(Table::default()),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| path.display().to_string())
}
