//! A line that is longer than the screen goes on in the next one, indented.

use std::fmt::Write;

use anstyle::Style;
use openapi::escape;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A part of a line in one style. Its words may be on several lines; it keeps a distance from what is before.
pub(super) struct Piece {
    style: Style,
    text: String,
    distance: usize,
}

impl Piece {
    /// Goes on after a space.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self { style, text: text.into(), distance: 1 }
    }

    /// Stands apart from what is before.
    pub fn apart(style: Style, text: impl Into<String>) -> Self {
        Self { style, text: text.into(), distance: 2 }
    }
}

/// The pieces on lines of at most `width` columns, each ended. What follows the first line, which has `start` in front, is
/// indented as far as `start` is wide.
pub(super) fn wrap(start: &Piece, pieces: &[Piece], width: usize) -> String {
    let indent = start.text.width();
    let room = width.saturating_sub(indent).max(8);
    let mut lines = format!("{}{}{:#}", start.style, start.text, start.style);
    let mut used = 0;
    for Piece { style, text, distance } in pieces {
        let words = text.split(' ').filter(|word| !word.is_empty()).flat_map(|word| split(word, room));
        for (index, word) in words.enumerate() {
            let distance = if index > 0 { 1 } else { *distance };
            if used > 0 && used + distance + word.width() > room {
                let _ = write!(lines, "\n{:indent$}", "");
                used = 0;
            } else if used > 0 {
                let _ = write!(lines, "{:distance$}", "");
                used += distance;
            }
            // What was in the middle of a text is at the start of a line now, where it may be a command.
            let word = if used == 0 { escape::whole(word) } else { word.to_owned() };
            let _ = write!(lines, "{style}{word}{style:#}");
            used += word.width();
        }
    }
    // Nothing follows the indentation of an empty line.
    lines.truncate(lines.trim_end_matches(' ').len());
    lines.push('\n');
    lines
}

/// A word in parts that fit.
fn split(word: &str, room: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, letter) in word.char_indices() {
        let width = letter.width().unwrap_or_default();
        if used + width > room {
            parts.push(&word[start..index]);
            (start, used) = (index, 0);
        }
        used += width;
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Piece {
        Piece::new(Style::new(), text)
    }

    #[test]
    fn a_line_goes_on_below_its_beginning() {
        let apart = |text: &str| Piece::apart(Style::new(), text);
        for (pieces, expected) in [
            (vec![plain("one two three four")], "  w  one two three\n     four\n"),
            (vec![plain("one two"), apart("end")], "  w  one two  end\n"),
            (vec![plain("one two thr"), apart("end")], "  w  one two thr\n     end\n"),
            (vec![plain("abcdefghijklmnopq")], "  w  abcdefghijklmno\n     pq\n"),
            (vec![plain("漢字漢字漢字漢字")], "  w  漢字漢字漢字漢\n     字\n"),
            (vec![plain("")], "  w\n"),
            (vec![plain("1234567 ::error::x")], "  w  1234567\n     \\u{3a}:error::x\n"),
        ] {
            assert_eq!(wrap(&plain("  w  "), &pieces, 20), expected);
        }
    }

    #[test]
    fn colours_take_no_room() {
        let bold = Style::new().bold();
        let shown = wrap(&plain(""), &[Piece::new(bold, "one two"), plain("three")], 9);
        assert_eq!(shown, format!("{bold}one{bold:#} {bold}two{bold:#}\nthree\n"));
    }
}
