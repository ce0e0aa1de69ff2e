//! The paths of files, and which references name one.

use std::fmt;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::refusal::Refusal;

/// The path of a file within the folder that files may be read from: names with `/` between them, none of them `.` or `..`.
///
/// ```
/// use openapi::bundle::FilePath;
///
/// assert_eq!(FilePath::new("./spec//openapi.yaml").unwrap().as_str(), "spec/openapi.yaml");
/// assert_eq!(FilePath::new("../openapi.yaml"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(Arc<str>);

impl FilePath {
    /// The path of this text, without its `.` and `..`; none if it leads out of the folder, or is no path of a file.
    pub fn new(path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return None;
        }
        Self::of_names(path.split('/').map(str::to_owned)).ok()
    }

    /// The path as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file without its ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The file that a reference names, without its fragment, in this file.
    pub(super) fn join(&self, reference: &str) -> Result<Self, Refusal> {
        if reference.starts_with("//") || has_scheme(reference) {
            return Err(Refusal::Url);
        }
        if reference.starts_with('/') {
            return Err(Refusal::Absolute);
        }
        if reference.contains('\\') {
            return Err(Refusal::NoPath("`\\` is no separator of a path"));
        }
        if reference.contains('?') {
            return Err(Refusal::NoPath("a file has no query; a `?` in its name is written `%3F`"));
        }
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut names: Vec<String> = folder.split('/').map(str::to_owned).collect();
        for name in reference.split('/') {
            let decoded = percent_decode_str(name).decode_utf8();
            let name = decoded.map_err(|_| Refusal::NoPath("its name is not UTF-8"))?.into_owned();
            if name.contains('/') {
                return Err(Refusal::NoPath("a name in a path cannot have a `/`"));
            }
            names.push(name);
        }
        Self::of_names(names)
    }

    fn of_names(names: impl IntoIterator<Item = String>) -> Result<Self, Refusal> {
        let mut path: Vec<String> = Vec::new();
        let mut last = String::new();
        for name in names {
            last.clone_from(&name);
            match name.as_str() {
                "" | "." => {}
                ".." => drop(path.pop().ok_or(Refusal::Outside)?),
                _ if name.contains(char::is_control) => {
                    return Err(Refusal::NoPath("its name has a control character"));
                }
                _ => path.push(name),
            }
        }
        if matches!(last.as_str(), "" | "." | "..") {
            return Err(Refusal::NoPath("it names a folder"));
        }
        Ok(Self(path.join("/").into()))
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a reference begins with a scheme, as URLs do (RFC 3986, section 3.1).
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    let is_scheme = |character: char| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.chars().all(is_scheme)
}

/// Whether a text that need not be a reference is meant as one to a file: in the mapping of a discriminator.
pub(super) fn is_file_reference(text: &str) -> bool {
    let (path, _) = text.split_once('#').unwrap_or((text, ""));
    let is_file = |path: &str| [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    is_file(path) && !path.starts_with("//") && !path.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(reference: &str) -> String {
        let from = FilePath::new("spec/openapi.yaml").unwrap();
        from.join(reference).map_or_else(|refusal| format!("{refusal:?}"), |path| path.to_string())
    }

    #[test]
    fn a_reference_is_relative_to_its_file() {
        for (reference, path) in [
            ("a.yaml", "spec/a.yaml"),
            ("./a.yaml", "spec/a.yaml"),
            ("x//y/../a.yaml", "spec/x/a.yaml"),
            ("../a.yaml", "a.yaml"),
            ("%2e%2E/a%20b.yaml", "a b.yaml"),
            ("a:b/c.yaml", "Url"),
            ("x/a:b.yaml", "spec/x/a:b.yaml"),
            ("100%.yaml", "spec/100%.yaml"),
        ] {
            assert_eq!(joined(reference), path, "{reference}");
        }
    }

    #[test]
    fn what_is_no_path_below_the_folder_is_refused() {
        for reference in ["http://x/a", "https:a", "file:///etc/passwd", "data:,x", "//host/a", "C:\\a", "c:/a"] {
            assert_eq!(joined(reference), "Url", "{reference}");
        }
        assert_eq!(joined("/etc/passwd"), "Absolute");
        for reference in ["../../etc/passwd", "x/../../../a", "..%2F../a", "%2e%2e/%2e%2e/a"] {
            assert!(matches!(joined(reference).as_str(), "Outside" | "NoPath(\"a name in a path cannot have a `/`\")"));
        }
        for reference in ["..\\a", "a.yaml?b", "a%00b", "a%0Ab", "x/", "..", ".", "x/..", "a%FFb"] {
            assert!(joined(reference).starts_with("NoPath"), "{reference}: {}", joined(reference));
        }
    }

    #[test]
    fn a_mapping_names_a_file_by_its_ending() {
        for file in ["Dog.yaml", "./pets/Dog.json", "pets.yml#/Dog", "/pets/Dog.yaml"] {
            assert!(is_file_reference(file), "{file}");
        }
        for other in ["Dog", "com.acme.Dog", "#/components/schemas/Dog", "https://a/Dog.yaml", "dog.v1"] {
            assert!(!is_file_reference(other), "{other}");
        }
    }
}
