//! The rules: what the cells of the table state, one by one.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use openapi::Direction;

use super::effect::EffectTexts;
use super::known_extensions::EXTENSIONS;
use super::table::Kind;
use super::terms::{Tier, Verb};
use crate::text::ParseError;

/// A rule of the table, by its id, which is stable.
///
/// There is none that the table does not have: an id that is written in code is checked when it is compiled.
///
/// ```
/// use review::{RuleId, Tier};
///
/// const RULE: RuleId = RuleId::named("response-optional-property-removed");
/// assert_eq!("response-optional-property-removed".parse(), Ok(RULE));
/// assert_eq!(RULE.to_string(), "response-optional-property-removed");
/// assert_eq!(RULE.tier(), Tier::Wire);
/// ```
///
/// ```compile_fail
/// const RULE: review::RuleId = review::RuleId::named("response-property-removed");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RuleId {
    kind: Kind,
    /// None if the rules of the kind are the same for requests and responses.
    direction: Option<Direction>,
    verb: Verb,
}

impl RuleId {
    /// The rule of this id, for ids that are written in code.
    ///
    /// # Panics
    ///
    /// There is no such rule. In a `const` that is an error of the compiler; for other texts, use `parse`.
    pub const fn named(id: &str) -> Self {
        match Self::find(id) {
            Some(rule) => rule,
            None => panic!("the table has no rule of this id"),
        }
    }

    /// The rule for a change; what the table does not expect is the rule for what is unknown.
    pub(crate) const fn of(kind: Kind, direction: Option<Direction>, verb: Verb) -> Self {
        let direction = if kind.is_directed() { direction } else { None };
        let is_expected = kind.effect(direction, verb).is_some();
        debug_assert!(is_expected, "a change occurs that cannot occur by the table");
        if is_expected { Self { kind, direction, verb } } else { UNKNOWN }
    }

    /// The rule for each direction and verb of each kind, in the order of the table; `None` where there is none.
    const fn at(index: usize) -> Option<Self> {
        let verb = Verb::ALL[index % Verb::ALL.len()];
        let kind = Kind::ALL[index / Verb::ALL.len() / Direction::ALL.len()];
        let direction = Direction::ALL[index / Verb::ALL.len() % Direction::ALL.len()];
        let direction = match (kind.is_directed(), direction) {
            (true, direction) => Some(direction),
            (false, Direction::Request) => None,
            (false, Direction::Response) => return None,
        };
        match kind.effect(direction, verb) {
            Some(_) => Some(Self { kind, direction, verb }),
            None => None,
        }
    }

    const fn find(id: &str) -> Option<Self> {
        let mut index = 0;
        while index < COUNT {
            if let Some(rule) = Self::at(index)
                && equal(rule.as_str().as_bytes(), id.as_bytes())
            {
                return Some(rule);
            }
            index += 1;
        }
        None
    }

    /// The id: `request-max-length-tightened`.
    pub const fn as_str(self) -> &'static str {
        let [request, response] = &self.kind.row().ids;
        let ids = if matches!(self.direction, Some(Direction::Response)) { response } else { request };
        ids[self.verb as usize]
    }

    /// What it is that changes, as headlines call it.
    pub const fn noun(self) -> &'static str {
        self.kind.noun()
    }

    /// What the rule looks at, in a few words.
    pub fn about(self) -> String {
        let place = match self.direction {
            Some(Direction::Request) => ", in requests",
            Some(Direction::Response) => ", in responses",
            None => "",
        };
        format!("{} {}{place}", self.kind.noun(), self.verb)
    }

    /// Whom such a change concerns.
    pub const fn tier(self) -> Tier {
        self.texts().tier
    }

    /// Who breaks, and how; or why nobody does.
    pub const fn consequence(self) -> &'static str {
        self.texts().consequence
    }

    /// What would make such a change compatible; none where it is.
    pub const fn remedy(self) -> Option<&'static str> {
        self.texts().remedy
    }

    /// Why the rules of this kind are as they are; none where nobody would expect others.
    pub const fn because(self) -> Option<&'static str> {
        self.kind.row().because
    }

    /// The extensions that it holds for, each with who reads it; a `*` stands for any end of the name.
    pub fn extensions(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = EXTENSIONS.iter().filter(move |(_, kind, _)| *kind == self.kind);
        own.map(|(name, _, reader)| (*name, *reader))
    }

    const fn texts(self) -> &'static EffectTexts {
        match self.kind.effect(self.direction, self.verb) {
            Some(effect) => effect.texts(),
            None => UNKNOWN.texts(),
        }
    }
}

const UNKNOWN: RuleId = RuleId { kind: Kind::Unknown, direction: None, verb: Verb::Changed };

const COUNT: usize = Kind::ALL.len() * Direction::ALL.len() * Verb::ALL.len();

/// All rules, in the order of the table.
pub fn rules() -> impl Iterator<Item = RuleId> {
    (0..COUNT).filter_map(RuleId::at)
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl FromStr for RuleId {
    type Err = ParseError;

    fn from_str(id: &str) -> Result<Self, ParseError> {
        Self::find(id).ok_or_else(|| ParseError(format!("there is no rule `{id}`")))
    }
}
