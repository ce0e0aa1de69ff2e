//! The arguments of `run`.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use calls::list::{ListFormat, ListOptions};
use calls::run::{Rate, Rates};
use clap::{Args, ValueEnum};
use defender_actions::RetryPolicy;

use super::common_values::CommonValues;
use crate::connection::{self, Connection};
use crate::examples;
use crate::failure::Failure;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    (
        "Block the files of a list, one SHA-1 a line",
        "defender-actions run hashes.txt --operation block-file --comment 'Incident 42'",
    ),
    ("See what a list would do", "defender-actions run machines.csv --operation unrestrict-code-execution --dry-run"),
    (
        "Go on after a stop: the same again",
        "defender-actions run hashes.txt --operation block-file --comment 'Incident 42'",
    ),
];

/// What is run, and how.
#[derive(Args)]
#[command(mut_arg("dry_run", |argument| argument.help("Show what would be sent, how many calls and for how long, and send nothing. Needs no token")))]
#[command(mut_arg("output", |argument| argument.hide_possible_values(true).help("What stdout holds at the end: `text`, a table, or `json`; `schema run` prints its schema")))]
#[command(mut_arg("timeout", |argument| argument.help("Seconds that a call may take in all")))]
#[command(after_help = format!("{}\n\n{}", examples::section(EXAMPLES), connection::help()))]
pub struct Run {
    /// List of calls: CSV with a header, JSON Lines, or one value a line; `-` for standard input. Checked to its end before
    /// the first call.
    #[arg(value_name = "FILE")]
    pub list: PathBuf,

    /// How the list is written; found out if left out.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Operation of the rows that name none, as in block-file.
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// Column of the list to leave out, or `*` for all that are not known; repeatable.
    #[arg(long, value_name = "COLUMN")]
    ignore_column: Vec<String>,

    /// File that keeps what was sent, and what became of it; FILE.journal.jsonl beside the list if left out. With the same
    /// journal, a run goes on where the last one ended.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// What to do with rows whose action may have been taken in an earlier run. Look at them first: `report` lists them.
    #[arg(long, value_name = "CHOICE")]
    pub unknown: Option<Unknown>,

    /// How many calls are in flight at most.
    #[arg(long, value_name = "CALLS", default_value = "4")]
    pub concurrency: NonZeroUsize,

    /// How often a call is attempted at most, where another attempt does no harm: after no connection. Where the service
    /// asks to wait, all calls wait.
    #[arg(long, value_name = "ATTEMPTS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    retry: u32,

    /// Also repeat, once, a call whose outcome is unknown. Only where taking the action twice does no harm.
    #[arg(long)]
    repeat_unknown: bool,

    /// How often each operation is called at most, as in 100/60s, or `none` for no limit; repeatable, all of them hold. The
    /// documented limits if left out.
    #[arg(long, value_name = "CALLS/PERIOD")]
    rate: Vec<RateArgument>,

    /// Where to call.
    #[command(flatten)]
    pub connection: Connection,

    /// What all rows have.
    #[command(flatten)]
    values: CommonValues,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A line with the names of the columns, then one call a line
    Csv,
    /// One JSON object a line
    JsonLines,
    /// One value a line
    Plain,
}

/// What to do with rows whose action may have been taken.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unknown {
    /// Leave them as they are
    Skip,
    /// Call them again, though the action may then be taken twice
    Retry,
}

#[derive(Clone, Copy, PartialEq)]
enum RateArgument {
    None,
    Rate(Rate),
}

impl std::str::FromStr for RateArgument {
    type Err = calls::run::InvalidRate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" { Ok(Self::None) } else { text.parse().map(Self::Rate) }
    }
}

impl Run {
    /// How the list is to be read.
    pub fn list_options(&self) -> ListOptions {
        let format = self.format.map(|format| match format {
            Format::Csv => ListFormat::Csv,
            Format::JsonLines => ListFormat::JsonLines,
            Format::Plain => ListFormat::Plain,
        });
        ListOptions {
            format,
            operation: self.operation.clone(),
            values: self.values.0.clone(),
            ignored_columns: self.ignore_column.clone(),
            ..ListOptions::default()
        }
    }

    /// How often operations are called.
    ///
    /// # Errors
    ///
    /// Both a limit, and none.
    pub fn rates(&self) -> Result<Rates, Failure> {
        let rates = self.rate.iter().filter_map(|rate| match rate {
            RateArgument::Rate(rate) => Some(*rate),
            RateArgument::None => None,
        });
        let rates: Vec<Rate> = rates.collect();
        match self.rate.contains(&RateArgument::None) {
            true if !rates.is_empty() => {
                Err(Failure::input("`--rate none` excludes other rates: leave one of them out"))
            }
            false if rates.is_empty() => Ok(Rates::documented()),
            _ => Ok(Rates::given(rates)),
        }
    }

    /// Which calls the client repeats by itself. For as long as the service asks to wait, it is the run that waits.
    pub fn retries(&self) -> RetryPolicy {
        RetryPolicy::new().max_attempts(self.retry).repeat_unknown(self.repeat_unknown).longest_wait(Duration::ZERO)
    }

    /// The path of the journal; `None` for a list from standard input, which has no place beside it.
    pub fn journal(&self) -> Option<PathBuf> {
        match &self.journal {
            Some(path) => Some(path.clone()),
            None if self.is_stdin() => None,
            None => {
                let mut path = OsString::from(&self.list);
                path.push(".journal.jsonl");
                Some(path.into())
            }
        }
    }

    /// Whether the list comes from standard input, so that it has to be given again.
    pub fn is_stdin(&self) -> bool {
        self.list == Path::new("-")
    }
}
