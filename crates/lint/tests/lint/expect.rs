//! Compares findings with what is expected.

use lint::{Finding, RepositoryFiles, check, rules};
use openapi::Document;

pub fn findings(text: &str, files: &RepositoryFiles) -> Vec<Finding> {
    check(&Document::parse("test.yaml", text).unwrap(), files)
}

/// Compares findings with what is expected of them: `line:column rule: part of the message`, in the order of the text;
/// describes the difference, if there is one.
pub fn complaint(found: &[Finding], rule: &str, expected: &[&str]) -> Option<String> {
    let fits = |finding: &Finding, expected: &str| {
        let (place, rest) = expected.split_once(' ').unwrap();
        let (rule, message) = match rest.split_once(": ") {
            Some((id, message)) if rules().any(|rule| rule.id == id) => (id, message),
            _ if rules().any(|rule| rule.id == rest) => (rest, ""),
            _ => (rule, rest),
        };
        let found = match finding.file.as_str() {
            "test.yaml" => line_and_column(finding),
            file => format!("{file}:{}", line_and_column(finding)),
        };
        finding.rule.id == rule && found == place && finding.message.contains(message)
    };
    let all_fit =
        found.len() == expected.len() && found.iter().zip(expected).all(|(finding, expected)| fits(finding, expected));
    (!all_fit).then(|| format!("{rule}: instead of\n{expected:#?}\nthis is found:\n{}", list(found)))
}

fn line_and_column(finding: &Finding) -> String {
    finding.position.map_or("0:0".to_owned(), |position| format!("{}:{}", position.line(), position.column()))
}

/// The findings, one a line.
pub fn list(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let Finding { rule, message, file, pointer, .. } = finding;
        format!("{file}:{} {}: {message} ({pointer})\n", line_and_column(finding), rule.id)
    };
    findings.iter().map(line).collect()
}

#[track_caller]
pub fn assert_found_in(text: &str, rule: &str, expected: &[&str]) {
    assert_eq!(complaint(&findings(text, &RepositoryFiles::default()), rule, expected), None);
}
