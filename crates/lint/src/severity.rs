//! How grave a finding is, and who decides it: the rule, a profile, or the team whose contract it is.

use std::collections::BTreeMap;
use std::fmt;

use crate::registry::rules;
use crate::rule::Rule;

/// How grave a finding is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document is wrong, or those who read it are misled.
    Error,
    /// Something has no effect, is probably a mistake, or is read differently by different tools.
    Warning,
    /// Something is missing that readers would like to have.
    Info,
}

impl Severity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Which severity the rules have where a team says nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Each rule has its own.
    #[default]
    Recommended,
    /// Every finding is an error.
    Strict,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Recommended, Self::Strict];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a team says of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The severity of its findings; none if they are not reported.
    pub severity: Option<Severity>,
    /// Why, in a sentence.
    pub reason: String,
}

/// What a team says of the rules; the profile holds for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The severity of the rules that the team does not name.
    pub profile: Profile,
    rules: BTreeMap<&'static str, RuleSetting>,
}

/// No rule has this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule;

impl Settings {
    /// Settings of a profile, in which a team names no rule.
    pub fn of(profile: Profile) -> Self {
        Self { profile, rules: BTreeMap::new() }
    }

    /// Says what a rule is to this team.
    ///
    /// # Errors
    ///
    /// There is no rule of this id.
    pub fn set(&mut self, id: &str, setting: RuleSetting) -> Result<(), UnknownRule> {
        let rule = rules().find(|rule| rule.id == id).ok_or(UnknownRule)?;
        self.rules.insert(rule.id, setting);
        Ok(())
    }

    /// The rules that the team names, by their ids.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, &RuleSetting)> {
        self.rules.iter().map(|(id, setting)| (*id, setting))
    }

    /// What the team says of a rule.
    pub fn setting(&self, rule: &Rule) -> Option<&RuleSetting> {
        self.rules.get(rule.id)
    }

    /// The severity of a rule; none if its findings are not reported.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match (self.setting(rule), self.profile) {
            (Some(setting), _) => setting.severity,
            (None, Profile::Recommended) => Some(rule.severity),
            (None, Profile::Strict) => Some(Severity::Error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_the_last_word_then_the_profile() {
        let rule = rules().find(|rule| rule.severity == Severity::Info).unwrap();
        let setting = |severity| RuleSetting { severity, reason: "r".to_owned() };
        for (profile, own, expected) in [
            (Profile::Recommended, None, Some(Severity::Info)),
            (Profile::Strict, None, Some(Severity::Error)),
            (Profile::Strict, Some(Some(Severity::Warning)), Some(Severity::Warning)),
            (Profile::Recommended, Some(None), None),
        ] {
            let mut settings = Settings::of(profile);
            if let Some(severity) = own {
                settings.set(rule.id, setting(severity)).unwrap();
            }
            assert_eq!(settings.severity(rule), expected);
        }
        assert_eq!(Settings::default().set("no-such-rule", setting(None)), Err(UnknownRule));
    }
}
