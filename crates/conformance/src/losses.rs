//! What is lost in which language, as a table of its own: `losses.md`, derived from the pinned answers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::answers::Answers;
use crate::compare::LossKind;
use crate::language::Language;
use crate::pins::answers_file;

/// The file, in the folder of the pins.
pub fn path(pins: &Path) -> PathBuf {
    pins.join("losses.md")
}

/// The table of what is pinned: a line for each scenario in which somebody loses something, a column for each tool chain.
///
/// # Errors
///
/// Pins that cannot be read.
pub fn table(pins: &Path, languages: &[Language]) -> Result<String> {
    let mut columns = vec![("Rust".to_owned(), read(&pins.join(views::RUST.name).join(answers_file(None)))?)];
    for language in languages {
        for toolchain in &language.manifest.toolchains {
            let name = &language.manifest.name;
            let title = toolchain.name.as_ref().map_or(name.clone(), |toolchain| format!("{name}, {toolchain}"));
            let file = pins.join(&language.id).join(answers_file(toolchain.name.as_deref()));
            columns.push((title, if file.exists() { read(&file)? } else { Answers::default() }));
        }
    }
    let (driven, not_run): (Vec<_>, Vec<_>) = columns.into_iter().partition(|(_, answers)| !answers.is_empty());
    Ok(text(&driven, &not_run.into_iter().map(|(title, _)| title).collect::<Vec<_>>()))
}

fn read(path: &Path) -> Result<Answers> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Answers::parse(&text).with_context(|| path.display().to_string())
}

fn text(driven: &[(String, Answers)], not_run: &[String]) -> String {
    let titles: Vec<_> = driven.iter().map(|(title, _)| title.as_str()).collect();
    let mut text = format!("| what is lost | {} |\n|---|{}\n", titles.join(" | "), "---|".repeat(titles.len()));
    let mut scenarios: Vec<&str> = Vec::new();
    for scenario in driven.iter().flat_map(|(_, answers)| answers.names()) {
        if !scenarios.contains(&scenario) {
            scenarios.push(scenario);
        }
    }
    let all = scenarios.len();
    let lost = |answers: &Answers, scenario: &str| -> String {
        let kinds: BTreeSet<LossKind> = answers.outcomes(scenario).flat_map(LossKind::of).collect();
        kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ")
    };
    let mut shown = 0;
    for scenario in scenarios {
        let cells: Vec<_> = driven.iter().map(|(_, answers)| lost(answers, scenario)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            shown += 1;
            let cells = cells.iter().map(|cell| if cell.is_empty() { "-" } else { cell });
            let _ = writeln!(text, "| {scenario} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
    let _ = writeln!(text, "\nIn the other {} of {all} scenarios nobody loses anything.", all - shown);
    if !not_run.is_empty() {
        let _ = writeln!(text, "Not run: {}.", not_run.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(rows: &str) -> Answers {
        let head = "Operations: x, y\n\n| scenario | operations | what the caller gets |\n|---|---|---|\n";
        Answers::parse(&format!("{head}{rows}")).unwrap()
    }

    #[test]
    fn what_any_operation_loses_is_lost() {
        let go = "| a | x | no status `E`: **lost**: the status 201 was received as nothing; the body was received as nothing |\n\
                  | a | y | 201 `T`: **lost**: the header A was received as nothing |\n\
                  | b | every operation | 201 `T`: as sent |\n\
                  | c | every operation | 201 `T`: as sent |\n";
        let c = "| b | every operation | 201 `T`: **lost**: the body was received as text; a.b: `1` was received as `2` |\n";
        let driven = [("Go".to_owned(), answers(go)), ("C".to_owned(), answers(c))];
        assert_eq!(
            text(&driven, &["D".to_owned()]),
            "| what is lost | Go | C |\n|---|---|---|\n\
             | a | status, headers, body | - |\n\
             | b | - | values, decoded body |\n\
             \nIn the other 1 of 3 scenarios nobody loses anything.\nNot run: D.\n"
        );
    }
}
