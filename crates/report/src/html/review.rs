//! A review: its entries, a line each, which open.

use review::{Change, Review, Tier};

use super::markup::{code, prose, text};
use super::page::page;
use crate::configured;
use crate::entries::{Entry, entries, groups};
use crate::place::FilePlace;
use crate::quote::{Quoted, Quotes};
use crate::{Sources, phrases};

pub(crate) fn review(review: &Review, sources: &Sources<'_>) -> String {
    let entries = entries(review);
    let quotes = Quotes::new(sources);
    let of =
        |tiers: &[Tier]| -> Vec<&Entry<'_>> { entries.iter().filter(|entry| tiers.contains(&entry.tier())).collect() };
    let mut main = String::new();
    for (id, heading, tiers) in [
        ("breaking", "Breaking changes", &[Tier::Wire, Tier::Source][..]),
        ("compatible", "Compatible changes", &[Tier::Compatible]),
        ("docs", "Changes of documentation", &[Tier::Docs]),
    ] {
        let of_tiers = of(tiers);
        if !of_tiers.is_empty() {
            main.push_str(&section(id, heading, &part(review, &of_tiers, &quotes)));
        }
    }
    let configured = configured::lines(review);
    if let Some(configuration) = review.configuration.as_ref().filter(|_| !configured.is_empty()) {
        let items: String = configured.iter().map(|line| format!("<li>{}</li>\n", prose(line))).collect();
        let heading = format!("By {}", code(&configuration.file));
        main.push_str(&section("configuration", &heading, &format!("<ul>\n{items}</ul>\n")));
    }
    let approvals = review.unmatched_approvals.iter().map(|approval| {
        let reason = phrases::reason(approval.reason);
        format!("<li>{} ({reason}): {}</li>\n", code(&approval.fingerprint.to_string()), prose(&approval.because))
    });
    let approvals: String = approvals.collect();
    if !approvals.is_empty() {
        let advice = "<p>Delete them, or find out why the change is gone.</p>\n";
        main.push_str(&section(
            "approvals",
            "Approvals that match no change",
            &format!("{advice}<ul>\n{approvals}</ul>\n"),
        ));
    }
    page(&phrases::verdict(review), &header(review), &main, "diff")
}

fn section(id: &str, heading: &str, content: &str) -> String {
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n{content}</section>\n")
}

/// The contracts, the counts, and the version.
fn header(review: &Review) -> String {
    let gate = &review.version;
    let mut header = format!(
        "<p>{} → {}</p>\n<p>Version {} → {}, {}</p>\n",
        code(&review.base),
        code(&review.head),
        code(&gate.base),
        code(&gate.head),
        text(&phrases::gate(gate))
    );
    let tiers = phrases::TIERS.into_iter().filter_map(|tier| Some((tier, phrases::count_of(review, tier)?)));
    let items = tiers.map(|(tier, count)| {
        format!("<li><span class=\"tier {tier}\">{count}</span> {}</li>\n", text(phrases::concern(tier)))
    });
    let items: String = items.collect();
    if !items.is_empty() {
        header.push_str(&format!("<ul class=\"counts\">\n{items}</ul>\n"));
    }
    header
}

/// Entries, by the operations that they reach.
fn part(review: &Review, entries: &[&Entry<'_>], quotes: &Quotes<'_>) -> String {
    let mut part = String::new();
    for group in groups(entries.iter().copied()) {
        part.push_str(&format!("<h3>{}</h3>\n", group.heading(review, phrases::NAMED, code)));
        for entry in &group.entries {
            part.push_str(&self::entry(review, entry, &group.place(review, entry), quotes));
        }
    }
    part
}

fn entry(review: &Review, entry: &Entry<'_>, place: &str, quotes: &Quotes<'_>) -> String {
    let tier = entry.tier();
    let place = if place.is_empty() { String::new() } else { format!("{}: ", code(place)) };
    let counts = entry.counts().map(|counts| format!(" ({counts})")).unwrap_or_default();
    let at = FilePlace::of_change(entry.lead).map(|at| at.without_column().to_string());
    let at = at.map(|at| format!(" <span class=\"faint\">{}</span>", text(&at))).unwrap_or_default();
    let is_alone = entry.changes().count() == 1;
    // Said once, for the change that is the worst.
    let sentences = [Some(&entry.worst().consequence), entry.worst().remedy.as_ref()].into_iter().flatten();
    let sentences: String = sentences.map(|sentence| format!("<p>{}</p>\n", prose(sentence))).collect();
    let changes = entry.changes().map(|change| self::change(review, change, quotes, is_alone));
    format!(
        "<details>\n<summary><span class=\"tier {tier}\">{tier}</span> {place}{}{counts}{at}</summary>\n\
         <div>\n{sentences}</div>\n{}</details>\n",
        prose(&entry.headline()),
        changes.collect::<String>()
    )
}

/// All of a change; its headline is that of the entry, if it is alone.
fn change(review: &Review, change: &Change, quotes: &Quotes<'_>, is_alone: bool) -> String {
    let mut shown = "<div>\n".to_owned();
    if !is_alone {
        shown.push_str(&format!("<h4>{}: {}</h4>\n", change.tier, prose(&change.headline)));
    }
    let Quoted { base, head } = quotes.change(change);
    let base = base.iter().map(|line| format!("<del>- {}</del>", text(line)));
    let lines: String = base.chain(head.iter().map(|line| format!("<ins>+ {}</ins>", text(line)))).collect();
    if !lines.is_empty() {
        shown.push_str(&format!("<pre>{lines}</pre>\n"));
    }
    let place = |location| code(&FilePlace::from(location).to_string());
    let address = |name: &String| review.operations.get(name).unwrap_or(name).clone();
    let addresses: Vec<String> = change.operations.iter().map(address).collect();
    let approval = change.approval.as_ref();
    let approval = approval.map(|it| format!("{}: {}", phrases::reason(it.reason), prose(&it.because)));
    let rows = [
        ("Place", Some(code(&change.place))),
        ("Operations", (!addresses.is_empty()).then(|| phrases::operations(&addresses, code))),
        ("Before", change.base.as_ref().map(place)),
        ("After", change.head.as_ref().map(place)),
        ("Rule", Some(code(change.rule.as_str()))),
        ("Fingerprint", Some(code(&change.fingerprint.to_string()))),
        ("Approved", approval),
    ];
    let rows = rows.into_iter().filter_map(|(term, row)| Some(format!("<dt>{term}</dt><dd>{}</dd>\n", row?)));
    shown.push_str(&format!("<dl>\n{}</dl>\n</div>\n", rows.collect::<String>()));
    shown
}
