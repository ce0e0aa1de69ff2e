//! `conformance matrix`.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use clap::Args;

use super::manifest::{Generator, select};
use super::pins::MatrixPins;
use super::run::MatrixRun;
use super::table::Table;
use crate::{project, report};

/// What `conformance matrix` takes.
#[derive(Debug, Args)]
pub struct MatrixArguments {
    /// The generators to run, by their folders below `clients/matrix`; `all` is every one.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "all")]
    only: Vec<String>,

    /// Pin the result, instead of comparing with it.
    #[arg(long)]
    accept: bool,
}

impl MatrixArguments {
    /// Runs generators below a work folder, and writes their rows to stdout; whether every row is as pinned.
    ///
    /// # Errors
    ///
    /// A name that is no generator; files of the matrix that cannot be read or written.
    pub fn run(&self, work: &Path) -> Result<bool> {
        let generators = Generator::all(&project("clients/matrix"))?;
        let selected = select(&generators, &self.only)?;
        let run = MatrixRun::prepare(&project("clients/matrix/scenarios.yaml"), work, report::stderr)?;
        let mut rows = Vec::new();
        let mut problems = Vec::new();
        for generator in selected {
            match run.rows(generator) {
                Ok(found) => rows.extend(found),
                Err(error) => problems.push(format!("{error:#}")),
            }
        }
        let table = Table { rows };
        // A closed pipe is no error.
        let _ = std::io::stdout().write_all(table.to_string().as_bytes());
        let pins = MatrixPins::new(project("snapshots/matrix.md"), project("crates/views/src/generators.md"));
        if self.accept {
            pins.accept(&generators, table.rows)?;
        } else {
            problems.extend(pins.differences(&table.rows)?);
        }
        for problem in &problems {
            report::stderr(format_args!("error: {problem}"));
        }
        Ok(problems.is_empty())
    }
}
