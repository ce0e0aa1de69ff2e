//! The lines that a change or a finding is about.

use std::collections::HashMap;

use openapi::{Node, escape};
use review::Change;

use crate::Sources;
use crate::place::FilePlace;

/// How many lines of a node are quoted.
const LINES: usize = 3;
/// After how many characters a line is cut.
const LONGEST: usize = 100;

/// What a change is about, before and after; empty where there is nothing.
pub(crate) struct Quoted {
    pub base: Vec<String>,
    pub head: Vec<String>,
}

/// The lines of all sources, found once.
pub(crate) struct Quotes<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Quotes<'a> {
    pub fn new(sources: &Sources<'a>) -> Self {
        Self(sources.iter().map(|(file, text)| (file, lines(text))).collect())
    }

    /// The node that begins at a place; none if there is no text, or nothing at the place.
    pub fn node(&self, place: FilePlace<'_>) -> Option<Vec<String>> {
        node(self.0.get(place.file)?, place.line?)
    }

    /// What a change is about as it is written; as JSON where there is no text, or the text would not show a difference.
    pub fn change(&self, change: &Change) -> Quoted {
        let (base, head) = (change.base.as_ref().map(FilePlace::from), change.head.as_ref().map(FilePlace::from));
        let base = self.value(change.old.as_ref(), base);
        let head = self.value(change.new.as_ref(), head);
        if base == head {
            let none = Self(HashMap::new());
            return Quoted { base: none.value(change.old.as_ref(), None), head: none.value(change.new.as_ref(), None) };
        }
        Quoted { base, head }
    }

    /// Without a value the place is one nearby, which shows nothing of the change.
    fn value(&self, value: Option<&Node>, place: Option<FilePlace<'_>>) -> Vec<String> {
        let Some(value) = value else { return Vec::new() };
        let quoted = place.and_then(|place| self.node(place));
        quoted.unwrap_or_else(|| vec![escape::cut(&value.to_string(), LONGEST)])
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

/// The node that begins on a line: that line, and a few of those that are indented below it.
fn node(lines: &[&str], line: usize) -> Option<Vec<String>> {
    let mut lines = lines.get(line.checked_sub(1)?..)?.iter().copied();
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
        assert_eq!(node(&lines(TEXT), 2).unwrap(), ["b:", "  c: 1", "  d: 2", "…"]);
        assert_eq!(node(&lines(TEXT), 7).unwrap(), ["g: 5"]);
    }

    #[test]
    fn quotes_nothing_that_is_not_there() {
        assert_eq!(node(&lines(TEXT), 0), None);
        assert_eq!(node(&lines(TEXT), 8), None);
        assert_eq!(node(&lines(TEXT), 10), None);
    }

    #[test]
    fn cuts_a_long_line_between_characters() {
        let text = format!("a: {}", "é".repeat(1000));
        let quoted = node(&lines(&text), 1).unwrap();
        assert_eq!(quoted, [format!("a: {}…", "é".repeat(97))]);
    }
}
