//! The formats in which a review and the findings of the lint are told.
//!
//! What comes from the documents is not trusted: no format lets it change what a terminal, a workflow's log or a page
//! shows beside it.

mod github;
mod json;
mod markdown;
mod quote;
mod sarif;
#[cfg(test)]
mod tests;
mod text;
mod wording;

use std::fmt;
use std::str::FromStr;

use lint::Finding;
use review::Review;

pub use json::{findings_schema, review_schema};

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
    /// For a terminal: each change with the lines of both sides.
    Text,
    /// For programs; [`review_schema`] and [`findings_schema`] describe it.
    Json,
    /// For a comment in a pull request. The first line is a comment that nobody sees, by which a workflow finds it again.
    Markdown,
    /// For the log of a workflow on GitHub, which makes annotations of it: an error for each break, a notice for what is
    /// approved or compatible, and nothing for words. GitHub shows ten of each kind; the worst come first.
    Github,
    /// For GitHub's code scanning: SARIF 2.1.0, every change a result, up to the 25,000 that GitHub takes. A break is an
    /// error, all else a note; what is approved too, since GitHub does not heed the suppressions that say so.
    Sarif,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Markdown, Self::Github, Self::Sarif];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
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
        write!(f, "there is no format `{}`; there are {}", self.0, Format::ALL.map(Format::name).join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

/// The texts that a review quotes from; none where there is no text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    /// The contract before.
    pub base: Option<&'a str>,
    /// The contract after.
    pub head: Option<&'a str>,
    /// What the change does to generated code: the differences of its snapshots, as `git diff` prints them. Only
    /// [`Format::Markdown`] tells them.
    pub snapshots: Option<&'a str>,
}

/// Tells a review, with a final newline. Only [`Format::Text`] knows colours.
pub fn review(review: &Review, format: Format, texts: Texts<'_>, colour: bool) -> String {
    match format {
        Format::Text => text::review(review, texts, colour),
        Format::Json => json::review(review),
        Format::Markdown => markdown::review(review, texts),
        Format::Github => github::review(review),
        Format::Sarif => sarif::review(review),
    }
}

/// Tells findings, with a final newline; `text` is that of the contract, to quote from.
pub fn findings(findings: &[Finding], format: Format, text: Option<&str>, colour: bool) -> String {
    match format {
        Format::Text => text::findings(findings, text, colour),
        Format::Json => json::findings(findings),
        Format::Markdown => markdown::findings(findings, text),
        Format::Github => github::findings(findings),
        Format::Sarif => sarif::findings(findings),
    }
}
