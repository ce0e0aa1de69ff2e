//! The rules: what the cells of the [policy](crate::policy) say, one by one.

use crate::change::{Direction, Tier};
use crate::policy::{Kind, POLICY, Verb};

/// A rule by which changes are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, stable: `request-max-length-tightened`.
    pub id: String,
    /// Whom such a change concerns.
    pub tier: Tier,
    /// What the rule looks at, in a few words.
    pub about: String,
    /// Who breaks, and how; or why nobody does.
    pub consequence: &'static str,
    /// What would make such a change compatible; none where it is.
    pub remedy: Option<&'static str>,
}

/// All rules, in the order of the policy.
pub fn rules() -> Vec<Rule> {
    let directions = |kind: &Kind| match kind.is_directed() {
        true => vec![Some(Direction::Request), Some(Direction::Response)],
        false => vec![None],
    };
    let kinds = POLICY.iter().flat_map(|kind| directions(kind).into_iter().map(move |direction| (kind, direction)));
    kinds
        .flat_map(|(kind, direction)| Verb::ALL.into_iter().filter_map(move |verb| rule(kind, direction, verb)))
        .collect()
}

fn rule(kind: &Kind, direction: Option<Direction>, verb: Verb) -> Option<Rule> {
    let verdict = kind.verdict(direction, verb)?;
    let place = match direction {
        Some(Direction::Request) => ", in what consumers send",
        Some(Direction::Response) => ", in what consumers receive",
        None => "",
    };
    Some(Rule {
        id: id(kind, direction, verb),
        tier: verdict.tier,
        about: format!("{} {}{place}", kind.noun, verb.name()),
        consequence: verdict.consequence,
        remedy: Some(verdict.remedy).filter(|remedy| !remedy.is_empty()),
    })
}

/// The id of a rule.
pub(crate) fn id(kind: &Kind, direction: Option<Direction>, verb: Verb) -> String {
    match direction.filter(|_| kind.is_directed()) {
        Some(direction) => format!("{direction}-{}-{}", kind.name, verb.name()),
        None => format!("{}-{}", kind.name, verb.name()),
    }
}
