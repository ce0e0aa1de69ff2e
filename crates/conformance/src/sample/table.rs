//! What a sample said, as a table: `samples.md`.

use std::fmt::Write as _;

use super::case::SampleCase;
use super::run::SampleRun;

/// The table, in Markdown: a row for each case.
pub fn table(cases: &[SampleCase], runs: &[SampleRun]) -> String {
    let mut text = "| answer | exit code | stdout | stderr |\n|---|---|---|---|\n".to_owned();
    for (case, run) in cases.iter().zip(runs) {
        let exit = run.exit.map_or("-".to_owned(), |code| code.to_string());
        let _ = writeln!(text, "| {} | {exit} | {} | {} |", case.name, cell(&run.output), cell(&run.errors));
    }
    text
}

/// A text in one line of a table.
fn cell(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() {
        return "-".to_owned();
    }
    format!("`{}`", text.replace('\r', "").replace('\n', " ⏎ ").replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::CaseAnswer;

    #[test]
    fn a_case_is_a_row() {
        let case = SampleCase { name: "an action".into(), answer: CaseAnswer::Simulator, is_done: true };
        let run = SampleRun { exit: Some(0), output: "a | b\r\nc\n".into(), errors: "\n".into(), requests: 1 };
        let table = table(&[case], &[run]);
        assert_eq!(table.lines().last(), Some("| an action | 0 | `a \\| b ⏎ c` | - |"));
    }
}
