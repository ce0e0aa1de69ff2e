//! What of a file of configuration has changed.

use std::collections::BTreeSet;

use review::SettingChange;

use super::settings::Config;

/// The settings that are not what they were, by their names.
pub fn changes(base: &Config, head: &Config) -> Vec<SettingChange> {
    let names: BTreeSet<&String> = base.entries.keys().chain(head.entries.keys()).collect();
    let pairs = names.into_iter().map(|name| (name, base.entries.get(name), head.entries.get(name)));
    pairs
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| SettingChange { setting: name.clone(), base: old.cloned(), head: new.cloned() })
        .collect()
}
