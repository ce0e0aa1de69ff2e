//! Text for a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use lint::{Checked, Finding, Severity};
use openapi::escape;
use review::{Approval, Change, Review, Tier};

use crate::finding_entry::{self, FindingEntry};
use crate::place::FilePlace;
use crate::quote::{Quoted, Quotes};
use crate::{Sources, phrases};

/// The styles; all plain without colours.
#[derive(Default)]
struct Styles {
    wire: Style,
    source: Style,
    compatible: Style,
    docs: Style,
    headline: Style,
    label: Style,
    base: Style,
    head: Style,
}

impl Styles {
    fn new(has_colours: bool) -> Self {
        if !has_colours {
            return Self::default();
        }
        Self {
            wire: AnsiColor::Red.on_default().bold(),
            source: AnsiColor::Yellow.on_default().bold(),
            compatible: AnsiColor::Green.on_default(),
            docs: AnsiColor::Blue.on_default(),
            headline: Style::new().bold(),
            label: Style::new().dimmed(),
            base: AnsiColor::Red.on_default(),
            head: AnsiColor::Green.on_default(),
        }
    }

    fn tier(&self, tier: Tier) -> Style {
        match tier {
            Tier::Wire => self.wire,
            Tier::Source => self.source,
            Tier::Compatible => self.compatible,
            Tier::Docs => self.docs,
        }
    }

    fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.wire,
            Severity::Warning => self.source,
            Severity::Info => self.docs,
        }
    }
}

struct Printer {
    text: String,
    styles: Styles,
}

impl Printer {
    fn new(has_colours: bool) -> Self {
        Self { text: String::new(), styles: Styles::new(has_colours) }
    }

    fn line(&mut self, line: impl std::fmt::Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// A line that says what something is, and what it says.
    fn field(&mut self, label: &str, text: &str) {
        let style = self.styles.label;
        self.line(format_args!("  {style}{label:<11}{style:#}  {text}"));
    }

    fn quote(&mut self, sign: char, style: Style, lines: &[String]) {
        for line in lines {
            self.line(format_args!("    {style}{sign} {line}{style:#}"));
        }
    }

    fn change(&mut self, change: &Change, quotes: &Quotes<'_>) {
        let (tier, headline) = (self.styles.tier(change.tier), self.styles.headline);
        self.line("");
        self.line(format_args!(
            "{tier}{}{tier:#} {}: {headline}{}{headline:#}",
            change.tier,
            change.rule,
            escape::line(&change.headline)
        ));
        self.field("place", &escape::line(&change.place));
        if !change.operations.is_empty() {
            self.field("operations", &phrases::operations(&change.operations, escape::line));
        }
        let Quoted { base, head } = quotes.change(change);
        let (removed, added) = (self.styles.base, self.styles.head);
        for (label, location, sign, style, lines) in
            [("base", &change.base, '-', removed, base), ("head", &change.head, '+', added, head)]
        {
            if let Some(location) = location {
                self.field(label, &FilePlace::from(location).to_string());
            }
            self.quote(sign, style, &lines);
        }
        self.field("consequence", &escape::line(&change.consequence));
        if let Some(remedy) = &change.remedy {
            self.field("remedy", &escape::line(remedy));
        }
        self.field("fingerprint", &change.fingerprint.to_string());
        if let Some(approval) = &change.approval {
            self.field("approved", &because(approval));
        }
    }

    /// A change of documentation, on one line.
    fn short(&mut self, change: &Change) {
        let style = self.styles.tier(change.tier);
        let at = FilePlace::of_change(change).map(|place| format!(" ({place})"));
        self.line(format_args!(
            "{style}{}{style:#} {}: {}, {}{}",
            change.tier,
            change.rule,
            escape::line(&change.headline),
            escape::line(&change.place),
            at.unwrap_or_default()
        ));
    }
}

pub(crate) fn review(review: &Review, sources: &Sources<'_>, has_colours: bool) -> String {
    let quotes = Quotes::new(sources);
    let mut printer = Printer::new(has_colours);
    printer.line(format_args!(
        "{}; version {} -> {}, {}",
        phrases::counts(review),
        escape::line(&review.version.base),
        escape::line(&review.version.head),
        phrases::gate(&review.version)
    ));
    let (docs, others): (Vec<_>, Vec<_>) = review.changes.iter().partition(|change| change.tier == Tier::Docs);
    for change in others {
        printer.change(change, &quotes);
    }
    if !docs.is_empty() {
        printer.line("");
    }
    for change in docs {
        printer.short(change);
    }
    if !review.unmatched_approvals.is_empty() {
        printer.line("");
        printer.line("Approvals that match no change; delete them, or find out why the change is gone:");
    }
    for approval in &review.unmatched_approvals {
        printer.line(format_args!("  {}  {}", approval.fingerprint, because(approval)));
    }
    printer.text
}

pub(crate) fn findings(checked: &Checked, sources: &Sources<'_>, details: bool, has_colours: bool) -> String {
    let mut printer = Printer::new(has_colours);
    printer.line(finding_entry::counts(&checked.findings));
    let quotes = Quotes::new(sources);
    for entry in FindingEntry::all(&checked.findings, details) {
        let Finding { rule, severity, help, reason, .. } = entry.first();
        let (style, headline) = (printer.styles.severity(*severity), printer.styles.headline);
        printer.line("");
        printer.line(format_args!(
            "{style}{severity}{style:#} {}: {headline}{}{headline:#}",
            rule.id,
            escape::line(&entry.headline())
        ));
        match &entry {
            FindingEntry::Single(finding) => {
                let place = FilePlace::from(*finding);
                printer.field("place", &format!("{place}: {}", phrases::pointer(finding)));
                if let Some(lines) = quotes.node(place) {
                    printer.quote('|', Style::new(), &lines);
                }
            }
            FindingEntry::Folded(_) => {
                for finding in entry.shown() {
                    let message = escape::line(&finding.message);
                    printer.field("place", &format!("{}: {message}", FilePlace::from(*finding)));
                }
            }
        }
        if let Some(section) = rule.section {
            printer.field("section", section);
        }
        match &entry {
            FindingEntry::Single(_) => printer.field("help", &escape::line(help)),
            FindingEntry::Folded(_) => printer.field("all", "--details shows each of them"),
        }
        if let Some(reason) = reason {
            printer.field(severity.name(), &format!("by the configuration: {}", escape::line(reason)));
        }
    }
    if !checked.off.is_empty() {
        printer.line("");
        finding_entry::off(checked).for_each(|line| printer.line(escape::line(&line)));
    }
    printer.text
}

fn because(approval: &Approval) -> String {
    format!("{}: {}", phrases::reason(approval.reason), escape::line(&approval.because))
}
