//! The formats and their names.

use std::fmt;
use std::str::FromStr;

/// A format.
///
/// ```
/// use report::Format;
///
/// assert_eq!("sarif".parse(), Ok(Format::Sarif));
/// assert_eq!(Format::Sarif.to_string(), "sarif");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal: the entries of a review, a line each; on request all of each change.
    Text,
    /// For programs; [`review_schema`](crate::review_schema) and [`findings_schema`](crate::findings_schema) describe it.
    Json,
    /// For a comment in a pull request. The first line is an invisible comment, by which a workflow finds it again.
    Markdown,
    /// A page that a person can send on: one file, without network or script.
    Html,
    /// For the log of a workflow on GitHub, which makes annotations of it: an error for each entry with a break, a notice for
    /// what is approved or compatible, and nothing for documentation. GitHub shows ten of each kind; the worst come first.
    Github,
    /// For GitHub's code scanning: SARIF 2.1.0, every change a result, up to the 25,000 that GitHub takes. A break is an
    /// error, all else a note; so is what is approved, since GitHub ignores the suppressions that state it.
    Sarif,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Text, Self::Json, Self::Markdown, Self::Html, Self::Github, Self::Sarif];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Github => "github",
            Self::Sarif => "sarif",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = openapi::escape::line(&self.0);
        write!(f, "there is no format `{name}`; there are {}", Format::ALL.map(Format::name).join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_names() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        let error = "pdf\n".parse::<Format>().unwrap_err();
        assert_eq!(
            error.to_string(),
            r"there is no format `pdf\n`; there are text, json, markdown, html, github, sarif"
        );
    }
}
