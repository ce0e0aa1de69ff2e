//! One entry for all formats.

use lint::Checked;
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

/// What a check found, in a format, with a final newline. The formats for people list a rule that has many findings below
/// an error as one entry, unless they are to show the `details`; only [`Format::Text`] has colours.
pub fn findings(checked: &Checked, format: Format, sources: &Sources<'_>, details: bool, has_colours: bool) -> String {
    match format {
        Format::Text => text::findings(checked, sources, details, has_colours),
        Format::Json => json::findings(checked),
        Format::Markdown => markdown::findings(checked, sources, details),
        Format::Github => github::findings(checked, details),
        Format::Sarif => sarif::findings(checked),
    }
}
