//! What a team says of the rules, apart from the table: which are off, which have another tier, and why.

use std::collections::BTreeMap;

use super::extension::Treatments;
use super::rule::RuleId;
use super::terms::Tier;

/// What a team says of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The tier of its changes; none if they are not reported.
    pub tier: Option<Tier>,
    /// Why, in a sentence.
    pub reason: String,
}

/// What a team says of extensions and rules; the table holds for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What it says of extensions.
    pub treatments: Treatments,
    /// What it says of rules.
    pub rules: BTreeMap<RuleId, RuleSetting>,
}

impl From<Treatments> for Settings {
    fn from(treatments: Treatments) -> Self {
        Self { treatments, rules: BTreeMap::new() }
    }
}
