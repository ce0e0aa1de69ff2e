//! What the run says: progress and failures on stderr, the summary as a text.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use crate::compare::Failure;

/// What became of a language.
#[derive(Debug)]
pub struct Outcome {
    /// The language.
    pub language: String,
    /// Its generator.
    pub generator: String,
    /// How far it came.
    pub verdict: Verdict,
    /// How many scenarios it went through.
    pub scenarios: usize,
    /// In how many of them the caller loses something.
    pub losses: usize,
}

/// How far a language came.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is as pinned.
    Passed,
    /// Generated; programs to compile it are missing.
    Generated(Vec<String>),
    /// Programs to generate it are missing.
    Skipped(Vec<String>),
    /// Something is not as it should be.
    Failed,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Generated(missing) => write!(f, "generated, NOT COMPILED: no {}", missing.join(", ")),
            Self::Skipped(missing) => write!(f, "SKIPPED: no {}", missing.join(", ")),
            Self::Failed => f.write_str("FAILED"),
        }
    }
}

/// A line for each language.
pub fn summary(outcomes: &[Outcome]) -> String {
    let head = ["language", "generator", "scenarios", "with losses", "result"].map(str::to_owned);
    let rows = outcomes.iter().map(|it| {
        let count = |number: usize| if it.scenarios == 0 { "-".to_owned() } else { number.to_string() };
        let verdict = it.verdict.to_string();
        [it.language.clone(), it.generator.clone(), count(it.scenarios), count(it.losses), verdict]
    });
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths: Vec<_> = (0..5).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

/// Says something on stderr; that nobody listens is no error.
pub fn tell(text: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says what failed; what many scenarios share is told once.
pub fn tell_failures(failures: &[Failure]) {
    let same = |one: &Failure, other: &Failure| {
        (&one.what, &one.expected, &one.came) == (&other.what, &other.expected, &other.came)
    };
    for (index, failure) in failures.iter().enumerate() {
        if failures[..index].iter().any(|earlier| same(earlier, failure)) {
            continue;
        }
        let more = failures[index + 1..].iter().filter(|later| same(later, failure)).count();
        let mut shown = failure.clone();
        if more > 0 {
            shown.scenario += &format!(" (and {more} more scenarios)");
        }
        tell(format_args!("{shown}"));
    }
}
