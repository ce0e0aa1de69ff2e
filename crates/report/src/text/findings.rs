//! The findings of the lint.

use anstyle::Style;
use lint::{Checked, Finding};
use openapi::escape;

use super::printer::Printer;
use crate::finding_entry::{self, FindingEntry};
use crate::place::FilePlace;
use crate::quote::Quotes;
use crate::render::Display;
use crate::{Sources, phrases};

pub(crate) fn findings(checked: &Checked, sources: &Sources<'_>, display: Display<'_>) -> String {
    let mut printer = Printer::new(display.has_colours, display.width());
    printer.line(finding_entry::counts(&checked.findings));
    let quotes = Quotes::new(sources);
    for entry in FindingEntry::all(&checked.findings, display.has_details) {
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
                printer.field(2, "place", &format!("{place}: {}", phrases::pointer(finding)));
                if let Some(lines) = quotes.node(place) {
                    printer.quote(4, '|', Style::new(), &lines);
                }
            }
            FindingEntry::Folded(_) => {
                for finding in entry.shown() {
                    let message = escape::line(&finding.message);
                    printer.field(2, "place", &format!("{}: {message}", FilePlace::from(*finding)));
                }
            }
        }
        if let Some(section) = rule.section {
            printer.field(2, "section", section);
        }
        match &entry {
            FindingEntry::Single(_) => printer.field(2, "help", &escape::line(help)),
            FindingEntry::Folded(_) => printer.field(2, "all", "--details shows each of them"),
        }
        if let Some(reason) = reason {
            printer.field(2, severity.name(), &format!("by the configuration: {}", escape::line(reason)));
        }
    }
    if !checked.off.is_empty() {
        printer.line("");
        finding_entry::off(checked).for_each(|line| printer.line(escape::line(&line)));
    }
    printer.text
}
