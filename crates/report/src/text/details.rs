//! All of an entry, on request.

use anstyle::Style;
use openapi::escape;
use review::{Change, Review};

use super::printer::Printer;
use super::review::because;
use super::wrap::Piece;
use crate::entries::Entry;
use crate::explanations;
use crate::phrases;
use crate::place::FilePlace;
use crate::quote::{Quoted, Quotes};

/// How far the details of an entry are indented.
const INDENT: usize = 6;

/// Each change of an entry: the lines of both contracts, and by which names it is known.
pub(super) fn entry(printer: &mut Printer, entry: &Entry<'_>, quotes: &Quotes<'_>) {
    let is_alone = entry.changes().count() == 1;
    for change in entry.changes() {
        if !is_alone {
            let headline = format!("{} {}", change.tier, escape::line(&change.headline));
            printer.field(INDENT, "change", &headline);
        }
        self::change(printer, change, quotes);
    }
}

fn change(printer: &mut Printer, change: &Change, quotes: &Quotes<'_>) {
    printer.field(INDENT, "rule", change.rule.as_str());
    printer.field(INDENT, "place", &escape::line(&change.place));
    if change.operations.len() > 1 {
        printer.field(INDENT, "operations", &phrases::operations(&change.operations, escape::line));
    }
    let Quoted { base, head } = quotes.change(change);
    let (removed, added) = (printer.styles.base, printer.styles.head);
    for (label, location, sign, style, lines) in
        [("base", &change.base, '-', removed, base), ("head", &change.head, '+', added, head)]
    {
        if let Some(location) = location {
            printer.field(INDENT, label, &FilePlace::from(location).to_string());
        }
        printer.quote(INDENT + 2, sign, style, &lines);
    }
    printer.field(INDENT, "fingerprint", &change.fingerprint.to_string());
    if let Some(approval) = &change.approval {
        printer.field(INDENT, "approved", &because(approval));
    }
}

/// What each rule of the review means, once.
pub(super) fn explanations(printer: &mut Printer, review: &Review) {
    for explanation in explanations::explanations(review) {
        printer.line("");
        let (tier, headline) = (printer.styles.tier(explanation.tier), printer.styles.headline);
        let rules = explanation.rules.join(", ");
        printer.wrapped(
            &Piece::new(tier, format!("{} ", explanation.tier)),
            &[Piece::new(headline, format!("{rules}:")), Piece::new(Style::new(), explanation.sentences())],
        );
    }
}
