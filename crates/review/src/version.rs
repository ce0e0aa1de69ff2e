//! The version gate: by how much `info.version` must rise.

use schemars::JsonSchema;
use serde::Serialize;

use crate::change::{Change, Tier};

/// What the changes ask of `info.version`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gate {
    /// The version before.
    pub base: String,
    /// The version after.
    pub head: String,
    /// The lowest version that the changes allow; none if the version before is not three numbers, as in `1.2.3`.
    pub needed: Option<String>,
    /// Whether the version after is at least the one needed.
    pub passes: bool,
}

/// Holds the versions against the changes between them.
///
/// What breaks needs a new major version, what is compatible a new minor one, words a patch. Before 1.0 what breaks
/// needs a new minor version, and all else a patch.
pub(crate) fn gate(base: &str, head: &str, changes: &[Change]) -> Gate {
    let needed = numbers(base).map(|version| needed(version, changes.iter().map(|change| change.tier).min()));
    let passes = match needed {
        Some(needed) => numbers(head).is_some_and(|head| head >= needed),
        None => base != head || changes.is_empty(),
    };
    let needed = needed.map(|[major, minor, patch]| format!("{major}.{minor}.{patch}"));
    Gate { base: base.to_owned(), head: head.to_owned(), needed, passes }
}

fn needed([major, minor, patch]: [u64; 3], worst: Option<Tier>) -> [u64; 3] {
    match (worst, major) {
        (None, _) => [major, minor, patch],
        (Some(Tier::Wire | Tier::Source), 0) => [0, minor.saturating_add(1), 0],
        (Some(Tier::Wire | Tier::Source), _) => [major.saturating_add(1), 0, 0],
        (Some(Tier::Compatible), 1..) => [major, minor.saturating_add(1), 0],
        (Some(Tier::Compatible | Tier::Docs), _) => [major, minor, patch.saturating_add(1)],
    }
}

/// The three numbers of a version; a suffix after `-` or `+` makes it none of ours.
pub(crate) fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut parts = version.split('.');
    let mut next = || {
        let part = parts.next()?;
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| is_number)
    };
    let version = [next()?, next()?, next()?];
    parts.next().is_none().then_some(version)
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
            let needed = needed(numbers(version).unwrap(), worst).map(|number| number.to_string()).join(".");
            assert_eq!(needed, expected, "{version} {worst:?}");
        }
    }

    #[test]
    fn a_version_is_three_numbers() {
        assert_eq!(numbers("1.20.3"), Some([1, 20, 3]));
        for version in ["", "1", "1.2", "1.2.3.4", "1.2.3-rc1", "v1.2.3", "1.+2.3", "1..3", "99999999999999999999.0.0"]
        {
            assert_eq!(numbers(version), None, "{version}");
        }
    }
}
