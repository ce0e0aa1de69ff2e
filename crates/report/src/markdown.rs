//! Markdown for a comment in a pull request on GitHub.

use lint::{Checked, Finding};
use openapi::escape;
use review::{Change, Review, Tier};

use crate::Sources;
use crate::finding_entry::{self, FindingEntry};
use crate::markup::{block, code, prose};
use crate::phrases::{self, Severity};
use crate::place::FilePlace;
use crate::quote::{Quoted, Quotes};

/// GitHub refuses a comment that is longer; in characters there, in bytes here, which are never fewer.
const LONGEST: usize = 65_536;
/// Room for the sentence that says what is left out.
const REST: usize = 300;

/// A comment that is filled as far as there is room.
struct Comment {
    text: String,
    left_out: Vec<String>,
}

impl Comment {
    fn new(command: &str, heading: &str) -> Self {
        Self { text: format!("<!-- defender-actions contract {command} -->\n## {heading}\n"), left_out: Vec::new() }
    }

    /// Adds a section with those of its items that fit. Once something is left out, so is what follows, which matters
    /// less.
    fn section(&mut self, noun: &str, open: &str, items: &[String], close: &str) {
        let used = self.text.len() + open.len() + close.len();
        let mut room = (LONGEST - REST).saturating_sub(used);
        let mut fitting = 0;
        for item in items.iter().take_while(|_| self.left_out.is_empty()) {
            let Some(rest) = room.checked_sub(item.len()) else { break };
            room = rest;
            fitting += 1;
        }
        if fitting > 0 {
            self.text.push_str(open);
            items.iter().take(fitting).for_each(|item| self.text.push_str(item));
            self.text.push_str(close);
        }
        if fitting < items.len() {
            self.left_out.push(phrases::count(items.len() - fitting, noun));
        }
    }

    fn finish(mut self) -> String {
        if !self.left_out.is_empty() {
            let left_out = self.left_out.join(", ");
            self.text.push_str(&format!("\nLeft out for lack of space: {left_out}. The format `text` has all.\n"));
        }
        self.text
    }
}

pub(crate) fn review(review: &Review, sources: &Sources<'_>, snapshots: &str) -> String {
    let gate = &review.version;
    let quotes = Quotes::new(sources);
    let mut comment = Comment::new("diff", &verdict(review));
    comment.text.push_str(&format!(
        "\n{}; version {} → {}, {}{}{}.\n",
        phrases::counts(review),
        code(&gate.base),
        code(&gate.head),
        if gate.passes { "" } else { "**" },
        prose(&phrases::gate(gate)),
        if gate.passes { "" } else { "**" },
    ));
    for tier in phrases::TIERS {
        let changes = review.changes.iter().filter(|change| change.tier == tier);
        let noun = format!("{tier} change");
        let concern = phrases::concern(tier);
        if matches!(tier, Tier::Wire | Tier::Source) {
            let items: Vec<_> = changes.map(|change| whole(change, &quotes)).collect();
            let heading = phrases::count(items.len(), &noun);
            comment.section(&noun, &format!("\n### {heading}: {concern}\n\n"), &items, "");
        } else {
            let items: Vec<_> = changes.map(short).collect();
            let summary = phrases::count(items.len(), &noun);
            let open = format!("\n<details>\n<summary>{summary}: {concern}</summary>\n\n");
            comment.section(&noun, &open, &items, "\n</details>\n");
        }
    }
    let approvals = review.unmatched_approvals.iter().map(|approval| {
        let reason = phrases::reason(approval.reason);
        format!("- {} ({reason}): {}\n", code(&approval.fingerprint.to_string()), prose(&approval.because))
    });
    comment.section(
        "approval",
        "\n### Approvals that match no change\n\nDelete them, or find out why the change is gone.\n\n",
        &approvals.collect::<Vec<_>>(),
        "",
    );
    let snapshots = files(snapshots);
    let summary = phrases::count(snapshots.len(), "changed snapshot");
    let open = format!("\n<details>\n<summary>{summary}: what it does to generated code</summary>\n\n");
    comment.section("changed snapshot", &open, &snapshots, "\n</details>\n");
    comment.finish()
}

