//! All of an entry.

use review::{Change, Review};

use super::comment::Item;
use super::markup::{block, code, prose};
use crate::entries::Entry;
use crate::place::FilePlace;
use crate::quote::{Quoted, Quotes};
use crate::{explanations, phrases};

/// Each change of an entry: the lines of both contracts, and by which names it is known.
pub(super) fn entry(entry: &Entry<'_>, quotes: &Quotes<'_>) -> Item {
    let changes: Vec<String> = entry.changes().map(|change| self::change(change, quotes)).collect();
    Item { text: changes.concat(), count: changes.len() }
}

fn change(change: &Change, quotes: &Quotes<'_>) -> String {
    let Quoted { base, head } = quotes.change(change);
    let base = base.iter().map(|line| format!("- {line}"));
    let lines: Vec<_> = base.chain(head.iter().map(|line| format!("+ {line}"))).collect();
    let mut item = format!("- **{}**, {}\n", prose(&change.headline), code(&change.place));
    item.push_str(&block("diff", &lines));
    if change.operations.len() > 1 {
        item.push_str(&format!("  Operations: {}\n", phrases::operations(&change.operations, code)));
    }
    let places = [&change.base, &change.head].into_iter().flatten().map(FilePlace::from);
    let at = places.map(|place| code(&place.to_string())).collect::<Vec<_>>().join(" → ");
    let separator = if at.is_empty() { "" } else { "; " };
    item.push_str(&format!("  {at}{separator}{}\n", names(change)));
    if let Some(approval) = &change.approval {
        item.push_str(&format!(
            "  **Approved** ({}): {}\n",
            phrases::reason(approval.reason),
            prose(&approval.because)
        ));
    }
    item
}

/// By which names a change is known.
pub(super) fn names(change: &Change) -> String {
    format!("rule {}, fingerprint {}", code(change.rule.as_str()), code(&change.fingerprint.to_string()))
}

/// What the rules mean, each sentence once.
pub(super) fn explanations(review: &Review) -> Item {
    let mut text = "\nWho breaks, and what would make it compatible:\n\n".to_owned();
    for explanation in explanations::explanations(review).iter().filter(|known| phrases::is_grave(known.tier)) {
        let rules: Vec<String> = explanation.rules.iter().map(|rule| code(rule)).collect();
        text.push_str(&format!("- {}: {}\n", rules.join(", "), prose(&explanation.sentences())));
    }
    Item { text, count: 0 }
}
