//! Released contracts: files that never change again, and the checksums that show it.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::Digest;
use crate::version::Version;

/// The file of checksums, as `sha256sum` writes and checks it.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// A released contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// The name of the file: its version, and `.yaml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Released {
    /// The version; `None` if the name is not one.
    pub fn version(&self) -> Option<Version> {
        self.name.strip_suffix(".yaml")?.parse().ok()
    }

    fn line(&self) -> String {
        format!("{}  {}\n", Digest::of(&self.text), self.name)
    }
}

/// The one with the highest version.
pub fn latest(released: &[Released]) -> Option<&Released> {
    released.iter().filter(|released| released.version().is_some()).max_by_key(|released| released.version())
}

/// The checksums of released contracts.
pub fn checksums(released: &[Released]) -> String {
    let mut sorted: Vec<&Released> = released.iter().collect();
    sorted.sort_by_key(|released| (released.version(), &released.name));
    sorted.into_iter().map(Released::line).collect()
}

/// Compares released contracts with their checksums.
///
/// # Errors
///
/// A sentence for each file that was edited, added or removed by hand, or has a name that is no version.
pub fn verify(released: &[Released], checksums: &str) -> Result<(), Vec<String>> {
    let mut problems = Vec::new();
    let mut recorded: BTreeMap<&str, &str> = BTreeMap::new();
    for line in checksums.lines().filter(|line| !line.is_empty()) {
        match line.split_once("  ") {
            Some((_, name)) => drop(recorded.insert(name, line)),
            None => problems.push(format!("{CHECKSUMS}: `{line}` is no checksum")),
        }
    }
    for file in released {
        let name = &file.name;
        if file.version().is_none() {
            problems.push(format!("{name}: the name of a released contract is its version, as in `1.2.3.yaml`"));
        }
        match recorded.get(name.as_str()) {
            Some(line) if **line == *file.line().trim_end() => {}
            Some(_) => problems.push(format!("{name}: a released contract does not change; restore it")),
            None => problems.push(format!("{name}: it was not released by `contract release`; remove it")),
        }
    }
    let names: BTreeSet<&str> = released.iter().map(|file| file.name.as_str()).collect();
    let missing = recorded.keys().filter(|name| !names.contains(*name));
    problems.extend(missing.map(|name| format!("{name}: a released contract is gone; restore it")));
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn released(name: &str, text: &str) -> Released {
        Released { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_latest_is_the_highest_version_not_the_last_name() {
        let files = [released("0.9.0.yaml", ""), released("0.10.0.yaml", ""), released("notes.yaml", "")];
        assert_eq!(latest(&files).unwrap().name, "0.10.0.yaml");
        assert_eq!(latest(&[]), None);
    }

    #[test]
    fn a_released_contract_that_is_edited_is_reported() {
        let files = [released("0.1.0.yaml", "a"), released("0.10.0.yaml", "c"), released("0.2.0.yaml", "b")];
        let sums = checksums(&files);
        assert_eq!(
            sums.lines().next(),
            Some("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  0.1.0.yaml")
        );
        assert_eq!(verify(&files, &sums), Ok(()));

        let reported = |files: &[Released], sums: &str| verify(files, sums).unwrap_err().join("\n");
        let edited = [released("0.1.0.yaml", "a "), files[1].clone(), files[2].clone()];
        assert_eq!(reported(&edited, &sums), "0.1.0.yaml: a released contract does not change; restore it");
        assert_eq!(reported(&files[1..], &sums), "0.1.0.yaml: a released contract is gone; restore it");
        let added = [files.as_slice(), &[released("0.3.0.yaml", "d")]].concat();
        assert_eq!(reported(&added, &sums), "0.3.0.yaml: it was not released by `contract release`; remove it");
        let odd = [files.as_slice(), &[released("new.yaml", "d")]].concat();
        assert!(reported(&odd, &checksums(&odd)).contains("new.yaml: the name of a released contract is its version"));
        assert!(reported(&files, &format!("{sums}?\n")).contains("`?` is no checksum"));
    }
}
