//! Lines of text, and fields.

use std::fmt::Write;

use anstyle::Style;

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

    /// Lines of a document.
    pub fn quote(&mut self, indent: usize, sign: char, style: Style, lines: &[String]) {
        for line in lines {
            self.line(format_args!("{:indent$}{style}{sign} {line}{style:#}", ""));
        }
    }
}
