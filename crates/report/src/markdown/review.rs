//! A review: its entries, a line each, by the operations that they reach; all else is folded.

use review::{Review, Tier};

use super::comment::{Comment, Item};
use super::markup::{code, prose};
use super::{details, snapshots};
use crate::Sources;
use crate::configured;
use crate::entries::{Entry, entries, groups};
use crate::phrases;
use crate::place::FilePlace;
use crate::quote::Quotes;

pub(crate) fn review(review: &Review, sources: &Sources<'_>, snapshots: &str) -> String {
    let entries = entries(review);
    let mut comment = Comment::new("diff", &phrases::verdict(review));
    comment.text.push_str(&summary(review));
    let (breaks, others): (Vec<&Entry<'_>>, Vec<_>) = entries.iter().partition(|entry| phrases::is_grave(entry.tier()));
    comment.section("breaking change", "", &lines(review, &breaks, line), "");
    for tier in [Tier::Compatible, Tier::Docs] {
        let of_tier: Vec<_> = others.iter().copied().filter(|entry| entry.tier() == tier).collect();
        let noun = format!("{tier} change");
        let summary = phrases::count(of_tier.iter().map(|entry| entry.changes().count()).sum(), &noun);
        let open = format!("\n<details>\n<summary>{summary}: {}</summary>\n\n", phrases::concern(tier));
        comment.section(&noun, &open, &lines(review, &of_tier, line_with_identity), "\n</details>\n");
    }
    let configured = configured::lines(review);
    let configured: Vec<_> = configured.iter().map(|line| Item::from(format!("- {}\n", prose(line)))).collect();
    let file = review.configuration.as_ref().map(|configuration| code(&configuration.file)).unwrap_or_default();
    comment.section("setting", &format!("\n### By {file}\n\n"), &configured, "");
    let approvals = review.unmatched_approvals.iter().map(|approval| {
        let reason = phrases::reason(approval.reason);
        Item::from(format!("- {} ({reason}): {}\n", code(&approval.fingerprint.to_string()), prose(&approval.because)))
    });
    comment.section(
        "approval",
        "\n### Approvals that match no change\n\nDelete them, or find out why the change is gone.\n\n",
        &approvals.collect::<Vec<_>>(),
        "",
    );
    let quotes = Quotes::new(sources);
    let mut items: Vec<Item> = breaks.iter().map(|entry| details::entry(entry, &quotes)).collect();
    if !items.is_empty() {
        items.push(details::explanations(review));
    }
    let open = "\n<details>\n<summary>Details of the breaking changes: the lines, and the fingerprints that <code>contract \
                approve</code> takes</summary>\n\n";
    comment.section("detail", open, &items, "\n</details>\n");
    let snapshots: Vec<Item> = snapshots::files(snapshots).into_iter().map(Item::from).collect();
    let summary = phrases::count(snapshots.len(), "changed snapshot");
    let open = format!("\n<details>\n<summary>{summary}: what it does to generated code</summary>\n\n");
    comment.section("changed snapshot", &open, &snapshots, "\n</details>\n");
    comment.finish()
}

/// The counts and the versions; and what the tiers of breaks mean, where there is one.
fn summary(review: &Review) -> String {
    let gate = &review.version;
    let strong = if gate.passes { "" } else { "**" };
    let mut summary = format!(
        "\n{}; version {} → {}, {strong}{}{strong}.\n",
        phrases::counts(review),
        code(&gate.base),
        code(&gate.head),
        prose(&phrases::gate(gate)),
    );
    let is_there = |tier: &Tier| review.changes.iter().any(|change| change.tier == *tier);
    let tiers = [Tier::Wire, Tier::Source].into_iter().filter(is_there);
    let meanings: Vec<String> = tiers.map(|tier| format!("**{tier}**: {}", phrases::concern(tier))).collect();
    if !meanings.is_empty() {
        summary.push_str(&format!("\n{}.\n\n", meanings.join("; ")));
    }
    summary
}

/// The entries, each an item below the operations that they reach, which stand in front of the first.
fn lines(review: &Review, entries: &[&Entry<'_>], line: fn(&Entry<'_>, &str) -> String) -> Vec<Item> {
    let mut items = Vec::new();
    for group in groups(entries.iter().copied()) {
        let mut heading = format!("- {}\n", group.heading(review, phrases::NAMED, code));
        for entry in &group.entries {
            items.push(Item {
                text: std::mem::take(&mut heading) + &line(entry, &group.place(review, entry)),
                count: entry.changes().count(),
            });
        }
    }
    items
}

fn line(entry: &Entry<'_>, place: &str) -> String {
    let place = if place.is_empty() { String::new() } else { format!("{}: ", code(place)) };
    let counts = entry.counts().map(|counts| format!(" ({counts})")).unwrap_or_default();
    let at = FilePlace::of_change(entry.lead).map(|at| format!(", {}", code(&at.without_column().to_string())));
    let tier = entry.tier();
    format!("  - **{tier}** {place}{}{counts}{}\n", prose(&entry.headline()), at.unwrap_or_default())
}

/// The same, with the names by which the changes are known.
fn line_with_identity(entry: &Entry<'_>, place: &str) -> String {
    let line = line(entry, place);
    let identities = entry.changes().map(details::names).collect::<Vec<_>>().join("; ");
    format!("{}; {identities}\n", line.trim_end())
}
