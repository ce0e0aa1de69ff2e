//! One entry for all formats.

use lint::Checked;
use review::Review;

use crate::{Format, Sources, github, html, json, markdown, sarif, text};

/// The columns of a line, where nobody says how many there are.
const WIDTH: usize = 100;

/// What a format shows beside what it always shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Display<'a> {
    /// The differences of generated code, as `git diff` prints them, which only [`Format::Markdown`] shows.
    pub snapshots: Option<&'a str>,
    /// Colours, which only [`Format::Text`] has.
    pub has_colours: bool,
    /// All of each change, where [`Format::Text`] otherwise has one line; each finding, where the formats for people
    /// otherwise count those of a rule that has many.
    pub has_details: bool,
    /// The columns of the screen, for [`Format::Text`]; 100 if it is wider, or nothing is said.
    pub width: Option<usize>,
}

impl Display<'_> {
    /// The columns that a line has.
    pub(crate) fn width(&self) -> usize {
        self.width.unwrap_or(WIDTH).clamp(40, WIDTH)
    }
}

/// A review in a format, with a final newline.
pub fn review(review: &Review, format: Format, sources: &Sources<'_>, display: Display<'_>) -> String {
    match format {
        Format::Text => text::review(review, sources, display),
        Format::Json => json::review(review),
        Format::Html => html::review(review, sources),
        Format::Markdown => markdown::review(review, sources, display.snapshots.unwrap_or_default()),
        Format::Github => github::review(review),
        Format::Sarif => sarif::review(review),
    }
}

/// What a check found, in a format, with a final newline. The formats for people list a rule that has many findings below
/// an error as one entry, unless they are to show the details.
pub fn findings(checked: &Checked, format: Format, sources: &Sources<'_>, display: Display<'_>) -> String {
    match format {
        Format::Text => text::findings(checked, sources, display),
        Format::Json => json::findings(checked),
        Format::Html => html::findings(checked, sources),
        Format::Markdown => markdown::findings(checked, sources, display.has_details),
        Format::Github => github::findings(checked, display.has_details),
        Format::Sarif => sarif::findings(checked),
    }
}
