//! What is wrong with a package.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::contents::PackageContents;
use crate::compare::ConformanceFailure;
use crate::{project, yaml};

/// What every package has to have, and must not have.
#[derive(Debug)]
pub struct PackageRules {
    /// The files of the licence, each with its text.
    licences: Vec<(String, String)>,
    placeholders: Vec<String>,
}

/// `clients/packages.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageFile {
    placeholders: Vec<String>,
    licences: Vec<String>,
}

impl PackageRules {
    /// Reads them from a file, and the licences from the project.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn read(file: &Path) -> Result<Self> {
        let PackageFile { placeholders, licences } = yaml::read(file)?;
        let read = |name: String| {
            let text = std::fs::read_to_string(project(&name)).with_context(|| name.clone())?;
            Ok((name, text))
        };
        Ok(Self { licences: licences.into_iter().map(read).collect::<Result<_>>()?, placeholders })
    }

    /// What is wrong with a package that has this version and this README.
    pub fn failures(
        &self,
        language: &str,
        contents: &PackageContents,
        version: &str,
        readme: &str,
    ) -> Vec<ConformanceFailure> {
        let mut failures = Vec::new();
        let mut report = |what: &str, expected: String, received: &str| {
            failures.push(ConformanceFailure {
                language: language.to_owned(),
                scenario: "package".to_owned(),
                what: what.to_owned(),
                expected,
                received: received.to_owned(),
            });
        };
        if contents.files.is_empty() {
            report("files", "some".to_owned(), "none");
        }
        for archive in contents.archives() {
            let of = contents.files.iter().filter(|(path, _)| path.split('/').next() == Some(archive));
            for (name, text) in &self.licences {
                let is_there = |(path, bytes): &(String, Vec<u8>)| path.ends_with(name) && bytes == text.as_bytes();
                if !of.clone().any(is_there) {
                    report("licence", format!("{name}, as in the project"), &format!("none in {archive}"));
                }
            }
            // A format may keep it inside another file.
            if !of.clone().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(readme)) {
                report("README", "that of the language".to_owned(), &format!("none in {archive}"));
            }
            let has_version = |(path, bytes): &(String, Vec<u8>)| {
                path.contains(version) || String::from_utf8_lossy(bytes).contains(version)
            };
            if !of.clone().any(has_version) {
                report("version", version.to_owned(), &format!("none in {archive}"));
            }
        }
        for (path, bytes) in &contents.files {
            let text = String::from_utf8_lossy(bytes);
            for placeholder in self.placeholders.iter().filter(|word| text.contains(word.as_str())) {
                report("placeholder of a generator", "none".to_owned(), &format!("`{placeholder}` in {path}"));
            }
        }
        failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(files: &[(&str, &str)]) -> Vec<String> {
        let rules =
            PackageRules { licences: vec![("LICENCE".into(), "Free.".into())], placeholders: vec!["YOUR_NAME".into()] };
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let contents = PackageContents { published: Vec::new(), files };
        let failures = rules.failures("x", &contents, "1.2.3", "# X\n");
        failures.into_iter().map(|failure| format!("{}: {}", failure.what, failure.received)).collect()
    }

    #[test]
    fn a_package_has_licence_readme_and_version_in_each_archive() {
        let good = [("a/LICENCE", "Free."), ("a/meta", "version: 1.2.3\n\n# X\n")];
        assert_eq!(reported(&good), [""; 0]);
        let other = [&good[..], &[("b/LICENCE", "Not free."), ("b/meta", "version: 1.2.2")]].concat();
        assert_eq!(reported(&other), ["licence: none in b", "README: none in b", "version: none in b"]);
        assert_eq!(reported(&[]), ["files: none"]);
    }

    #[test]
    fn what_a_generator_leaves_to_be_filled_in_is_reported() {
        let files = [("a/LICENCE", "Free."), ("a/README", "# X\n"), ("a/meta", "1.2.3 by YOUR_NAME")];
        assert_eq!(reported(&files), ["placeholder of a generator: `YOUR_NAME` in a/meta"]);
    }
}
