//! Annotations: commands to the runner of a workflow on GitHub, one a line.

use lint::Checked;
use openapi::{Position, escape};
use review::{Review, Tier};

use crate::configured;
use crate::entries::{Entry, entries, groups};
use crate::finding_entry::{self, FindingEntry};
use crate::phrases::{self, Severity};
use crate::place::FilePlace;

/// How many changes of an entry are listed before the others are counted.
const CHANGES: usize = 20;

pub(crate) fn review(review: &Review) -> String {
    let mut commands = String::new();
    if !review.version.passes {
        let title = "The version of the contract must rise";
        let (base, head) = (&review.version.base, &review.version.head);
        let message = vec![format!("version {base} -> {head}, {}", phrases::gate(&review.version))];
        commands.push_str(&command("warning", Some(FilePlace::file(&review.head)), title, &message));
    }
    for entry in entries(review).iter().filter(|entry| entry.tier() != Tier::Docs) {
        let level = match entry.severity() {
            Severity::Error => "error",
            Severity::Note => "notice",
        };
        let place = FilePlace::of_change(entry.lead).unwrap_or(FilePlace::file(&review.head));
        let title = format!("{}: {}", entry.tier(), entry.lead.rule);
        commands.push_str(&command(level, Some(place), &title, &message(review, entry)));
    }
    let configured = configured::lines(review);
    if let Some(configuration) = review.configuration.as_ref().filter(|_| !configured.is_empty()) {
        let level = if configuration.changes.is_empty() { "notice" } else { "warning" };
        commands.push_str(&command(
            level,
            Some(FilePlace::file(&configuration.file)),
            "The configuration",
            &configured,
        ));
    }
    for approval in &review.unmatched_approvals {
        let message = vec![format!("{}: {}", approval.fingerprint, approval.because)];
        commands.push_str(&command("warning", None, "An approval matches no change", &message));
    }
    commands
}

pub(crate) fn findings(checked: &Checked, details: bool) -> String {
    let entries = FindingEntry::all(&checked.findings, details).into_iter().map(|entry| {
        let finding = entry.first();
        let mut message = vec![entry.headline()];
        if let FindingEntry::Folded(_) = entry {
            let shown = entry.shown().iter();
            message.extend(shown.map(|finding| format!("{}: {}", FilePlace::from(*finding), finding.message)));
        }
        message.push(finding.help.clone());
        message.extend(finding.rule.section.map(|section| format!("section: {section}")));
        message.extend(finding.reason.as_ref().map(|reason| format!("by the configuration: {reason}")));
        let level = match finding.severity {
            lint::Severity::Error => "error",
            lint::Severity::Warning => "warning",
            lint::Severity::Info => "notice",
        };
        command(level, Some(finding.into()), finding.rule.id, &message)
    });
    let off = finding_entry::off(checked).map(|line| command("notice", None, "A rule is off", &[line]));
    entries.chain(off).collect()
}

/// An annotation for a document that cannot be read, or for other input that is wrong; each line of the message is
/// escaped.
pub fn invalid_input(file: Option<&str>, position: Option<Position>, message: &[String]) -> String {
    let place = file.map(|file| FilePlace::at(file, position));
    command("error", place, "invalid-input", message)
}

fn message(review: &Review, entry: &Entry<'_>) -> Vec<String> {
    let place = entry.place();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let counts = entry.counts().map(|counts| format!(" [{counts}]")).unwrap_or_default();
    let mut lines = vec![format!("{place}{}{counts}", entry.headline())];
    lines.extend(groups([entry]).iter().map(|group| group.heading(review, phrases::NAMED, str::to_owned)));
    let worst = entry.worst();
    lines.push(worst.consequence.clone());
    lines.extend(worst.remedy.clone());
    let is_alone = entry.changes().count() == 1;
    for change in entry.changes().take(CHANGES) {
        let what = if is_alone { String::new() } else { format!(" ({} {})", change.tier, change.rule) };
        lines.push(format!("fingerprint: {}{what}", change.fingerprint));
        if let Some(approval) = &change.approval {
            lines.push(format!("approved ({}): {}", phrases::reason(approval.reason), approval.because));
        }
    }
    if let Some(rest) = entry.changes().count().checked_sub(CHANGES).filter(|rest| *rest > 0) {
        lines.push(format!("and {}", phrases::count(rest, "more change")));
    }
    lines
}

/// A command. Only the line breaks between the lines of the message are line breaks.
fn command(level: &str, place: Option<FilePlace<'_>>, title: &str, message: &[String]) -> String {
    let mut properties = Vec::new();
    if let Some(FilePlace { file, line, column }) = place {
        properties.push(format!("file={}", property(&phrases::path(file))));
        properties.extend(line.map(|line| format!("line={line}")));
        properties.extend(column.map(|column| format!("col={column}")));
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
            command("notice", Some(FilePlace::file(hostile)), hostile, &[hostile.to_owned(), "b".to_owned()]),
            "::notice file=a%2Cb%3A 100%25\\r\\n%3A%3Aerror%3A%3Ax,title=a%2Cb%3A 100%25\\r\\n%3A%3Aerror%3A%3Ax\
             ::a,b: 100%25\\r\\n::error::x%0Ab\n"
        );
    }
}
