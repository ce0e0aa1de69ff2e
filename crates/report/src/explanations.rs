//! What the rules of a review mean, each sentence once.

use openapi::escape;
use review::{Review, Tier};

/// Who breaks, and how, by the rules that say so.
pub(crate) struct Explanation<'r> {
    pub tier: Tier,
    pub consequence: &'r str,
    pub remedy: Option<&'r str>,
    /// The ids of the rules, in the order of the changes.
    pub rules: Vec<&'r str>,
}

impl Explanation<'_> {
    /// Consequence and remedy.
    pub fn sentences(&self) -> String {
        let sentences = [Some(self.consequence), self.remedy].into_iter().flatten();
        sentences.map(escape::line).collect::<Vec<_>>().join(" ")
    }
}

/// The explanations of all changes, in their order.
pub(crate) fn explanations(review: &Review) -> Vec<Explanation<'_>> {
    let mut explanations: Vec<Explanation<'_>> = Vec::new();
    for change in &review.changes {
        let (tier, consequence, remedy) = (change.tier, change.consequence.as_str(), change.remedy.as_deref());
        let is_same =
            |known: &&mut Explanation<'_>| (known.tier, known.consequence, known.remedy) == (tier, consequence, remedy);
        let rule = change.rule.as_str();
        match explanations.iter_mut().find(is_same) {
            Some(known) if known.rules.contains(&rule) => {}
            Some(known) => known.rules.push(rule),
            None => explanations.push(Explanation { tier, consequence, remedy, rules: vec![rule] }),
        }
    }
    explanations
}
