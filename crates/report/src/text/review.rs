//! A review: its entries, a line each, by the operations that they reach.

use anstyle::Style;
use openapi::escape;
use review::{Approval, Review, Tier};

use super::details;
use super::printer::Printer;
use super::wrap::Piece;
use crate::entries::{Entry, Group, entries, groups};
use crate::place::FilePlace;
use crate::quote::Quotes;
use crate::render::Display;
use crate::{Sources, configured, phrases};

/// So many entries are shown together, those that break with the others. Of more, so many of each tier that breaks nobody
/// are listed before the others are counted.
const LISTED: usize = 20;

pub(crate) fn review(review: &Review, sources: &Sources<'_>, display: Display<'_>) -> String {
    let mut printer = Printer::new(display.has_colours, display.width());
    let entries = entries(review);
    printer.sentence(Style::new(), &phrases::summary(review));
    let quotes = display.has_details.then(|| Quotes::new(sources));
    let listed = if display.has_details { usize::MAX } else { LISTED };
    let (breaks, others): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| phrases::is_grave(entry.tier()));
    if entries.len() <= LISTED {
        part(&mut printer, review, &entries.iter().collect::<Vec<_>>(), quotes.as_ref());
    } else {
        part(&mut printer, review, &breaks, quotes.as_ref());
        for tier in [Tier::Compatible, Tier::Docs] {
            let of_tier: Vec<_> = others.iter().copied().filter(|entry| entry.tier() == tier).collect();
            let (shown, rest) = of_tier.split_at(of_tier.len().min(listed));
            part(&mut printer, review, shown, quotes.as_ref());
            let rest: usize = rest.iter().map(|entry| entry.changes().count()).sum();
            if rest > 0 {
                printer.line("");
                let rest = phrases::count(rest, &format!("more {tier} change"));
                printer.sentence(Style::new(), &format!("and {rest}; --details lists all"));
            }
        }
    }
    if display.has_details {
        details::explanations(&mut printer, review);
    } else if !entries.is_empty() {
        printer.line("");
        let label = printer.styles.label;
        printer.sentence(label, phrases::MORE);
    }
    let configured = configured::lines(review);
    if let Some(configuration) = review.configuration.as_ref().filter(|_| !configured.is_empty()) {
        printer.line("");
        printer.line(format_args!("By {}:", escape::line(&configuration.file)));
        for line in configured {
            let start = Piece::new(Style::new(), "  ");
            printer.wrapped(&start, &[Piece::new(Style::new(), escape::line(&line))]);
        }
    }
    if !review.unmatched_approvals.is_empty() {
        printer.line("");
        printer.line("Approvals that match no change; delete them, or find out why the change is gone:");
    }
    for approval in &review.unmatched_approvals {
        let start = Piece::new(Style::new(), format!("  {}  ", approval.fingerprint));
        printer.wrapped(&start, &[Piece::new(Style::new(), because(approval))]);
    }
    printer.text
}

/// Entries, by the operations that they reach.
fn part(printer: &mut Printer, review: &Review, entries: &[&Entry<'_>], quotes: Option<&Quotes<'_>>) {
    for group in groups(entries.iter().copied()) {
        let columns = |is_grave: bool| {
            let tiers = group.entries.iter().map(|entry| entry.tier());
            let tiers = tiers.filter(|tier| phrases::is_grave(*tier) == is_grave);
            tiers.map(|tier| tier.name().len()).max().unwrap_or_default()
        };
        let (of_breaks, of_others) = (columns(true), columns(false));
        printer.line("");
        heading(printer, review, &group);
        for entry in &group.entries {
            let place = group.place(review, entry);
            line(printer, entry, &place, if phrases::is_grave(entry.tier()) { of_breaks } else { of_others });
            if let Some(quotes) = quotes {
                details::entry(printer, entry, quotes);
            }
        }
    }
}

/// The operations of a group: as many as there is room for.
fn heading(printer: &mut Printer, review: &Review, group: &Group<'_, '_>) {
    let width = printer.width;
    let heading = |named: usize| group.heading(review, named, escape::line);
    let fits = |heading: &String| unicode_width::UnicodeWidthStr::width(heading.as_str()) <= width;
    let fitting = (1..=phrases::NAMED).rev().map(heading).find(fits);
    let style = printer.styles.headline;
    printer.sentence(style, &fitting.unwrap_or_else(|| heading(1)));
}

/// An entry; the names of tiers are so wide.
fn line(printer: &mut Printer, entry: &Entry<'_>, place: &str, columns: usize) {
    let (plain, label) = (Style::new(), printer.styles.label);
    let tier = entry.tier();
    let start = Piece::new(printer.styles.tier(tier), format!("  {:<columns$}  ", tier.name()));
    let mut pieces = Vec::new();
    if !place.is_empty() {
        pieces.push(Piece::new(plain, format!("{}:", escape::line(place))));
    }
    pieces.push(Piece::new(printer.styles.headline, escape::line(&entry.headline())));
    pieces.extend(entry.counts().map(|counts| Piece::apart(plain, format!("[{counts}]"))));
    let at = FilePlace::of_change(entry.lead).map(|place| place.without_column().to_string());
    pieces.extend(at.map(|at| Piece::apart(label, at)));
    printer.wrapped(&start, &pieces);
    let mut approvals: Vec<String> =
        entry.changes().filter_map(|change| change.approval.as_ref()).map(because).collect();
    approvals.dedup();
    for approval in approvals {
        let start = Piece::new(label, format!("{:1$}approved  ", "", columns + 4));
        printer.wrapped(&start, &[Piece::new(plain, approval)]);
    }
}

pub(super) fn because(approval: &Approval) -> String {
    format!("{}: {}", phrases::reason(approval.reason), escape::line(&approval.because))
}
