//! Lines of text, and fields.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::styles::Styles;
use super::wrap::{Piece, wrap};

pub(super) struct Printer {
    pub text: String,
    pub styles: Styles,
    /// The columns of a line.
    pub width: usize,
}

impl Printer {
    pub fn new(has_colours: bool, width: usize) -> Self {
        Self { text: String::new(), styles: Styles::new(has_colours), width }
    }

    /// A line as it is.
    pub fn line(&mut self, line: impl std::fmt::Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// A line that goes on in the next one where it is too long, below what is behind `start`.
    pub fn wrapped(&mut self, start: &Piece, pieces: &[Piece]) {
        self.text.push_str(&wrap(start, pieces, self.width));
    }

    /// A sentence of its own.
    pub fn sentence(&mut self, style: Style, text: &str) {
        self.wrapped(&Piece::new(Style::new(), ""), &[Piece::new(style, text)]);
    }

    /// A line that says what something is, and what it says.
    pub fn field(&mut self, indent: usize, label: &str, text: &str) {
        let start = Piece::new(self.styles.label, format!("{:indent$}{label:<11}  ", ""));
        self.wrapped(&start, &[Piece::new(Style::new(), text)]);
    }

    /// Lines of a document, each cut where the screen ends.
    pub fn quote(&mut self, indent: usize, sign: char, style: Style, lines: &[String]) {
        let room = self.width.saturating_sub(indent + 2);
        for line in lines {
            let line = fitting(line, room);
            self.line(format_args!("{:indent$}{style}{sign} {line}{style:#}", ""));
        }
    }
}

/// The beginning of a text that fits into so many columns, and whether there is more.
fn fitting(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let is_within = |letter: &char| {
        used += letter.width().unwrap_or_default();
        used <= room
    };
    text.chars().take_while(is_within).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_line_ends_where_the_screen_does() {
        for (text, expected) in [("  abc", "  abc"), ("  abcd", "  ab…"), ("漢字漢", "漢字…"), ("", "")] {
            assert_eq!(fitting(text, 5), expected);
        }
    }
}
