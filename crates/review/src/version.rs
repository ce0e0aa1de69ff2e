//! Versions, and the version gate: by how much `info.version` must rise.

use std::fmt;
use std::str::FromStr;

use crate::policy::Tier;
use crate::text::ParseError;

/// The version of a contract: three numbers, as in `1.2.3`.
///
/// It is a version of <https://semver.org> without a suffix: neither `1.2.3-rc1` nor `1.2.3+4` is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(semver::Version);

impl Version {
    /// The lowest version that such a change allows.
    ///
    /// What breaks needs a new major version, what is compatible a new minor one, words a patch. Before 1.0 what breaks
    /// needs a new minor version, and all else a patch.
    #[must_use]
    pub fn after(&self, worst: Tier) -> Self {
        let semver::Version { major, minor, patch, .. } = self.0;
        Self(match (worst, major) {
            (Tier::Wire | Tier::Source, 1..) => semver::Version::new(major.saturating_add(1), 0, 0),
            (Tier::Wire | Tier::Source, 0) | (Tier::Compatible, 1..) => {
                semver::Version::new(major, minor.saturating_add(1), 0)
            }
            (Tier::Compatible | Tier::Docs, _) => semver::Version::new(major, minor, patch.saturating_add(1)),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Version {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let version = semver::Version::parse(text).ok();
        version
            .filter(|version| version.pre.is_empty() && version.build.is_empty())
            .map(Self)
            .ok_or_else(|| ParseError(format!("`{text}` is not three numbers, as in `1.2.3`")))
    }
}

/// What the changes ask of `info.version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The version before, as it is written.
    pub base: String,
    /// The version after, as it is written.
    pub head: String,
    /// The lowest version that the changes allow; none if the version before is not three numbers, as in `1.2.3`.
    pub needed: Option<Version>,
    /// Whether the version after is at least the one needed.
    pub passes: bool,
}

impl Gate {
    /// Compares two versions by the worst tier of the changes between them; none if nothing changes.
    ///
    /// Where the version before is not three numbers, any other one passes.
    pub(crate) fn new(base: &str, head: &str, worst: Option<Tier>) -> Self {
        let old = base.parse::<Version>().ok();
        let needed = old.map(|old| worst.map_or_else(|| old.clone(), |worst| old.after(worst)));
        let passes = match &needed {
            Some(needed) => head.parse::<Version>().is_ok_and(|head| head >= *needed),
            None => base != head || worst.is_none(),
        };
        Self { base: base.to_owned(), head: head.to_owned(), needed, passes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_rises_by_what_the_changes_need() {
        let table = [
            ("0.1.0", None, "0.1.0"),
            ("0.1.3", Some(Tier::Wire), "0.2.0"),
            ("0.1.3", Some(Tier::Source), "0.2.0"),
            ("0.1.3", Some(Tier::Compatible), "0.1.4"),
            ("0.1.3", Some(Tier::Docs), "0.1.4"),
            ("1.2.3", Some(Tier::Wire), "2.0.0"),
            ("1.2.3", Some(Tier::Source), "2.0.0"),
            ("1.2.3", Some(Tier::Compatible), "1.3.0"),
            ("1.2.3", Some(Tier::Docs), "1.2.4"),
        ];
        for (version, worst, expected) in table {
            let gate = Gate::new(version, expected, worst);
            assert_eq!(gate.needed.map(|needed| needed.to_string()).as_deref(), Some(expected), "{version} {worst:?}");
            assert!(gate.passes, "{version} {worst:?}");
            assert_eq!(Gate::new(version, version, worst).passes, version == expected, "{version} {worst:?}");
        }
        assert!(Gate::new("0.9.0", "0.10.0", Some(Tier::Wire)).passes);
    }

    #[test]
    fn a_version_is_three_numbers() {
        assert_eq!("1.20.3".parse::<Version>().map(|version| version.to_string()), Ok("1.20.3".to_owned()));
        for version in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.3-rc1",
            "1.2.3+4",
            "v1.2.3",
            "1.+2.3",
            "1..3",
            "01.2.3",
            "99999999999999999999.0.0",
        ] {
            assert!(version.parse::<Version>().is_err(), "{version}");
        }
    }

    #[test]
    fn any_other_version_follows_one_that_is_not_three_numbers() {
        for (base, head, worst, passes) in [
            ("2024-01", "2024-02", Some(Tier::Wire), true),
            ("2024-01", "2024-01", Some(Tier::Docs), false),
            ("2024-01", "2024-01", None, true),
            ("1.0.0", "2024-01", None, false),
        ] {
            let gate = Gate::new(base, head, worst);
            assert_eq!((gate.needed.is_some(), gate.passes), (base == "1.0.0", passes), "{base} {head} {worst:?}");
        }
    }
}
