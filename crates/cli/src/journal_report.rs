//! `report`: what a journal says was done.

use std::path::PathBuf;

use calls::journal::{JournalReport, ReportError, RowState};
use clap::{Args, ValueEnum};

use crate::contract::built_in;
use crate::failure::Failure;
use crate::{examples, output};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("What was done", "defender-actions report hashes.csv.journal"),
    ("What a person has to look at", "defender-actions report hashes.csv.journal --only unknown --only refused"),
];

const EXIT_CODES: &str = "\
Exit codes:
  0  all rows of the list are accepted
  1  some were not sent, and none of the rest is refused or unknown; or the output cannot be written
  2  the file is no journal, cannot be read, or is damaged; what is before the damage is printed
  3  some are refused, and none is unknown
  5  some are unknown, or were interrupted: the action may have been taken";

/// Which journal to report, and how.
#[derive(Args)]
#[command(after_help = format!("{}\n\n{EXIT_CODES}", examples::section(EXAMPLES)))]
pub struct Report {
    /// The journal of a run; it may be one that is being written.
    journal: PathBuf,

    /// Show these rows only; repeatable.
    #[arg(long, value_name = "ROWS")]
    only: Vec<Only>,

    /// What stdout holds; `schema report` prints the schema of JSON.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

/// Rows by where they stand.
#[derive(Clone, Copy, ValueEnum)]
enum Only {
    /// Those whose action may have been taken: unknown, interrupted
    Unknown,
    /// Those that were refused
    Refused,
    /// Those that a run would send: nothing was taken
    Open,
    /// Those that were accepted
    Accepted,
}

impl Only {
    fn shows(self, state: RowState) -> bool {
        match self {
            Self::Unknown => state.is_unknown(),
            Self::Refused => state == RowState::Refused,
            Self::Open => state.is_open(),
            Self::Accepted => state == RowState::Accepted,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Text,
    /// One JSON value
    Json,
    /// The rows as CSV
    Csv,
}

impl Report {
    /// Prints the report on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let mut report =
            JournalReport::read(&self.journal, built_in::contract()?).map_err(|error| Failure::journal(&error))?;
        let is_shown = |state| self.only.is_empty() || self.only.iter().any(|only| only.shows(state));
        let written = output::stream(|output| match self.output {
            Format::Text => report.write_text(is_shown, output),
            Format::Json => report.write_json(is_shown, output),
            Format::Csv => report.write_csv(is_shown, output),
        });
        written.map_err(|error| match error {
            ReportError::Journal(error) => Failure::journal(&error),
            ReportError::Output(error) => error.into(),
        })?;
        if let Some(error) = report.damage() {
            return Err(Failure::journal(&error));
        }
        Failure::rows(&report.summary().counts).map_or(Ok(()), Err)
    }
}
