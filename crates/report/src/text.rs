//! Text for a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::quote::{self, Lines, Quotes, Sides};
use crate::{Texts, escape, wording};
use lint::Finding;
use review::{Approval, Change, Review, Tier};

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
    fn new(colour: bool) -> Self {
        if !colour {
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
}

struct Report {
    text: String,
    styles: Styles,
}

impl Report {
    fn new(colour: bool) -> Self {
        Self { text: String::new(), styles: Styles::new(colour) }
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
            self.field("operations", &wording::operations(&change.operations, escape::line));
        }
        let Sides { base, head } = quote::sides(change, quotes);
        let (removed, added) = (self.styles.base, self.styles.head);
        for (label, location, sign, style, lines) in
            [("base", &change.base, '-', removed, base), ("head", &change.head, '+', added, head)]
        {
            if let Some(location) = location {
                self.field(label, &wording::place(location));
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

    /// A change of words, on one line.
    fn words(&mut self, change: &Change) {
        let style = self.styles.tier(change.tier);
        let at = wording::location(change).map(|location| format!(" ({})", wording::place(location)));
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

pub(super) fn review(review: &Review, texts: Texts<'_>, colour: bool) -> String {
    let quotes = Quotes::new(texts);
    let mut report = Report::new(colour);
    report.line(format_args!(
        "{}; version {} -> {}, {}",
        wording::counts(review),
        escape::line(&review.version.base),
        escape::line(&review.version.head),
        wording::gate(&review.version)
    ));
    let (words, others): (Vec<_>, Vec<_>) = review.changes.iter().partition(|change| change.tier == Tier::Docs);
    for change in others {
        report.change(change, &quotes);
    }
    if !words.is_empty() {
        report.line("");
    }
    for change in words {
        report.words(change);
    }
    if !review.unmatched_approvals.is_empty() {
        report.line("");
        report.line("Approvals that match no change; delete them, or see why the change is gone:");
    }
    for approval in &review.unmatched_approvals {
        report.line(format_args!("  {}  {}", approval.fingerprint, because(approval)));
    }
    report.text
}

pub(super) fn findings(findings: &[Finding], text: Option<&str>, colour: bool) -> String {
    let mut report = Report::new(colour);
    if findings.is_empty() {
        report.line("no findings");
        return report.text;
    }
    let quoted = Lines::new(text);
    report.line(wording::count(findings.len(), "finding"));
    for finding in findings {
        let (rule, headline) = (report.styles.source, report.styles.headline);
        report.line("");
        report.line(format_args!(
            "{rule}{}{rule:#}: {headline}{}{headline:#}",
            escape::line(&finding.rule),
            escape::line(&finding.message)
        ));
        let place = format!("{}: {}", wording::place(&finding.location), wording::pointer(finding));
        report.field("place", &place);
        if let Some(lines) = finding.location.line.and_then(|line| quote::node(&quoted, line)) {
            report.quote('|', Style::new(), &lines);
        }
        if let Some(section) = &finding.section {
            report.field("section", &escape::line(section));
        }
        if let Some(help) = &finding.help {
            report.field("help", &escape::line(help));
        }
    }
    report.text
}

fn because(approval: &Approval) -> String {
    format!("{}: {}", wording::reason(approval.reason), escape::line(&approval.because))
}
