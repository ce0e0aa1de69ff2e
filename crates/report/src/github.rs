//! Annotations: commands to the runner of a workflow on GitHub, one a line.

use crate::wording::{self, Gravity};
use lint::Finding;
use openapi::escape;
use review::{Change, Location, Review, Tier};

pub(super) fn review(review: &Review) -> String {
    let mut commands = String::new();
    if !review.version.passes {
        let title = "The version of the contract has to rise";
        let (base, head) = (&review.version.base, &review.version.head);
        let message = vec![format!("version {base} -> {head}, {}", wording::gate(&review.version))];
        commands.push_str(&command("warning", Some(&review.head), None, title, &message));
    }
    for change in review.changes.iter().filter(|change| change.tier != Tier::Docs) {
        let level = match wording::gravity(change) {
            Gravity::Error => "error",
            Gravity::Note => "notice",
        };
        let location = wording::location(change);
        let file = location.map_or(&review.head, |location| &location.file);
        let title = format!("{}: {}", change.tier, change.rule);
        commands.push_str(&command(level, Some(file), location, &title, &message(change)));
    }
    for approval in &review.unmatched_approvals {
        let message = vec![format!("{}: {}", approval.fingerprint, approval.because)];
        commands.push_str(&command("warning", None, None, "An approval matches no change", &message));
    }
    commands
}

pub(super) fn findings(findings: &[Finding]) -> String {
    let told = findings.iter().map(|finding| {
        let mut message = vec![finding.message.clone()];
        message.extend(finding.help.clone());
        message.extend(finding.section.as_ref().map(|section| format!("section: {section}")));
        let location = &finding.location;
        command("error", Some(&location.file), Some(location), &finding.rule, &message)
    });
    told.collect()
}

fn message(change: &Change) -> Vec<String> {
    let mut lines = vec![change.headline.clone(), format!("place: {}", change.place)];
    if !change.operations.is_empty() {
        lines.push(format!("operations: {}", wording::operations(&change.operations, str::to_owned)));
    }
    lines.push(change.consequence.clone());
    lines.extend(change.remedy.clone());
    lines.push(format!("fingerprint: {}", change.fingerprint));
    if let Some(approval) = &change.approval {
        lines.push(format!("approved ({}): {}", wording::reason(approval.reason), approval.because));
    }
    lines
}

/// A command. Only the line breaks between the lines of the message are line breaks.
fn command(level: &str, file: Option<&str>, location: Option<&Location>, title: &str, message: &[String]) -> String {
    let mut properties = Vec::new();
    if let Some(file) = file {
        properties.push(format!("file={}", property(&wording::path(file))));
    }
    let numbers = location.map(|location| [("line", location.line), ("col", location.column)]);
    for (name, number) in numbers.into_iter().flatten() {
        properties.extend(number.map(|number| format!("{name}={number}")));
    }
    properties.push(format!("title={}", property(title)));
    let message = message.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A");
    format!("::{level} {}::{message}\n", properties.join(","))
}

fn data(text: &str) -> String {
    escape::line(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_no_text_begin_another_command() {
        let hostile = "a,b: 100%\r\n::error::x";
        assert_eq!(
            command("notice", Some(hostile), None, hostile, &[hostile.to_owned(), "b".to_owned()]),
            "::notice file=a%2Cb%3A 100%25\\r\\n%3A%3Aerror%3A%3Ax,title=a%2Cb%3A 100%25\\r\\n%3A%3Aerror%3A%3Ax\
             ::a,b: 100%25\\r\\n::error::x%0Ab\n"
        );
    }
}