/// What `git diff` prints, file by file.
fn files(diff: &str) -> Vec<String> {
    let mut files: Vec<(String, Vec<String>)> = Vec::new();
    for line in diff.lines() {
        if let Some(paths) = line.strip_prefix("diff --git ") {
            let path = paths.rsplit(" b/").next().unwrap_or(paths);
            files.push((path.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = files.last_mut() {
            // The headers name the file again.
            let is_header =
                ["index ", "--- ", "+++ ", "new file", "deleted file"].iter().any(|head| line.starts_with(head));
            if !is_header {
                lines.push(escape::line(line));
            }
        }
    }
    files.iter().map(|(path, lines)| format!("- {}\n{}", code(path), block("diff", lines))).collect()
}

pub(crate) fn findings(checked: &Checked, sources: &Sources<'_>, details: bool) -> String {
    let quotes = Quotes::new(sources);
    let heading = format!("Contract: {}", finding_entry::counts(&checked.findings));
    let mut comment = Comment::new("check", &heading);
    let items = FindingEntry::all(&checked.findings, details).into_iter().map(|entry| {
        let Finding { rule, severity, help, reason, .. } = entry.first();
        let headline = prose(&entry.headline());
        let mut item = format!("- {severity}: **{headline}**; rule {}\n", code(rule.id));
        for finding in entry.shown() {
            let place = FilePlace::from(*finding);
            let message = match &entry {
                FindingEntry::Single(_) => String::new(),
                FindingEntry::Folded(_) => format!(": {}", prose(&finding.message)),
            };
            item.push_str(&format!("  {}, {}{message}\n", code(&place.to_string()), code(&phrases::pointer(finding))));
        }
        if let Some(section) = rule.section {
            item.push_str(&format!("  Section: {}\n", prose(section)));
        }
        match &entry {
            FindingEntry::Single(finding) => {
                item.push_str(&block("yaml", &quotes.node(FilePlace::from(*finding)).unwrap_or_default()));
                item.push_str(&format!("  Help: {}\n", prose(help)));
            }
            FindingEntry::Folded(_) => item.push_str("  The option `--details` shows each of them.\n"),
        }
        if let Some(reason) = reason {
            item.push_str(&format!("  By the configuration: {}\n", prose(reason)));
        }
        item
    });
    comment.section("finding", "\n", &items.collect::<Vec<_>>(), "");
    let off = finding_entry::off(checked).map(|line| format!("- {}\n", prose(&line)));
    comment.section("rule that is off", "\nNot reported:\n\n", &off.collect::<Vec<_>>(), "");
    comment.finish()
}

fn verdict(review: &Review) -> String {
    let (open, approved): (Vec<_>, Vec<_>) = review
        .changes
        .iter()
        .filter(|change| phrases::is_break(change))
        .partition(|change| phrases::severity(change) == Severity::Error);
    let mut verdict = match open.len() {
        0 if review.changes.is_empty() => "Contract: nothing changed".to_owned(),
        0 => "Contract: no breaking changes".to_owned(),
        number => format!("Contract: {}", phrases::count(number, "breaking change")),
    };
    if !approved.is_empty() {
        verdict.push_str(&format!(", {} approved", approved.len()));
    }
    verdict
}

/// A change in full.
fn whole(change: &Change, quotes: &Quotes<'_>) -> String {
    let Quoted { base, head } = quotes.change(change);
    let base = base.iter().map(|line| format!("- {line}"));
    let lines: Vec<_> = base.chain(head.iter().map(|line| format!("+ {line}"))).collect();
    let mut item = format!("- **{}**, {}\n", prose(&change.headline), code(&change.place));
    item.push_str(&block("diff", &lines));
    item.push_str(&format!("  Consequence: {}\n", prose(&change.consequence)));
    if let Some(remedy) = &change.remedy {
        item.push_str(&format!("  Remedy: {}\n", prose(remedy)));
    }
    if !change.operations.is_empty() {
        item.push_str(&format!("  Operations: {}\n", phrases::operations(&change.operations, code)));
    }
    item.push_str(&format!("  {}\n", identity(change)));
    if let Some(approval) = &change.approval {
        item.push_str(&format!(
            "  **Approved** ({}): {}\n",
            phrases::reason(approval.reason),
            prose(&approval.because)
        ));
    }
    item
}

/// A change on a line.
fn short(change: &Change) -> String {
    format!("- {}, {}. {}\n", prose(&change.headline), code(&change.place), identity(change))
}

/// Where a change is written, and by which names it is known.
fn identity(change: &Change) -> String {
    let places = [&change.base, &change.head].into_iter().flatten().map(FilePlace::from);
    let at = places.map(|place| code(&place.to_string())).collect::<Vec<_>>().join(" → ");
    let separator = if at.is_empty() { "Rule" } else { "; rule" };
    format!("{at}{separator} {}, fingerprint {}", code(&change.rule.to_string()), code(&change.fingerprint.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_matters_least_and_says_so() {
        let mut comment = Comment::new("diff", "x");
        let items = |length: usize, number: usize| vec!["x".repeat(length); number];
        comment.section("wire change", "<", &items(10_000, 3), ">");
        comment.section("docs change", "<", &items(20_000, 2), ">");
        comment.section("approval", "<", &items(1, 1), ">");
        let text = comment.finish();
        assert!(text.len() < LONGEST, "{}", text.len());
        assert_eq!((text.matches('x').count(), text.matches('<').count()), (50_002, 3), "{}", &text[50_000..]);
        assert!(text.ends_with("Left out for lack of space: 1 docs change, 1 approval. The format `text` has all.\n"));
    }
}
