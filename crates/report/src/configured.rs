//! What a team's configuration did to a review: so that nobody takes silence for compatibility.

use std::collections::BTreeMap;

use review::{Review, RuleId, SettingChange};

use crate::phrases;

/// The sentences, one a line: what of the configuration has changed, which changes have another tier than their rules,
/// and how many are not reported.
pub(crate) fn lines(review: &Review) -> Vec<String> {
    let mut lines = Vec::new();
    for SettingChange { setting, base, head } in review.configuration.iter().flat_map(|it| &it.changes) {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "not set".to_owned());
        lines.push(format!("The configuration itself changed: {setting} from {} to {}", value(base), value(head)));
    }
    let mut retiered: BTreeMap<RuleId, (usize, String)> = BTreeMap::new();
    for change in &review.changes {
        if let Some(reason) = &change.reason {
            let line = format!("{}, which is {} here, not {}: {reason}", change.rule, change.tier, change.rule.tier());
            retiered.entry(change.rule).or_insert((0, line)).0 += 1;
        }
    }
    lines.extend(retiered.into_values().map(|(count, line)| format!("{} of {line}", phrases::count(count, "change"))));
    let total: usize = review.off.iter().map(|off| off.changes).sum();
    if total > 0 {
        lines.push(format!("{} of rules that are off:", phrases::count(total, "change")));
    }
    lines.extend(review.off.iter().map(|off| format!("{} of {}: {}", off.changes, off.rule, off.reason)));
    lines
}
