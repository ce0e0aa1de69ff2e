//! The file in which a team says what it thinks of rules, as a review reports it.

use crate::policy::RuleId;

/// The file of configuration by which a review was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// Its name.
    pub file: String,
    /// What of it is not as it was beside the contract before.
    pub changes: Vec<SettingChange>,
}

impl Configuration {
    /// This one and that of another document, which may be the same file.
    pub(crate) fn and(mut self, other: Self) -> Self {
        if !self.file.split(", ").any(|file| file == other.file) {
            self.file = format!("{}, {}", self.file, other.file);
            self.changes.extend(other.changes);
        }
        self
    }
}

/// A setting that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Its name, as in `diff.rules.response-header-removed`.
    pub setting: String,
    /// Its value before; none if it is new.
    pub base: Option<String>,
    /// Its value now; none if it is gone.
    pub head: Option<String>,
}

/// A rule whose changes a team does not want to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOff {
    /// The rule.
    pub rule: RuleId,
    /// Why it is off.
    pub reason: String,
    /// How many changes are not reported.
    pub changes: usize,
}
