//! What the run reports: progress and failures line by line, the summary as a text.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use crate::compare::ConformanceFailure;

/// The outcome of a language.
#[derive(Debug)]
pub struct LanguageOutcome {
    /// The language.
    pub language: String,
    /// Its generator.
    pub generator: String,
    /// The tool chain, where the language has several.
    pub toolchain: Option<String>,
    /// How far it went.
    pub verdict: Verdict,
    /// Whether answers of any of its tool chains are pinned.
    pub is_pinned: bool,
    /// How many scenarios it went through.
    pub scenarios: usize,
    /// In how many of them the caller loses something.
    pub losses: usize,
}

/// How far a language went.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is as pinned.
    Passed,
    /// Run with a tool chain of which nothing is pinned; how many failures were reported, which do not count.
    Unpinned(usize),
    /// Generated; what compiles it cannot be had, for each tool chain why.
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
            Self::Unpinned(failures) => {
                f.write_str("run, NOT PINNED")?;
                match failures {
                    0 => Ok(()),
                    1 => f.write_str(", 1 failure"),
                    failures => write!(f, ", {failures} failures"),
                }
            }
            Self::Generated(reasons) => write!(f, "generated, NOT COMPILED: {}", reasons.join("; ")),
            Self::Skipped(missing) => write!(f, "SKIPPED: no {}", missing.join(", ")),
            Self::Failed => f.write_str("FAILED"),
        }
    }
}

/// What is wrong with a run as a whole; what is wrong with a language is reported with it.
///
/// `useless_headers` are those in which no client differed; that says something only if every client was asked that can be,
/// with its pinned tool chain.
pub fn problems(outcomes: &[LanguageOutcome], required: &[&str], useless_headers: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    for language in required {
        let outcome = outcomes.iter().find(|outcome| outcome.language == *language);
        let why = match outcome.map(|outcome| &outcome.verdict) {
            Some(Verdict::Passed | Verdict::Failed) => continue,
            Some(verdict) => verdict.to_string(),
            None => "not selected".to_owned(),
        };
        problems.push(format!("{language} is required, and was {why}"));
    }
    let is_whole = outcomes.iter().all(|it| match it.verdict {
        Verdict::Passed => true,
        Verdict::Unpinned(_) | Verdict::Generated(_) => !it.is_pinned,
        Verdict::Skipped(_) | Verdict::Failed => false,
    });
    for name in useless_headers.iter().filter(|_| is_whole) {
        problems.push(format!("no client differs in the header {name}; delete it from clients/headers.yaml"));
    }
    problems
}

/// Whether a run passed: nothing failed, and there is no problem.
pub fn passed(outcomes: &[LanguageOutcome], problems: &[String]) -> bool {
    problems.is_empty() && outcomes.iter().all(|outcome| outcome.verdict != Verdict::Failed)
}

/// A line for each language.
pub fn summary(outcomes: &[LanguageOutcome]) -> String {
    let head = ["language", "generator", "scenarios", "with losses", "result"].map(str::to_owned);
    let rows = outcomes.iter().map(|it| {
        let count = |number: usize| if it.scenarios == 0 { "-".to_owned() } else { number.to_string() };
        let toolchain = it.toolchain.as_ref().map(|name| format!(", with {name}"));
        let verdict = format!("{}{}", it.verdict, toolchain.unwrap_or_default());
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

/// Where a line of progress, or of what failed, goes.
pub type Log = fn(fmt::Arguments<'_>);

/// Writes a line to stderr; that nobody listens is no error.
pub fn stderr(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Writes what failed.
pub fn failures(failures: &[ConformanceFailure], log: Log) {
    for text in folded(failures) {
        log(format_args!("{text}"));
    }
}

/// Failures as texts; what many scenarios share is reported once.
fn folded(failures: &[ConformanceFailure]) -> Vec<String> {
    let same = |one: &ConformanceFailure, other: &ConformanceFailure| {
        (&one.what, &one.expected, &one.received) == (&other.what, &other.expected, &other.received)
    };
    let mut texts = Vec::new();
    for (index, failure) in failures.iter().enumerate() {
        if failures[..index].iter().any(|earlier| same(earlier, failure)) {
            continue;
        }
        let more = failures[index + 1..].iter().filter(|later| same(later, failure)).count();
        let mut shown = failure.clone();
        if more > 0 {
            shown.scenario += &format!(" (and {more} more scenarios)");
        }
        texts.push(shown.to_string());
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(language: &str, verdict: Verdict) -> LanguageOutcome {
        LanguageOutcome {
            language: language.into(),
            generator: "g".into(),
            toolchain: None,
            verdict,
            is_pinned: true,
            scenarios: 0,
            losses: 0,
        }
    }

    #[test]
    fn what_is_required_has_to_be_run() {
        let outcomes = [
            outcome("a", Verdict::Passed),
            outcome("b", Verdict::Generated(vec!["no dotnet".into()])),
            outcome("c", Verdict::Skipped(vec!["go".into()])),
            outcome("e", Verdict::Unpinned(0)),
        ];
        assert_eq!(problems(&outcomes, &["a"], &[]), [""; 0]);
        assert_eq!(
            problems(&outcomes, &["a", "b", "c", "d", "e"], &[]),
            [
                "b is required, and was generated, NOT COMPILED: no dotnet",
                "c is required, and was SKIPPED: no go",
                "d is required, and was not selected",
                "e is required, and was run, NOT PINNED",
            ]
        );
        assert!(passed(&outcomes, &[]));
        assert!(!passed(&outcomes, &["x".into()]));
        assert!(!passed(&[outcome("a", Verdict::Failed)], &[]));
    }

    #[test]
    fn a_header_in_which_nobody_differs_is_reported_if_every_client_was_asked() {
        let passed = || outcome("a", Verdict::Passed);
        assert_eq!(problems(&[passed()], &[], &["x"]).len(), 1);
        for verdict in [Verdict::Skipped(vec![]), Verdict::Generated(vec![]), Verdict::Unpinned(0)] {
            assert_eq!(problems(&[passed(), outcome("b", verdict)], &[], &["x"]), [""; 0]);
        }
        let never_driven = LanguageOutcome { is_pinned: false, ..outcome("b", Verdict::Generated(vec![])) };
        assert_eq!(problems(&[passed(), never_driven], &[], &["x"]).len(), 1);
    }

    #[test]
    fn what_many_scenarios_share_is_reported_once_and_the_rest_too() {
        let failure = |scenario: &str, received: &str| ConformanceFailure {
            language: "go".into(),
            scenario: scenario.into(),
            what: "body".into(),
            expected: "{}".into(),
            received: received.into(),
        };
        assert_eq!(
            folded(&[failure("a", "1"), failure("b", "2"), failure("c", "1")]),
            [
                "go: a (and 1 more scenarios): body\n  expected: {}\n  received: 1",
                "go: b: body\n  expected: {}\n  received: 2",
            ]
        );
    }
}
