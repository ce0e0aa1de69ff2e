//! The findings of the lint.

use lint::{Checked, Finding};

use super::comment::{Comment, Item};
use super::markup::{block, code, prose};
use crate::finding_entry::{self, FindingEntry};
use crate::place::FilePlace;
use crate::quote::Quotes;
use crate::{Sources, phrases};

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
        Item::from(item)
    });
    comment.section("finding", "\n", &items.collect::<Vec<_>>(), "");
    let off = finding_entry::off(checked).map(|line| Item::from(format!("- {}\n", prose(&line))));
    comment.section("rule that is off", "\nNot reported:\n\n", &off.collect::<Vec<_>>(), "");
    comment.finish()
}
