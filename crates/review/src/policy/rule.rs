//! The rules: what the cells of the table say, one by one.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::direction::Direction;
use super::effect::Effect;
use super::table::Kind;
use super::tier::Tier;
use super::verb::Verb;

/// The id of a rule of the table. It is stable.
///
/// There is none that the table does not have: an id that is written in code is checked when it is compiled.
///
/// ```
/// use review::RuleId;
///
/// const ID: RuleId = RuleId::named("response-optional-property-removed");
/// assert_eq!("response-optional-property-removed".parse(), Ok(ID));
/// assert_eq!(ID.to_string(), "response-optional-property-removed");
/// ```
///
/// ```compile_fail
/// const ID: review::RuleId = review::RuleId::named("response-property-removed");
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
        match Self::known(kind, direction, verb) {
            Some(rule) => rule,
            None => {
                debug_assert!(false, "the table calls a change impossible that occurs");
                Self { kind: Kind::Unknown, direction: None, verb: Verb::Changed }
            }
        }
    }

    const fn known(kind: Kind, direction: Option<Direction>, verb: Verb) -> Option<Self> {
        let direction = if kind.is_directed() { direction } else { None };
        match kind.effect(direction, verb) {
            Some(_) => Some(Self { kind, direction, verb }),
            None => None,
        }
    }

    /// Every rule of a kind and a verb.
    const DIRECTIONS: [Option<Direction>; 3] = [None, Some(Direction::Request), Some(Direction::Response)];

    const fn find(id: &str) -> Option<Self> {
        let mut kind = 0;
        while kind < Kind::ALL.len() {
            let mut index = 0;
            while index < Self::DIRECTIONS.len() * Verb::ALL.len() {
                let direction = Self::DIRECTIONS[index / Verb::ALL.len()];
                let verb = Verb::ALL[index % Verb::ALL.len()];
                let is_own = direction.is_some() == Kind::ALL[kind].is_directed();
                if is_own
                    && let Some(rule) = Self::known(Kind::ALL[kind], direction, verb)
                    && equal(rule.as_str(), id)
                {
                    return Some(rule);
                }
                index += 1;
            }
            kind += 1;
        }
        None
    }

    /// The id: `request-max-length-tightened`.
    pub const fn as_str(self) -> &'static str {
        let [request, response] = &self.kind.row().ids;
        match self.direction {
            Some(Direction::Response) => response[self.verb as usize],
            _ => request[self.verb as usize],
        }
    }

    /// Whom such a change concerns.
    pub const fn tier(self) -> Tier {
        self.effect().texts().tier
    }

    /// What the rule looks at, in a few words.
    pub fn about(self) -> String {
        let place = match self.direction {
            Some(Direction::Request) => ", in requests",
            Some(Direction::Response) => ", in responses",
            None => "",
        };
        format!("{} {}{place}", self.kind.noun(), self.verb.name())
    }

    /// Who breaks, and how; or why nobody does.
    pub const fn consequence(self) -> &'static str {
        self.effect().texts().consequence
    }

    /// What would make such a change compatible; none where it is.
    pub const fn remedy(self) -> Option<&'static str> {
        self.effect().texts().remedy
    }

    const fn effect(self) -> Effect {
        match self.kind.effect(self.direction, self.verb) {
            Some(effect) => effect,
            None => Effect::Unknown,
        }
    }
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
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
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl JsonSchema for RuleId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        const EXAMPLE: RuleId = RuleId::named("response-optional-property-removed");
        json_schema!({
            "description": "The id of a rule, stable; `contract explain` lists them.",
            "type": "string",
            "examples": [EXAMPLE],
        })
    }
}

impl FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, UnknownRule> {
        Self::find(id).ok_or_else(|| UnknownRule(id.to_owned()))
    }
}

/// No rule has this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no rule `{}`", self.0)
    }
}

impl std::error::Error for UnknownRule {}

/// A rule by which changes are classified.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, stable: `request-max-length-tightened`.
    pub id: RuleId,
    /// Whom such a change concerns.
    pub tier: Tier,
    /// What the rule looks at, in a few words.
    pub about: String,
    /// Who breaks, and how; or why nobody does.
    pub consequence: &'static str,
    /// What would make such a change compatible; none where it is.
    pub remedy: Option<&'static str>,
}

/// All rules, in the order of the table.
pub fn rules() -> Vec<Rule> {
    let kinds = Kind::ALL.iter().flat_map(|kind| {
        let directions = RuleId::DIRECTIONS.into_iter().filter(|direction| direction.is_some() == kind.is_directed());
        directions.flat_map(|direction| Verb::ALL.map(|verb| RuleId::known(*kind, direction, verb)))
    });
    let rule = |id: RuleId| Rule {
        id,
        tier: id.tier(),
        about: id.about(),
        consequence: id.consequence(),
        remedy: id.remedy(),
    };
    kinds.flatten().map(rule).collect()
}
