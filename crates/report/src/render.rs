//! One entry for all formats.

use lint::Finding;
use review::Review;

use crate::{Format, Sources, github, json, markdown, sarif, text};

/// A review in a format, with a final newline. `snapshots` are the differences of generated code, as `git diff` prints
/// them, which only [`Format::Markdown`] shows; only [`Format::Text`] has colours.
pub fn review(
    review: &Review,
    format: Format,
    sources: &Sources<'_>,
    snapshots: Option<&str>,
    has_colours: bool,
) -> String {
    match format {
        Format::Text => text::review(review, sources, has_colours),
        Format::Json => json::review(review),
        Format::Markdown => markdown::review(review, sources, snapshots.unwrap_or_default()),
        Format::Github => github::review(review),
        Format::Sarif => sarif::review(review),
    }
}

/// Findings in a format, with a final newline. Only [`Format::Text`] has colours.
pub fn findings(findings: &[Finding], format: Format, sources: &Sources<'_>, has_colours: bool) -> String {
    match format {
        Format::Text => text::findings(findings, sources, has_colours),
        Format::Json => json::findings(findings),
        Format::Markdown => markdown::findings(findings, sources),
        Format::Github => github::findings(findings),
        Format::Sarif => sarif::findings(findings),
    }
}
