//! The lines of the contracts that a change is about.

use serde_json::Value;

use crate::Texts;
use openapi::escape;
use review::{Change, Location};

/// How many lines of a node are quoted.
const LINES: usize = 3;
/// After how many characters a line is cut.
const LONGEST: usize = 100;

/// What a change is about, before and after; empty for the side that has nothing.
pub(super) struct Sides {
    pub base: Vec<String>,
    pub head: Vec<String>,
}

/// A text by its lines, which are found once.
#[derive(Default)]
pub(super) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    pub fn new(text: Option<&'a str>) -> Self {
        Self(text.unwrap_or_default().lines().map(str::trim_end).collect())
    }
}

/// The texts of both sides.
pub(super) struct Quotes<'a> {
    base: Lines<'a>,
    head: Lines<'a>,
}

impl<'a> Quotes<'a> {
    pub fn new(texts: Texts<'a>) -> Self {
        Self { base: Lines::new(texts.base), head: Lines::new(texts.head) }
    }
}

/// Both sides as they are written; as JSON values where there is no text, or the text would not show a difference.
pub(super) fn sides(change: &Change, quotes: &Quotes<'_>) -> Sides {
    let base = side(change.old.as_ref(), change.base.as_ref(), &quotes.base);
    let head = side(change.new.as_ref(), change.head.as_ref(), &quotes.head);
    if base == head {
        let none = Lines::default();
        return Sides { base: side(change.old.as_ref(), None, &none), head: side(change.new.as_ref(), None, &none) };
    }
    Sides { base, head }
}

/// A side without a value has a place at most nearby, where nothing of the change is to be read.
fn side(value: Option<&Value>, location: Option<&Location>, lines: &Lines<'_>) -> Vec<String> {
    let Some(value) = value else { return Vec::new() };
    let quoted = location.and_then(|location| node(lines, location.line?));
    quoted.unwrap_or_else(|| vec![escape::cut(&value.to_string(), LONGEST)])
}

/// The node that begins on a line: that line, and a few of those that are indented below it.
pub(super) fn node(lines: &Lines<'_>, line: usize) -> Option<Vec<String>> {
    let mut lines = lines.0.get(line.checked_sub(1)?..)?.iter().copied();
    let first = lines.next().filter(|first| !first.is_empty())?;
    let depth = indentation(first);
    let below = lines.take_while(|line| indentation(line) > depth);
    let mut quoted: Vec<_> = std::iter::once(first)
        .chain(below)
        .take(LINES + 1)
        .map(|line| {
            let line: String = line.get(depth..).unwrap_or(line).chars().take(LONGEST + 1).collect();
            escape::cut(&line.replace('\t', "  "), LONGEST)
        })
        .collect();
    if quoted.len() > LINES {
        quoted.truncate(LINES);
        quoted.push("…".to_owned());
    }
    Some(quoted)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a:\n  b:\n    c: 1\n    d: 2\n    e: 3\n    f: 4\n  g: 5\r\n\n  h: 6";

    #[test]
    fn quotes_a_node_without_its_indentation_and_its_neighbours() {
        assert_eq!(node(&Lines::new(Some(TEXT)), 2).unwrap(), ["b:", "  c: 1", "  d: 2", "…"]);
        assert_eq!(node(&Lines::new(Some(TEXT)), 7).unwrap(), ["g: 5"]);
    }

    #[test]
    fn quotes_nothing_that_is_not_there() {
        assert_eq!(node(&Lines::new(Some(TEXT)), 0), None);
        assert_eq!(node(&Lines::new(Some(TEXT)), 8), None);
        assert_eq!(node(&Lines::new(Some(TEXT)), 10), None);
    }

    #[test]
    fn cuts_a_long_line_between_characters() {
        let text = format!("a: {}", "é".repeat(1000));
        let quoted = node(&Lines::new(Some(&text)), 1).unwrap();
        assert_eq!(quoted, [format!("a: {}…", "é".repeat(97))]);
    }
}
